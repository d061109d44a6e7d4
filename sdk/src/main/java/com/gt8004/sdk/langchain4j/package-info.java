/**
 * Capture of the tools that a model calls through LangChain4j's AI services. The only package that knows
 * LangChain4j, which is optional.
 */
@NullMarked
package com.gt8004.sdk.langchain4j;

import org.jspecify.annotations.NullMarked;
