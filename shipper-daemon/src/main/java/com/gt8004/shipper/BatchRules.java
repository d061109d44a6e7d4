package com.gt8004.shipper;

import com.gt8004.shipper.batch.BatchLimits;

/**
 * When a batch goes.
 *
 * @param steady limits while the shipper keeps up
 * @param catchUp limits while a whole catch-up batch lies on disk
 * @param lingerNanos how long an entry waits for company; 0 sends whatever is there
 */
record BatchRules(BatchLimits steady, BatchLimits catchUp, long lingerNanos) {
  static BatchRules of(ShipperConfig config, boolean untilEmpty) {
    return new BatchRules(
        new BatchLimits(config.batchSize(), config.batchBytes()),
        new BatchLimits(config.batchSizeCatchUp(), config.batchBytes()),
        untilEmpty ? 0 : config.flushInterval().toNanos());
  }
}
