/**
 * The clocks, and waiting. The only place that asks the machine for the time; everything else is given
 * a {@link com.gt8004.analytics.time.ServiceClock}.
 */
@NullMarked
package com.gt8004.analytics.time;

import org.jspecify.annotations.NullMarked;
