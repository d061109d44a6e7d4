/**
 * A filter over the fields of an entry, as somebody types it: {@code status_code>=500 and
 * tool_name=search}. Knows the names of the fields and their types; knows nothing of queues or commands.
 */
@NullMarked
package com.gt8004.cli.where;

import org.jspecify.annotations.NullMarked;
