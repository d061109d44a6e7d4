package com.gt8004.shipper.send;

/** Whose dialect a URL speaks, as the configuration has it. */
public enum Profile {
  /** Found out by a ping at first contact; until then the hosts of the live platform count as such. */
  AUTO,
  /** The guide's names, whatever the server says: this product's own service and people's receivers. */
  STANDARD,
  /** The live platform's names and limits (docs/protocol/platform.md); delivery is at least once there. */
  PLATFORM
}
