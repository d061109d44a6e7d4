/**
 * The command line: one class per command, and the table of them in {@link com.gt8004.cli.Gt8004}. Uses
 * the public doors of the shipper and of the sdk; runs shipper and analytics service as child
 * processes and knows nothing of their insides.
 */
@NullMarked
package com.gt8004.cli;

import org.jspecify.annotations.NullMarked;
