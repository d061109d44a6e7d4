/**
 * Finds the entries that are to be sent again: settled ones, by sequence or by append time. Reads
 * journals and checkpoints, changes neither; knows nothing of sending.
 */
@NullMarked
package com.gt8004.shipper.replay;

import org.jspecify.annotations.NullMarked;
