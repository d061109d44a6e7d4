package com.gt8004.sdk.spring;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.capture.Redaction;
import com.gt8004.sdk.servlet.GT8004Filter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** The servlet filter, before all others, so that it sees what they answer and what they were paid. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnAgent.class)
@ConditionalOnClass({Filter.class, FilterRegistrationBean.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ServletCapture {
  private static final Logger LOG = LoggerFactory.getLogger(GT8004AutoConfiguration.class);

  @Bean
  @ConditionalOnMissingBean(GT8004Filter.class)
  FilterRegistrationBean<Filter> gt8004Filter(
      GT8004Logger logger,
      GT8004Properties settings,
      ObjectProvider<Redaction> rules,
      ObjectProvider<GT8004FilterCustomizer> customizers) {
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>();
    registration.setName("gt8004Filter");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setAsyncSupported(true);
    registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
    try {
      GT8004Filter.Builder builder = GT8004Filter.builder(logger)
          .excludePaths(settings.excluded().toArray(String[]::new))
          .trustedProxies(settings.proxies().toArray(String[]::new))
          .customerClaim(settings.claim());
      rules.ifUnique(builder::redaction);
      customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
      registration.setFilter(builder.build());
    } catch (IllegalArgumentException refused) {
      LOG.warn("GT8004 captures no requests: {}", refused.getMessage());
      registration.setFilter((request, response, chain) -> chain.doFilter(request, response));
    }
    return registration;
  }
}
