/**
 * The shipper's own HTTP server, on loopback: whether it lives, how it fares, and the few things it may
 * be told. Knows HTTP and tokens; what it answers is handed to it as text.
 */
@NullMarked
package com.gt8004.shipper.admin;

import org.jspecify.annotations.NullMarked;
