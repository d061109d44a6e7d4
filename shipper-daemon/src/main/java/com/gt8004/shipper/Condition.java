package com.gt8004.shipper;

/**
 * Why a queue or a journal is not simply well.
 *
 * @param cause what happened, with names and numbers
 * @param cure what mends it
 */
record Condition(ShipperState state, String cause, String cure) {
  @Override
  public String toString() {
    return state + ": " + cause + ". Cure: " + cure;
  }
}
