package com.gt8004.sdk.spring;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.capture.Redaction;
import com.gt8004.sdk.exchange.ExchangeCapture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** The WebFlux filter, before all others. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnAgent.class)
@ConditionalOnClass({WebFilter.class, Mono.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class ReactiveCapture {
  private static final Logger LOG = LoggerFactory.getLogger(GT8004AutoConfiguration.class);

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  @ConditionalOnMissingBean(GT8004WebFilter.class)
  WebFilter gt8004WebFilter(
      GT8004Logger logger,
      GT8004Properties settings,
      ObjectProvider<Redaction> rules,
      ObjectProvider<GT8004WebFilterCustomizer> customizers) {
    try {
      ExchangeCapture.Builder builder = ExchangeCapture.builder(logger)
          .excludePaths(settings.excluded())
          .trustedProxies(settings.proxies())
          .customerClaim(settings.claim());
      rules.ifUnique(builder::redaction);
      customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
      return new GT8004WebFilter(builder.build());
    } catch (IllegalArgumentException refused) {
      LOG.warn("GT8004 captures no requests: {}", refused.getMessage());
      return (exchange, chain) -> chain.filter(exchange);
    }
  }
}
