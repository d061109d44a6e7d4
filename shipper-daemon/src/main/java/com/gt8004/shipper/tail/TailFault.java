package com.gt8004.shipper.tail;

/**
 * Why a journal is read no further for now: it was written in a format that this version does not read,
 * or the disk does not give it.
 *
 * @param detail path and sequence, for people
 */
public record TailFault(boolean isNewerFormat, String detail) {}
