package com.gt8004.shipper.tail;

/**
 * Why a journal is read no further.
 *
 * @param detail path and sequence, for people
 */
public record TailFault(Kind kind, String detail) {
  /** Damage, or a format that this version does not read. */
  public enum Kind {
    DAMAGED,
    NEWER_FORMAT
  }
}
