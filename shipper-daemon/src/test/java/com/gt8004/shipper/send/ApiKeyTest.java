package com.gt8004.shipper.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiKeyTest {
  @Test
  void header_carriesTheKeyAndDoesNotPrintIt() {
    ApiKey key = ApiKey.parse("  gt8004_sk_1 ");
    assertThat(key).isNotNull();
    assertThat(key.header().getValue()).isEqualTo("Bearer gt8004_sk_1");
    assertThat(key.header()).hasToString("Authorization: ***");
    assertThat(key).hasToString("***");
  }
}
