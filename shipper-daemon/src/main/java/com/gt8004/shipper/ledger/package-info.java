/**
 * The ledger of a queue: what will not be delivered, and which journals are gone. Knows one file;
 * knows nothing of why an entry is lost or of sending.
 */
@NullMarked
package com.gt8004.shipper.ledger;

import org.jspecify.annotations.NullMarked;
