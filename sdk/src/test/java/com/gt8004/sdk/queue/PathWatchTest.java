package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathWatchTest {
  @TempDir
  Path folder;

  private long millis = 1_000;
  private final PathWatches watches = new PathWatches(new EpochClock() {
    @Override
    public long epochMicros() {
      return 0; // a wall clock plays no part
    }

    @Override
    public long nanoTime() {
      return TimeUnit.MILLISECONDS.toNanos(millis);
    }
  });

  @Test
  void isNews_untilTheSameStampWasLookedAtTwoSecondsLater() {
    PathWatch watch = watches.on(folder);
    assertThat(isNewsAt(watch, 0)).as("never looked").isTrue();
    assertThat(isNewsAt(watch, 1_999)).as("maybe the same tick").isTrue();
    assertThat(isNewsAt(watch, 2_500)).as("the look that counts").isTrue();
    assertThat(isNewsAt(watch, 2_501)).isFalse();
    assertThat(isNewsAt(watch, 62_499)).isFalse();
    assertThat(isNewsAt(watch, 62_500)).as("a minute after the last look").isTrue();
    assertThat(isNewsAt(watch, 62_501)).isFalse();
    assertThat(watches.asked()).isEqualTo(7);
    assertThat(watches.news()).isEqualTo(4);
  }

  /** What is made right after a look has the same stamp as what that look saw, where ticks are long. */
  @Test
  void change_inTheTickOfTheLookIsSeen() throws Exception {
    for (int round = 0; round < 50; round++) {
      Path child = Files.createDirectory(folder.resolve("folder-" + round));
      PathWatch watch = watches.on(child);
      List<Path> seen = new ArrayList<>();
      for (int look = 0; look < 5; look++) {
        if (isNewsAt(watch, 1_000 * look)) {
          seen = list(child);
        }
        if (look == 0) {
          Files.createFile(child.resolve("late"));
        }
      }
      assertThat(seen).hasSize(1);
      assertThat(isNewsAt(watch, 5_000)).isFalse();
    }
  }

  @Test
  void isNews_afterEveryKindOfChange() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "one");
    Path moved = folder.resolve("moved");
    assertNews(folder, () -> Files.createFile(folder.resolve("more")));
    assertNews(folder, () -> Files.delete(folder.resolve("more")));
    assertNews(file, () -> Files.writeString(file, "two"));
    assertNews(
        file,
        () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----")));
    assertNews(file, () -> Files.move(file, moved));
    assertThat(watches.on(file).isNews()).isTrue();
  }

  @Test
  void whatIsNotThere_isAlwaysNews() throws Exception {
    Path absent = folder.resolve("absent");
    PathWatch watch = watches.on(absent);
    for (int second = 0; second < 10; second++) {
      assertThat(isNewsAt(watch, 1_000 * second)).isTrue();
    }
  }

  @Test
  void forget_makesTheNextLookCount() {
    PathWatch watch = settled(folder);
    watch.forget();
    assertThat(watch.isNews()).isTrue();
    assertThat(watch.isNews()).as("its two seconds begin again").isTrue();
  }

  private interface Change {
    void make() throws Exception;
  }

  /** A tick of the file system may pass before the stamp moves. */
  private void assertNews(Path path, Change change) throws Exception {
    long before = Files.getLastModifiedTime(folder).toMillis();
    while (System.currentTimeMillis() - before < 50) {
      Thread.onSpinWait();
    }
    PathWatch watch = settled(path);
    change.make();
    assertThat(watch.isNews()).isTrue();
  }

  private PathWatch settled(Path path) {
    PathWatch watch = watches.on(path);
    boolean unused = watch.isNews();
    millis += 2_000;
    assertThat(watch.isNews()).isTrue();
    assertThat(watch.isNews()).isFalse();
    return watch;
  }

  private boolean isNewsAt(PathWatch watch, long afterMillis) {
    millis = 1_000 + afterMillis;
    return watch.isNews();
  }

  private static List<Path> list(Path folder) throws Exception {
    try (Stream<Path> names = Files.list(folder)) {
      return names.toList();
    }
  }
}
