package com.gt8004.cli.child;

import com.gt8004.cli.console.CommandFailure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The executable jars of this product. The launcher names them in system properties. */
public enum Program {
  SHIPPER(
      "gt8004.shipper.jar",
      "shipper-daemon/target/gt8004-shipper.jar",
      List.of("-Xms32m", "-Xmx256m", "-XX:+UseSerialGC")),
  ANALYTICS(
      "gt8004.analytics.jar", "analytics-service/target/gt8004-analytics.jar", List.of("-Xmx512m"));

  /** From this version on Java prints four lines of warning about memory access that Chronicle needs. */
  private static final int WARNS_OF_UNSAFE = 24;

  private final String property;
  private final String builtAt;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> memory;

  Program(String property, String builtAt, List<String> memory) {
    this.property = property;
    this.builtAt = builtAt;
    this.memory = memory;
  }

  /**
   * The command line that runs it on the Java that runs us, with as much memory as its script in the
   * archive gives it.
   *
   * @param javaOptions before {@code -jar}; what they say of memory counts
   * @throws CommandFailure if the jar is not there, naming where it was looked for
   */
  public List<String> command(List<String> javaOptions, List<String> arguments) {
    List<String> command = new ArrayList<>(java(memory));
    command.addAll(javaOptions);
    command.add("-jar");
    command.add(jar().toString());
    command.addAll(arguments);
    return command;
  }

  /** The options that a person gave for Java through the launcher. */
  public static List<String> optionsOfUser(Map<String, String> environment) {
    String options = environment.getOrDefault("GT8004_JAVA_OPTS", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
  }

  /** The {@code java} that runs this process, with these options. */
  public static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(options);
    return command;
  }

  /** The jar or folder of classes that this class was loaded from; null where that cannot be told. */
  public static @Nullable Path ownJar() {
    CodeSource source = Program.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return null;
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private Path jar() {
    String named = System.getProperty(property);
    Path jar = named != null ? Path.of(named) : besideOwnJar();
    if (jar == null || !Files.isRegularFile(jar)) {
      throw CommandFailure.failed("no program at " + jar
          + "; start through ./gt8004, which builds it, or name it with -D" + property + "=FILE");
    }
    return jar;
  }

  /** In a built source tree our own jar is in cli/target. */
  private @Nullable Path besideOwnJar() {
    Path own = ownJar();
    Path target = own == null ? null : own.getParent();
    Path module = target == null ? null : target.getParent();
    return module == null ? null : module.resolveSibling(builtAt);
  }
}
