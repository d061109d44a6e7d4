package com.gt8004.shipper;

import org.jspecify.annotations.Nullable;

/**
 * Why a replay ended before all was answered for.
 *
 * @param cure what mends it; null where nothing is known
 */
record ReplayStop(String cause, @Nullable String cure) {
  /** Somebody said so. */
  static final ReplayStop CANCELLED = new ReplayStop("cancelled", null);
}
