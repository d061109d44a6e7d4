package com.gt8004.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.testing.ManualClock;
import com.gt8004.analytics.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyRingIT {
  @Test
  void agentOf_remembersAKeyForNoLongerThanTheLimit() throws Exception {
    TestService service = TestService.shared();
    String key = service.addAgent("ringed");
    AgentStore agents = new AgentStore(service.database());
    ManualClock clock = new ManualClock(Instant.parse("2026-11-22T09:00:00Z"));
    KeyRing ring = new KeyRing(agents, clock);
    assertThat(ring.agentOf(key)).isEqualTo("ringed");
    agents.revoke(agents.validKeysLike(key));
    clock.advance(KeyRing.AGE_MAX.minusNanos(1));
    assertThat(ring.agentOf(key)).as("still remembered").isEqualTo("ringed");
    clock.advance(Duration.ofNanos(1));
    assertThat(ring.agentOf(key)).isNull();
  }
}
