package com.gt8004.shipper;

import com.gt8004.shipper.send.SendOutcome;
import java.util.Locale;

/** What a request came to, for whoever counts. */
enum OutcomeClass {
  SETTLED,
  TRANSIENT,
  TOO_LARGE,
  ENTRY_FAULT,
  CONFIG_FAULT;

  static OutcomeClass of(SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Settled) {
      return SETTLED;
    }
    if (outcome instanceof SendOutcome.TooLarge) {
      return TOO_LARGE;
    }
    if (outcome instanceof SendOutcome.EntryFault) {
      return ENTRY_FAULT;
    }
    return outcome instanceof SendOutcome.ConfigFault ? CONFIG_FAULT : TRANSIENT;
  }

  /** Its name as a label. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
