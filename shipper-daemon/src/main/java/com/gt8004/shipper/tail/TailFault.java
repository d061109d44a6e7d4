package com.gt8004.shipper.tail;

/**
 * Why a journal is read no further: it was written in a format that this version does not read.
 *
 * @param detail path and sequence, for people
 */
public record TailFault(String detail) {}
