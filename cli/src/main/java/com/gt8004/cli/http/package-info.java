/** The few HTTP requests of the command line. Its one class is the only one that knows an HTTP client. */
@NullMarked
package com.gt8004.cli.http;

import org.jspecify.annotations.NullMarked;
