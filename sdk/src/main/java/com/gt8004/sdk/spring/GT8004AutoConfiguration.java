package com.gt8004.sdk.spring;

import com.gt8004.sdk.GT8004Logger;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Gives an application its {@link GT8004Logger}, closed together with the context, and registers what
 * captures its requests outside of everything else. Each bean gives way to one of the application's own.
 * {@code gt8004.enabled=false} switches all of it off; a missing agent id, wrong settings and a folder
 * that cannot be used are told of once and stop nothing.
 */
@AutoConfiguration
@EnableConfigurationProperties(GT8004Properties.class)
@Import({
  ServletCapture.class,
  ReactiveCapture.class,
  LoggerMetrics.class,
  LoggerHealth3.class,
  LoggerHealth4.class,
  LoggerInfo.class,
  ToolObservation.class
})
public class GT8004AutoConfiguration {
  /** For Spring. */
  public GT8004AutoConfiguration() {}

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  GT8004Logger gt8004Logger(GT8004Properties settings, Environment environment) {
    if (OnAgent.isOff(environment)) {
      return LoggerSource.closed();
    }
    if (!OnAgent.hasAgent(environment)) {
      LoggerSource.warnOfMissingAgent();
      return LoggerSource.closed();
    }
    return LoggerSource.of(settings);
  }
}
