/**
 * What every command speaks through: the streams, the format of the output, failures as one line, a
 * line of progress. Knows nothing of queues, services or commands.
 */
@NullMarked
package com.gt8004.cli.console;

import org.jspecify.annotations.NullMarked;
