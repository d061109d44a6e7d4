package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockLookTest {
  @TempDir
  Path folder;

  private Path file;
  private LockLook look;

  @BeforeEach
  void setUp() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path alias = Files.createSymbolicLink(folder.resolve("alias"), real);
    file = real.resolve("owner.lock");
    look = new LockLook(alias.resolve("owner.lock"));
  }

  @Test
  void isHeld_followsTheLockThroughWhicheverPath() throws Exception {
    assertThat(look.isHeld()).as("no file").isFalse();
    for (int round = 0; round < 3; round++) {
      try (OwnerLock lock = OwnerLock.tryAcquire(file)) {
        assertThat(lock).isNotNull();
        assertThat(look.isHeld()).isTrue();
        assertThat(look.isHeld()).as("the look did not drop it").isTrue();
      }
      assertThat(look.isHeld()).isFalse();
    }
  }

  @Test
  void isHeld_ofAFileThatIsGoneAndComesBack() throws Exception {
    Files.createFile(file);
    assertThat(look.isHeld()).isFalse();
    Files.delete(file);
    assertThat(look.isHeld()).isFalse();
    try (OwnerLock lock = OwnerLock.tryAcquire(file)) {
      assertThat(lock).isNotNull();
      assertThat(look.isHeld()).isTrue();
    }
  }
}
