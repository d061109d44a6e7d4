package com.gt8004.sdk.spring;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.micrometer.GT8004LoggerMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The logger's meters; Boot binds every such bean to its registries. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnAgent.class)
@ConditionalOnClass(MeterBinder.class)
class LoggerMetrics {
  @Bean
  @ConditionalOnMissingBean
  GT8004LoggerMetrics gt8004LoggerMetrics(GT8004Logger logger) {
    return new GT8004LoggerMetrics(logger);
  }
}
