package com.gt8004.sdk.queue.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.LogLines;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.FileSystemKind;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemCheckTest {
  private static final AppendLimits LIMITS = AppendLimits.DEFAULT.withDiskFreeMin(0);

  @TempDir
  Path root;

  @Test
  void ext4AndXfs_areTakenSilently() throws IOException {
    try (LogLines lines = new LogLines(FileSystemCheck.class.getName())) {
      check("ext4").beforeBirth();
      check("xfs").beforeBirth();
      assertThat(lines.warnings()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmpfs", "overlay", "btrfs", "zfs", "somefs"})
  void weakerOnes_areWarnedOfByNameOnce(String type) throws IOException {
    try (LogLines lines = new LogLines(FileSystemCheck.class.getName())) {
      FileSystemCheck check = check(type);
      check.beforeBirth();
      check.beforeBirth();
      assertThat(lines.warnings()).hasSize(1);
      assertThat(lines.warnings().get(0))
          .contains(
              root + " lies on " + type + ": ", FileSystemKind.ofType(type).withdrawn());
    }
  }

  @Test
  void networkOnes_areRefusedUnlessAllowed() throws IOException {
    assertThatThrownBy(() -> check("nfs4").beforeBirth())
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(root + " lies on nfs4", "ext4 or xfs", "allow_file_system: nfs4");
    try (LogLines lines = new LogLines(FileSystemCheck.class.getName())) {
      new FileSystemCheck(root, Set.of("nfs"), path -> FileSystemKind.ofType("nfs4")).beforeBirth();
      assertThat(lines.warnings()).hasSize(1);
      assertThat(lines.warnings().get(0)).contains("nfs4: file locks");
    }
  }

  @Test
  void anAppender_refusesThereMakesNothingAndSaysWhy() {
    QueueDirectory queue = new QueueDirectory(root.resolve("q"));
    try (LogLines lines = new LogLines(QueueAppender.class.getName());
        QueueAppender appender = on("fuse.sshfs", queue, LIMITS)) {
      for (int i = 0; i < 10; i++) {
        assertThat(append(appender)).isEqualTo(Refusal.UNUSABLE.code());
      }
      assertThat(queue.path()).doesNotExist();
      assertThat(appender.unusableReason())
          .contains(queue.path() + " lies on fuse.sshfs", "allow_file_system");
      assertThat(lines.warnings()).hasSize(1);
      assertThat(lines.warnings().get(0)).contains("fuse.sshfs");
      assertThat(appender.journalsBegun()).isZero();
    }
  }

  @Test
  void anAppender_thatIsAllowedTo_appends() {
    QueueDirectory queue = new QueueDirectory(root.resolve("q"));
    AppendLimits limits = LIMITS.withAllowedFileSystems(Set.of("fuse"));
    try (QueueAppender appender = on("fuse.sshfs", queue, limits)) {
      assertThat(append(appender)).isZero();
      assertThat(appender.unusableReason()).isNull();
      assertThat(appender.journalsBegun()).isEqualTo(1);
    }
  }

  private FileSystemCheck check(String type) {
    return new FileSystemCheck(root, Set.of(), path -> FileSystemKind.ofType(type));
  }

  private static QueueAppender on(String type, QueueDirectory queue, AppendLimits limits) {
    return new QueueAppender(
        queue, "q", "test", limits, EpochClock.system(), path -> FileSystemKind.ofType(type));
  }

  private static long append(QueueAppender appender) {
    return appender.append(new byte[Envelope.HEADER_BYTES + 10], 10, 0, null);
  }
}
