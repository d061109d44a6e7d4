package com.gt8004.sdk.spring;

import com.gt8004.sdk.GT8004Logger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The part {@code gt8004} of Actuator's info: whose requests are logged, and how many were. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnAgent.class)
@ConditionalOnClass(InfoContributor.class)
@ConditionalOnProperty(name = "management.info.gt8004.enabled", matchIfMissing = true)
class LoggerInfo {
  @Bean
  @ConditionalOnMissingBean(name = "gt8004InfoContributor")
  InfoContributor gt8004InfoContributor(GT8004Logger logger, GT8004Properties settings) {
    return info -> {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("agentId", String.valueOf(settings.agentId()));
      details.put("appended", logger.stats().appended());
      info.withDetail("gt8004", details);
    };
  }
}
