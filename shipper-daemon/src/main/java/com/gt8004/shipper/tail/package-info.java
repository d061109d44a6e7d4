/**
 * Reads the entries of one journal in order, from a given sequence, and stops before what it cannot
 * vouch for; keeps the bytes of what is damaged. Knows the journal; knows nothing of batches or of what
 * becomes of an entry.
 */
@NullMarked
package com.gt8004.shipper.tail;

import org.jspecify.annotations.NullMarked;
