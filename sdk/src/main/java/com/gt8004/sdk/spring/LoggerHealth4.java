package com.gt8004.sdk.spring;

import com.gt8004.sdk.GT8004Logger;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * The health component {@code gt8004} of Boot 4. Never DOWN: an application that serves its requests
 * must not be taken out of service because they are not logged.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnAgent.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnProperty(name = "management.health.gt8004.enabled", matchIfMissing = true)
class LoggerHealth4 {
  @Bean
  @ConditionalOnMissingBean(name = "gt8004HealthIndicator")
  HealthIndicator gt8004HealthIndicator(GT8004Logger logger) {
    return () -> (LoggerDetails.usable(logger.stats()) ? Health.up() : Health.unknown())
        .withDetails(LoggerDetails.of(logger))
        .build();
  }
}
