package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDescriptor;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.send.ApiKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  @TempDir
  Path folder;

  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void setUp() throws Exception {
    Files.createDirectories(folder.resolve("keys"));
    settings.put("keys_dir", folder.resolve("keys").toString());
  }

  @Test
  void oneKey_servesTheOldestQueueAndNoOther() {
    settings.put("api_key", "the-one");
    KeyRing ring = ring();
    ring.bind(List.of(queue("young", 5), queue("old", 1), queue("middle", 3)));
    assertThat(ring.keyOf("old", "old").key()).isEqualTo(ApiKey.parse("the-one"));
    assertThat(ring.keyOf("young", "young").condition().state()).isEqualTo(ShipperState.NO_KEY);
    ring.bind(List.of(queue("ancient", 0)));
    assertThat(ring.keyOf("ancient", "ancient").key()).as("it stays bound").isNull();
  }

  @Test
  void oneKey_servesTheConfiguredAgent() {
    settings.put("api_key", "the-one");
    settings.put("agent_id", "young");
    KeyRing ring = ring();
    ring.bind(List.of(queue("young", 5), queue("old", 1)));
    assertThat(ring.keyOf("young", "young").key()).isNotNull();
    assertThat(ring.keyOf("old", "old").key()).isNull();
  }

  @Test
  void neighbourThatCannotBeRead_keepsNoKeyFromTheOthers() throws Exception {
    settings.put("api_key", "the-one");
    QueueRoot root = new QueueRoot(folder.resolve("queues"));
    for (String name : List.of("bad", "good")) {
      Files.createDirectories(root.queue(name).path());
      Files.write(root.queue(name).descriptorFile(), queue(name, 1).toJson());
    }
    Files.writeString(root.queue("bad").descriptorFile(), "{");
    KeyRing ring = ring();
    ring.bindBeside(root.queue("good"));
    assertThat(ring.keyOf("good", "good").key()).isEqualTo(ApiKey.parse("the-one"));
  }

  @Test
  void fileOfTheQueue_comesFirst() throws Exception {
    settings.put("api_key", "the-one");
    settings.put("agent_id", "a b");
    TestFiles.secret(folder.resolve("keys/a%20b"), " its-own\n");
    assertThat(ring().keyOf("a%20b", "a b").key()).isEqualTo(ApiKey.parse("its-own"));
  }

  @Test
  void keyFile_isReadAgainEachTime() throws Exception {
    Path file = TestFiles.secret(folder.resolve("key"), "first");
    settings.put("api_key_file", file.toString());
    settings.put("agent_id", "a");
    KeyRing ring = ring();
    assertThat(ring.keyOf("a", "a").key()).isEqualTo(ApiKey.parse("first"));
    Files.writeString(file, "second");
    assertThat(ring.keyOf("a", "a").key()).isEqualTo(ApiKey.parse("second"));
    Files.delete(file);
    assertThat(ring.keyOf("a", "a").condition().cause())
        .contains(file.toString(), "does not exist");
  }

  @Test
  void worldReadableFile_isRefused() throws Exception {
    Path file = TestFiles.mode(TestFiles.secret(folder.resolve("keys/a"), "key"), "rw-r--r--");
    assertThat(ring().keyOf("a", "a").condition().cure()).isEqualTo("run: chmod o= " + file);
  }

  @Test
  void fileWithoutAKey_isNamed() throws Exception {
    for (String content : List.of("", "  \n", "two keys", "x".repeat(600), "k".repeat(5_000))) {
      TestFiles.secret(folder.resolve("keys/a"), content);
      KeyRing.Lookup found = ring().keyOf("a", "a");
      assertThat(found.key()).isNull();
      assertThat(found.condition().cause()).contains("keys/a");
    }
  }

  @Test
  void missingKey_namesTheFileToCreate() {
    assertThat(ring().keyOf("a%2Fb", "a/b").condition().cure())
        .contains(folder.resolve("keys/a%2Fb").toString());
  }

  private KeyRing ring() {
    return new KeyRing(
        ShipperConfig.load(null, settings, Map.of()).config(),
        new PathWatches(EpochClock.system()));
  }

  private static QueueDescriptor queue(String agent, int day) {
    return new QueueDescriptor(1, agent, Instant.EPOCH.plusSeconds(86_400L * day));
  }
}
