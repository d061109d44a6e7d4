/**
 * Knows which entries of a journal are settled, and writes that down often enough and never too
 * early. Knows sequences and the checkpoint file; knows nothing of why an entry is settled.
 */
@NullMarked
package com.gt8004.shipper.checkpoint;

import org.jspecify.annotations.NullMarked;
