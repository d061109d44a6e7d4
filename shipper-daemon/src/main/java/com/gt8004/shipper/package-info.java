/**
 * The service that ships queues. {@link com.gt8004.shipper.Shipper#runOnce()} orders all effects and
 * is the place to begin reading; the stages it calls live in one package each and meet only here.
 * Public to other modules are {@link com.gt8004.shipper.GT8004Shipper}, {@link
 * com.gt8004.shipper.ShipperConfig}, {@link com.gt8004.shipper.QueueStatus} and {@link
 * com.gt8004.shipper.Replay}.
 */
@NullMarked
package com.gt8004.shipper;

import org.jspecify.annotations.NullMarked;
