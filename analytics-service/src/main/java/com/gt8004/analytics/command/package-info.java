/**
 * One class per command of {@code gt8004-analytics}. The only package that prints.
 */
@NullMarked
package com.gt8004.analytics.command;

import org.jspecify.annotations.NullMarked;
