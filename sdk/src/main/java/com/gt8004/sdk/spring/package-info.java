/**
 * Auto-configuration for Spring Boot 3 and 4: with the SDK on the class path and an agent id, every
 * request of a Spring MVC, servlet or WebFlux application is logged. The only package that knows Spring,
 * which is optional; compiled against Boot 3, whose classes it uses are the same in Boot 4 but for health.
 */
@NullMarked
package com.gt8004.sdk.spring;

import org.jspecify.annotations.NullMarked;
