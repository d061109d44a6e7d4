/**
 * Capture of the tools that a model calls through Spring AI, by its observations. The only package that
 * knows Spring AI, which is optional.
 */
@NullMarked
package com.gt8004.sdk.springai;

import org.jspecify.annotations.NullMarked;
