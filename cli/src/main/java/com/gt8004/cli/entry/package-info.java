/**
 * Entries as people and programs give and get them: NDJSON lines in, points of a range in, lines of
 * text or JSON out. Knows nothing of commands, services or processes.
 */
@NullMarked
package com.gt8004.cli.entry;

import org.jspecify.annotations.NullMarked;
