package com.gt8004.shipper.send;

/** Whose dialect a URL speaks. */
public enum Profile {
  /** Found out by a ping at first contact; the hosts of the live platform count as {@link #PLATFORM}. */
  AUTO,
  /** The guide's names, whatever the server says: this product's own service and people's receivers. */
  STANDARD,
  /** The live platform's names. Not spoken by this version, so nothing is sent. */
  PLATFORM
}
