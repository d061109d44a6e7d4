package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.cli.LauncherFixture.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher with a Maven and a Java that are scripts. */
class LauncherTest {
  @TempDir
  Path folder;

  private LauncherFixture tree;

  @BeforeEach
  void setUp() throws Exception {
    tree = new LauncherFixture(folder);
  }

  @Test
  void firstStart_buildsRuntimeModulesOnly_andHandsArgumentsOn() throws Exception {
    Ran ran = tree.run("status", "--queue-root", "/a b");

    assertThat(ran.exitCode()).isZero();
    assertThat(tree.buildArguments())
        .containsExactly(
            "-B -Dquick=programs -pl sdk,shipper-daemon,analytics-service,cli package");
    assertThat(ran.out())
        .contains("argument -jar\nargument " + tree.root + "/cli/target/gt8004-cli.jar\n"
            + "argument status\nargument --queue-root\nargument /a b\n")
        .contains("argument -Dgt8004.shipper.jar=" + tree.root
            + "/shipper-daemon/target/gt8004-shipper.jar\n")
        .contains("argument -Dgt8004.analytics.jar=" + tree.root
            + "/analytics-service/target/gt8004-analytics.jar\n")
        .doesNotContain("gt8004:");
    assertThat(ran.err())
        .contains("gt8004: building (the first build downloads about")
        .contains("gt8004: built");
  }

  @Test
  void secondStart_doesNotBuild_norNeedMaven() throws Exception {
    tree.run("status");
    tree.without("mvn");

    Ran ran = tree.run("status");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void classes_areKeptForLaterStarts_oncePerJavaAndBuild() throws Exception {
    tree.with("FAKE_ARCHIVE", "classes");
    String option = "argument -XX:SharedArchiveFile=" + tree.root
        + "/target/classes-17.0.15.jsa\nargument -Xlog:disable\n";

    assertThat(tree.run("status").out()).contains(option);
    assertThat(tree.with("FAKE_ARCHIVE", "").run("status").out())
        .as("made once")
        .contains(option);
    LauncherFixture.edit(tree.root.resolve("cli/target/gt8004-cli.jar"));
    assertThat(tree.run("status").out())
        .as("a new build, and this Java does not make any")
        .doesNotContain("SharedArchiveFile");
  }

  @Test
  void javaThatCannotKeepClasses_isUsedAsItIs_andNotAskedAgain() throws Exception {
    tree.with("FAKE_ARCHIVE", "half").with("FAKE_ARCHIVE_EXIT", "1");

    Ran ran = tree.run("status");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("argument status").doesNotContain("SharedArchiveFile");
    assertThat(tree.with("FAKE_ARCHIVE_EXIT", "0").run("status").out())
        .doesNotContain("SharedArchiveFile");
  }

  @Test
  void exitCode_isTheCommands() throws Exception {
    assertThat(tree.with("FAKE_EXIT", "3").run("verify").exitCode()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "pom.xml",
    ".mvn",
    "sdk/pom.xml",
    "sdk/src/main/java/A.java",
    "shipper-daemon/src/main/java/A.java",
    "analytics-service/pom.xml",
    "cli/src/main/java",
    "cli/src/main/java/A.java"
  })
  void newerSource_isBuiltAgain(String source) throws Exception {
    tree.run("status");
    LauncherFixture.edit(tree.root.resolve(source));

    Ran ran = tree.run("status");

    assertThat(tree.builds()).isEqualTo(2);
    assertThat(ran.err()).contains("building, sources have changed");
  }

  @Test
  void newerTest_isNoReasonToBuild() throws Exception {
    tree.run("status");
    Path test = Files.createDirectories(tree.root.resolve("cli/src/test")).resolve("ATest.java");
    Files.writeString(test, "class ATest {}");
    LauncherFixture.edit(test);

    tree.run("status");

    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void deletedSource_isBuiltAgain() throws Exception {
    tree.run("status");
    Path sources = tree.root.resolve("sdk/src/main/java");
    Files.delete(sources.resolve("A.java"));
    LauncherFixture.edit(sources);

    tree.run("status");

    assertThat(tree.builds()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "cli/target/gt8004-cli.jar",
    "shipper-daemon/target/gt8004-shipper.jar",
    "analytics-service/target/gt8004-analytics.jar",
    "target/launcher.stamp",
    "cli/target/lib"
  })
  void missingPart_isBuiltAgain(String part) throws Exception {
    tree.run("status");
    Files.delete(tree.root.resolve(part));

    tree.run("status");

    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void sourceEditedDuringBuild_isBuiltAgain() throws Exception {
    Process building = tree.with("FAKE_SECONDS", "1").start(tree.root.resolve("gt8004"), "status");
    Poll.until("the build runs", () -> tree.builds() == 1);
    Files.setLastModifiedTime(
        tree.root.resolve("sdk/src/main/java/A.java"), FileTime.from(Instant.now()));
    LauncherFixture.await(building);

    tree.run("status");

    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void noMaven_isOneLineWithTheCure() throws Exception {
    Ran ran = tree.without("mvn").run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .hasLineCount(1)
        .contains("Maven is not on the PATH")
        .contains("apt install maven");
    assertThat(ran.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_292", "11.0.22", "16"})
  void mavenOnOldJava_isOneLineWithTheCure(String version) throws Exception {
    Ran ran = tree.with("FAKE_JAVA_VERSION", version).run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .hasLineCount(1)
        .contains("build with Java " + version)
        .contains("set JAVA_HOME to a JDK 17");
    assertThat(tree.builds()).isZero();
  }

  @Test
  void javaWithoutCompiler_isOneLineWithTheCure() throws Exception {
    Files.delete(folder.resolve("jdk/bin/javac"));

    Ran ran = tree.run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).contains("has no javac").contains("openjdk-17-jdk");
    assertThat(tree.builds()).isZero();
  }

  @Test
  void oldMaven_isOneLineWithTheCure() throws Exception {
    Ran ran = tree.with("FAKE_MAVEN_VERSION", "3.6.2").run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .hasLineCount(1)
        .contains("Maven 3.6.2 is too old; install 3.6.3 or newer");
  }

  @ParameterizedTest
  @CsvSource({"3.6.3", "3.10.1", "4.0.0-rc-3"})
  void newEnoughMaven_builds(String version) throws Exception {
    assertThat(tree.with("FAKE_MAVEN_VERSION", version).run("status").exitCode())
        .isZero();
  }

  @Test
  void brokenMaven_isOneLineWithItsWords() throws Exception {
    Ran ran = tree.with(
            "FAKE_MAVEN_BROKEN", "The JAVA_HOME environment variable is not defined correctly")
        .run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .hasLineCount(1)
        .contains("mvn -v fails: The JAVA_HOME environment")
        .contains("set JAVA_HOME");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Could not transfer artifact x: repo: Unknown host repo | no way to the Maven repository",
        "Could not transfer artifact x: Connection refused | no way to the Maven repository",
        "PKIX path building failed | certificate is not trusted",
        "Cannot access central in offline mode and the artifact | Maven is offline",
        "x.jar: No space left on device | the disk is full",
        "target/classes: Permission denied | belongs to another user",
        "COMPILATION ERROR : | the sources do not compile"
      })
  void failedBuild_tellsItsLastLinesCauseAndLog(String said, String cause) throws Exception {
    Ran ran = tree.with("FAKE_FAILURE", said).run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .contains(said)
        .contains("the build failed: ")
        .contains(cause)
        .contains("Whole log: " + tree.root + "/target/launcher-build.log");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void failedBuild_isTriedAgain() throws Exception {
    tree.with("FAKE_FAILURE", "no").run("status");

    Ran ran = tree.with("FAKE_FAILURE", "").run("status");

    assertThat(ran.exitCode()).isZero();
    assertThat(tree.builds()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_292", "16.0.2"})
  void oldJavaToRun_isOneLineWithTheCure(String version) throws Exception {
    tree.run("status");

    Ran ran = tree.with("FAKE_RUN_VERSION", version).run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .hasLineCount(1)
        .contains("is Java " + version)
        .contains("set JAVA_HOME to a JDK 17");
  }

  @Test
  void newerJavaThanTested_warnsAndGoesOn() throws Exception {
    Ran ran = tree.with("FAKE_RUN_VERSION", "26-ea").run("status");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).contains("Java 26-ea is newer than the newest tested (25); going on");
    assertThat(ran.out()).contains("argument status");
  }

  @Test
  void noJava_isOneLineWithTheCure() throws Exception {
    tree.run("status");

    Ran ran = tree.without("java").run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).contains("java is not on the PATH").contains("JAVA_HOME");
  }

  @Test
  void wrongJavaHome_isOneLineWithTheCure() throws Exception {
    tree.run("status");

    Ran ran = tree.with("JAVA_HOME", "/no/such").run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .hasLineCount(1)
        .contains("JAVA_HOME is /no/such, but /no/such/bin/java does not exist");
  }

  @ParameterizedTest
  @CsvSource({"'', C.UTF-8", "C, C.UTF-8", "POSIX, C.UTF-8", "ko_KR.UTF-8, ko_KR.UTF-8"})
  void locale_isUtf8WhereItWasNone(String given, String handedOn) throws Exception {
    assertThat(tree.with("LC_ALL", given).run("status").out())
        .startsWith("locale " + handedOn + "\n");
  }

  @Test
  void javaOptions_areHandedOn() throws Exception {
    assertThat(tree.with("GT8004_JAVA_OPTS", "-Xmx64m -Da=b").run("status").out())
        .contains("argument -Xmx64m\nargument -Da=b\n");
  }

  @Test
  void symbolicLinkToLauncher_findsTheTree() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("one"), Path.of("..", "a source tree", "gt8004"));
    Files.createSymbolicLink(bin.resolve("two"), bin.resolve("one"));

    Ran ran = LauncherFixture.await(tree.start(bin.resolve("two"), "status"));

    assertThat(ran.out()).contains("argument " + tree.root + "/cli/target/gt8004-cli.jar");
  }

  @Test
  void twoLaunchers_buildOnce() throws Exception {
    tree.with("FAKE_SECONDS", "2");
    Process first = tree.start(tree.root.resolve("gt8004"), "first");
    Poll.until("the first builds", () -> tree.builds() == 1);

    Ran second = tree.run("second");

    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).contains("waiting for process " + first.pid() + ", which is building");
    assertThat(second.out()).contains("argument second");
    assertThat(LauncherFixture.await(first).out()).contains("argument first");
    assertThat(tree.builds()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"999999999", "1"})
  void lockOfDeadLauncher_isRemoved(String pid) throws Exception {
    // Process 1 lives, but is no launcher: ids come round again.
    Files.createDirectories(tree.root.resolve("target"));
    Files.createSymbolicLink(tree.root.resolve("target/launcher.lock"), Path.of(pid));

    Ran ran = tree.run("status");

    assertThat(ran.exitCode()).isZero();
    assertThat(tree.builds()).isEqualTo(1);
    assertThat(lockFiles()).isEmpty();
  }

  @Test
  void lockOfAReusedProcessId_isRemoved() throws Exception {
    // A launcher lives under the id that a dead one had: only its start tells the two apart.
    tree.with("FAKE_SECONDS", "2");
    Process living = tree.start(tree.root.resolve("gt8004"), "first");
    Path lock = tree.root.resolve("target/launcher.lock");
    Poll.until("the first builds", () -> tree.builds() == 1);
    Files.delete(lock);
    Files.createSymbolicLink(lock, Path.of(living.pid() + "-1"));

    Ran ran = tree.run("status");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).doesNotContain("waiting for process");
    LauncherFixture.await(living);
  }

  @Test
  void lockThatCannotBeMade_endsTheWait() throws Exception {
    Ran ran = tree.without("ln").run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("cannot make ", "launcher.lock: disk full?");
    assertThat(tree.builds()).isZero();
  }

  @Test
  void terminatedLauncher_endsMavenAndLeavesNoLock() throws Exception {
    tree.with("FAKE_SECONDS", "5");
    Process launcher = tree.start(tree.root.resolve("gt8004"), "status");
    Poll.until("the build runs", () -> tree.builds() == 1);
    List<ProcessHandle> children = launcher.children().toList();

    launcher.toHandle().destroy();

    assertThat(LauncherFixture.await(launcher).exitCode()).isEqualTo(143);
    assertThat(lockFiles()).isEmpty();
    assertThat(children).isNotEmpty();
    Poll.until(
        "Maven and the ticker end", () -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private List<Path> lockFiles() throws Exception {
    try (var files = Files.list(tree.root.resolve("target"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("launcher.lock"))
          .toList();
    }
  }
}
