package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLockTest {
  @TempDir
  Path folder;

  @Test
  void tryAcquire_isExclusiveUntilClosed() throws IOException {
    Path file = folder.resolve("owner.lock");
    assertThat(OwnerLock.isHeld(file)).isFalse();
    try (OwnerLock lock = OwnerLock.tryAcquire(file)) {
      assertThat(lock).isNotNull();
      assertThat(OwnerLock.tryAcquire(file)).isNull();
      assertThat(OwnerLock.isHeld(file)).isTrue();
    }
    assertThat(OwnerLock.isHeld(file)).isFalse();
  }

  @Test
  void isHeld_inTheSameProcessDoesNotBreakTheLock() throws Exception {
    Path file = folder.resolve("owner.lock");
    try (OwnerLock lock = OwnerLock.tryAcquire(file)) {
      assertThat(lock).isNotNull();
      for (int i = 0; i < 3; i++) {
        assertThat(OwnerLock.isHeld(file)).isTrue();
      }
      assertThat(probeFromAnotherProcess(file)).isEqualTo("held");
    }
    assertThat(probeFromAnotherProcess(file)).isEqualTo("free");
  }

  @Test
  void isHeld_fromAnotherClassLoaderDoesNotBreakTheLock() throws Exception {
    Path file = folder.resolve("owner.lock");
    URL[] classPath = Arrays.stream(
            System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .map(OwnerLockTest::url)
        .toArray(URL[]::new);
    try (OwnerLock lock = OwnerLock.tryAcquire(file);
        URLClassLoader stranger =
            new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      assertThat(lock).isNotNull();
      Class<?> copy = stranger.loadClass(OwnerLock.class.getName());
      assertThat(copy).isNotSameAs(OwnerLock.class);
      assertThat(copy.getMethod("isHeld", Path.class).invoke(null, file)).isEqualTo(true);
      assertThat(probeFromAnotherProcess(file)).isEqualTo("held");
    }
  }

  @Test
  void tryAcquire_succeedsWhileOthersOnlyAsk() throws Exception {
    Path file = folder.resolve("shipper.lock");
    OwnerLock.tryAcquire(file).close();
    Process asking = start(AskForEver.class, file);
    try {
      assertThat(asking.inputReader().readLine()).isEqualTo("asking");
      for (int i = 0; i < 2_000; i++) {
        try (OwnerLock lock = OwnerLock.tryAcquire(file)) {
          assertThat(lock).as("attempt %d", i).isNotNull();
        }
      }
    } finally {
      asking.destroyForcibly().waitFor();
    }
  }

  @Test
  void moveFolder_keepsTheLockUnderTheNewName() throws Exception {
    Path cradle = Files.createDirectory(folder.resolve(".new-1"));
    Path home = folder.resolve("1");
    try (OwnerLock lock = OwnerLock.tryAcquire(cradle.resolve("owner.lock"))) {
      assertThat(lock).isNotNull();
      lock.moveFolder(cradle, home);
      assertThat(OwnerLock.isHeld(home.resolve("owner.lock"))).isTrue();
      assertThat(probeFromAnotherProcess(home.resolve("owner.lock"))).isEqualTo("held");
    }
  }

  private static String probeFromAnotherProcess(Path file) throws Exception {
    Process probe = start(LockProbe.class, file);
    String answer = new String(probe.getInputStream().readAllBytes()).strip();
    assertThat(probe.waitFor()).isZero();
    return answer;
  }

  private static Process start(Class<?> main, Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  /** The other process. */
  static final class LockProbe {
    public static void main(String[] args) throws IOException {
      System.out.println(OwnerLock.isHeld(Path.of(args[0])) ? "held" : "free");
    }
  }

  /** A process that asks without end whether the lock is held. */
  static final class AskForEver {
    public static void main(String[] args) throws IOException {
      System.out.println("asking");
      while (true) {
        OwnerLock.isHeld(Path.of(args[0]));
      }
    }
  }
}
