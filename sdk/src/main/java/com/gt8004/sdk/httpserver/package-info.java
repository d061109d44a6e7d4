/**
 * Capture for the HTTP server that comes with the JDK. The only package that knows {@code
 * com.sun.net.httpserver}, whose module a trimmed runtime may lack: the rest of the SDK works without it.
 */
@NullMarked
package com.gt8004.sdk.httpserver;

import org.jspecify.annotations.NullMarked;
