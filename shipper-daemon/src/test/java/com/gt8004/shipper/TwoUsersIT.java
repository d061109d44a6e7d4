package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.tail.CycleHeads;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Application and shipper as two users of one group, as the installed product runs. */
@Timeout(90)
class TwoUsersIT {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  // Nobody's: no name is needed for any of them.
  private static final int APPLICATION = 30_801;
  private static final int SHIPPER = 30_802;
  private static final int GROUP = 30_800;
  private static final int ENTRIES = 60;

  @TempDir
  Path folder;

  @Test
  void applicationAndShipperOfOneGroup_shipAndPrune() throws Exception {
    assumeTrue(isRoot(), "needs root, to become two other users");
    assumeTrue(Files.isExecutable(SETPRIV), "needs " + SETPRIV + " (util-linux)");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    String classPath = readableClassPath();
    Path root = Files.createDirectory(folder.resolve("queues"));
    Files.setAttribute(root, "unix:gid", GROUP);
    Files.setAttribute(root, "unix:mode", 02770);
    try (IngestDouble server = new IngestDouble()) {
      Process application = application(classPath, root);
      try (BufferedReader says =
          new BufferedReader(new java.io.InputStreamReader(application.getInputStream()))) {
        assertThat(says.readLine()).isEqualTo("appended");
        try (ShipperChild shipper = ShipperChild.start(
            as(SHIPPER),
            classPath,
            root,
            server.url(),
            Map.of("GT8004_RETENTION_AGE", "0s", "GT8004_FLUSH_INTERVAL", "50ms"))) {
          eventually(shipper, () -> server.table().size() == ENTRIES);
          JournalDirectory journal =
              new QueueRoot(root).queue(ShipperRig.AGENT).journals().get(0);
          assertThat(owner(journal.checkpointFile())).isEqualTo(APPLICATION);
          eventually(shipper, () -> CheckpointFile.peek(journal).firstUnsettled() == ENTRIES);
          eventually(shipper, () -> firstOnDisk(journal) >= ENTRIES - ModelWriter.PER_CYCLE - 1);
        }
      } finally {
        application.destroyForcibly().waitFor();
      }
    }
  }

  private static Process application(String classPath, Path root) throws IOException {
    List<String> command = new ArrayList<>(as(APPLICATION));
    command.addAll(List.of("-cp", classPath, Application.class.getName(), root.toString()));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> as(int user) {
    return List.of(
        SETPRIV.toString(),
        "--reuid=" + user,
        "--regid=" + GROUP,
        "--clear-groups",
        "--",
        ShipperChild.java(),
        "-XX:TieredStopAtLevel=1");
  }

  /** Copies of all that this class needs: where this was built others may not look. */
  private String readableClassPath() throws IOException {
    Path copies = Files.createDirectory(folder.resolve("lib"));
    List<String> copied = new ArrayList<>();
    for (String each : ShipperChild.classPath().split(File.pathSeparator)) {
      Path from = Path.of(each);
      if (Files.exists(from)) {
        Path to = copies.resolve(copied.size() + "-" + from.getFileName());
        try (Stream<Path> files = Files.walk(from)) {
          for (Path file : files.toList()) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
          }
        }
        copied.add(to.toString());
      }
    }
    try (Stream<Path> all = Files.walk(copies)) {
      for (Path file : all.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return String.join(File.pathSeparator, copied);
  }

  /** Where its files begin; 0 if the first is removed just now. */
  private static long firstOnDisk(JournalDirectory journal) throws IOException {
    try {
      return CycleHeads.firstSequence(CycleHeads.of(journal).get(0));
    } catch (FileNotFoundException prunedMeanwhile) {
      return 0;
    }
  }

  private static boolean isRoot() throws IOException {
    return owner(Path.of("/proc/self")) == 0;
  }

  private static int owner(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid");
  }

  private static void eventually(ShipperChild shipper, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(shipper.said()).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** The application: appends over many cycle files and lives on. */
  static final class Application {
    public static void main(String[] arguments) throws IOException {
      try (ModelWriter writer = new ModelWriter(
          new QueueRoot(Path.of(arguments[0])).queue(ShipperRig.AGENT),
          QueueLimits.DEFAULT.withDiskFreeMin(0),
          EpochClock.system())) {
        for (int i = 0; i < ENTRIES; i++) {
          writer.append("r" + i, "fine");
        }
        System.out.println("appended");
        byte[] unused = System.in.readAllBytes();
      }
    }
  }
}
