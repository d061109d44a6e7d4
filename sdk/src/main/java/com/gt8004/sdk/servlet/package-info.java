/**
 * The middleware for jakarta.servlet 5 and 6: {@link com.gt8004.sdk.servlet.GT8004Filter} logs each
 * request once, copying the first bytes of its bodies as they flow past. The only package that knows
 * the servlet API, which is optional: the rest of the SDK works without it on the class path.
 */
@NullMarked
package com.gt8004.sdk.servlet;

import org.jspecify.annotations.NullMarked;
