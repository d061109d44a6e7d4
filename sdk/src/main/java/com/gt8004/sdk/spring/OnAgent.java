package com.gt8004.sdk.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches where capture is on and an agent has a name. */
final class OnAgent extends SpringBootCondition {
  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    ConditionMessage.Builder message = ConditionMessage.forCondition("GT8004 capture");
    Environment settings = context.getEnvironment();
    if (isOff(settings)) {
      return ConditionOutcome.noMatch(message.because("gt8004.enabled is false"));
    }
    return hasAgent(settings)
        ? ConditionOutcome.match(message.because("gt8004.agent-id is set"))
        : ConditionOutcome.noMatch(message.because("gt8004.agent-id is not set"));
  }

  static boolean isOff(Environment settings) {
    return "false"
        .equalsIgnoreCase(settings.getProperty("gt8004.enabled", "true").strip());
  }

  static boolean hasAgent(Environment settings) {
    return !settings.getProperty("gt8004.agent-id", "").isBlank();
  }
}
