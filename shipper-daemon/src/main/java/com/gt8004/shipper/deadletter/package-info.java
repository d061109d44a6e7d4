/**
 * Keeps entries that a server refused for their content: one file each, durable before anything else
 * happens, never aged out. Knows folders and files; knows nothing of HTTP or of checkpoints.
 */
@NullMarked
package com.gt8004.shipper.deadletter;

import org.jspecify.annotations.NullMarked;
