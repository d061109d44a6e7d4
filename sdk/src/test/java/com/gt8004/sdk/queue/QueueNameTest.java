package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueNameTest {
  @ParameterizedTest
  @CsvSource({
    "my-agent, my-agent",
    "1-a2b3c4, 1-a2b3c4",
    "'a/b', a%2Fb",
    "'..', %2E.",
    "'.hidden', %2Ehidden",
    "'100%', 100%25",
    "안녕, %EC%95%88%EB%85%95",
  })
  void of_encodesWhatAFolderCannotBeNamed(String agentId, String name) {
    assertThat(QueueName.of(agentId)).isEqualTo(name);
  }

  @Test
  void of_shortensLongIdsAndKeepsThemApart() {
    String one = QueueName.of("x".repeat(300) + "1");
    String two = QueueName.of("x".repeat(300) + "2");
    assertThat(one).hasSize(167).startsWith("x".repeat(150) + "-").isNotEqualTo(two);
    assertThat(QueueName.of("x".repeat(200))).isEqualTo("x".repeat(200));
  }
}
