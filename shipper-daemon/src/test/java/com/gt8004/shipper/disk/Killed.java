package com.gt8004.shipper.disk;

/** The process died here. An error, so that nothing that runs takes it for a fault to live with. */
public final class Killed extends Error {
  private static final long serialVersionUID = 1;

  Killed(String effect) {
    super("killed before: " + effect, null, false, false);
  }
}
