/**
 * The questions of a person whose entries do not arrive, each asked of the machine itself. Knows neither
 * options nor how an answer is shown.
 */
@NullMarked
package com.gt8004.cli.doctor;

import org.jspecify.annotations.NullMarked;
