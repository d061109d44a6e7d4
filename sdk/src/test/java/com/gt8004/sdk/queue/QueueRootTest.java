package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueRootTest {
  @TempDir
  Path root;

  @Test
  void queues_areTheFoldersWithADescriptor() throws IOException {
    new QueueRoot(root).queue("b").create("b", EpochClock.system());
    new QueueRoot(root).queue("a").create("a", EpochClock.system());
    Files.createDirectory(root.resolve("no-queue"));
    Files.createFile(root.resolve("file"));
    assertThat(new QueueRoot(root).queues())
        .extracting(QueueDirectory::name)
        .containsExactly("a", "b");
  }

  @Test
  void queues_holdOneThatCannotBeLookedInto() throws IOException {
    Path folder = Files.createDirectory(root.resolve("closed"));
    // A link to itself: whether it exists cannot be said, as with a folder that we may not enter.
    Files.createSymbolicLink(folder.resolve("queue.json"), folder.resolve("queue.json"));
    assertThat(new QueueRoot(root).queues())
        .extracting(QueueDirectory::name)
        .containsExactly("closed");
  }

  @Test
  void queues_ofARootThatDoesNotExistAreNone() throws IOException {
    assertThat(new QueueRoot(root.resolve("absent")).queues()).isEmpty();
  }

  @Test
  void resolve_prefersWhatWasGivenThenTheEnvironment() {
    Map<String, String> environment = Map.of("GT8004_QUEUE_ROOT", "/from/environment");
    assertThat(QueueRoot.resolve(root, environment).path()).isEqualTo(root);
    assertThat(QueueRoot.resolve(null, environment).path()).isEqualTo(Path.of("/from/environment"));
  }
}
