/**
 * How settings are written: units of durations and sizes, values of the environment. Knows nothing of
 * what is set by them.
 */
@NullMarked
package com.gt8004.sdk.settings;

import org.jspecify.annotations.NullMarked;
