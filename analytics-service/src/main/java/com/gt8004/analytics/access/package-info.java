/**
 * Who asks, and what they may see: agents by their keys, people by sessions. Knows nothing of what is
 * asked.
 */
@NullMarked
package com.gt8004.analytics.access;

import org.jspecify.annotations.NullMarked;
