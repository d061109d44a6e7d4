/**
 * Removes what nobody needs any more: journals that never got an entry, and what a crash left half
 * born or half removed. Knows folders and locks; knows nothing of sending.
 */
@NullMarked
package com.gt8004.shipper.retain;

import org.jspecify.annotations.NullMarked;
