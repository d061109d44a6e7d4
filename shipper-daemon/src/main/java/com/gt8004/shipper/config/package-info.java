/**
 * Settings as text: where each comes from, which wins, and what is wrong with them, all at once. Knows
 * names, defaults and units; knows nothing of what the settings do.
 */
@NullMarked
package com.gt8004.shipper.config;

import org.jspecify.annotations.NullMarked;
