package com.gt8004.sdk.spring;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.capture.Redaction;
import com.gt8004.sdk.exchange.ToolCallCapture;
import com.gt8004.sdk.springai.GT8004ToolObservation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The tools that a model calls through Spring AI; Boot gives such beans to its observation registry. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnAgent.class)
@ConditionalOnClass({ToolCallingObservationContext.class, ObservationHandler.class})
class ToolObservation {
  @Bean
  @ConditionalOnMissingBean
  GT8004ToolObservation gt8004ToolObservation(
      GT8004Logger logger, ObjectProvider<Redaction> rules) {
    ToolCallCapture.Builder builder = ToolCallCapture.builder(logger);
    rules.ifUnique(builder::redaction);
    return new GT8004ToolObservation(builder.build());
  }

  @Bean
  static BeanPostProcessor gt8004ToolErrors() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof ToolExecutionExceptionProcessor processor
            ? GT8004ToolObservation.reporting(processor)
            : bean;
      }
    };
  }
}
