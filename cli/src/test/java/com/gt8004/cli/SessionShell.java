package com.gt8004.cli;

import com.gt8004.sdk.queue.EpochClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of a shell as the document needs: {@code gt8004} runs in this process, what stands before and
 * behind it in a pipeline is the machine's own shell's, {@code export NAME=VALUE} and {@code echo $?} are
 * known.
 */
final class SessionShell {
  private static final String PROGRAM = "gt8004";

  /** However slow the machine is, a command takes no time: no line of progress, and 0.0 s. */
  private static final EpochClock NO_TIME_PASSES = new EpochClock() {
    @Override
    public long epochMicros() {
      return EpochClock.system().epochMicros();
    }

    @Override
    public long nanoTime() {
      return 0;
    }
  };

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private int lastExitCode;

  SessionShell(Path folder) {
    this.folder = folder;
  }

  int lastExitCode() {
    return lastExitCode;
  }

  void export(String name, String value) {
    environment.put(name, value);
  }

  /** What a terminal would show: a command's standard error, then its standard output. */
  List<String> run(String typed) throws IOException, InterruptedException {
    if (typed.equals("echo $?")) {
      List<String> told = List.of(Integer.toString(lastExitCode));
      lastExitCode = 0;
      return told;
    }
    if (typed.startsWith("export ")) {
      String[] parts = typed.substring("export ".length()).split("=", 2);
      export(parts[0], parts[1]);
      return List.of();
    }
    List<String> stages = split(typed, '|');
    int ours = -1;
    for (int i = 0; i < stages.size() && ours < 0; i++) {
      ours = stages.get(i).startsWith(PROGRAM + " ") || stages.get(i).equals(PROGRAM) ? i : -1;
    }
    byte[] input = {};
    if (ours != 0) {
      int before = ours < 0 ? stages.size() : ours;
      input = system(String.join("|", stages.subList(0, before)), input);
    }
    if (ours < 0) {
      return lines(input);
    }
    CliRun.Ended ended = ours(stages.get(ours), input);
    byte[] out = ended.out().getBytes(StandardCharsets.UTF_8);
    if (ours + 1 < stages.size()) {
      out = system(String.join("|", stages.subList(ours + 1, stages.size())), out);
    }
    List<String> shown = new ArrayList<>(ended.err().lines().toList());
    shown.addAll(lines(out));
    lastExitCode = ended.exitCode();
    return shown;
  }

  private CliRun.Ended ours(String stage, byte[] input) throws IOException {
    List<String> words = new ArrayList<>(words(stage));
    String in = new String(input, StandardCharsets.UTF_8);
    Path target = null;
    for (int i = 0; i < words.size() - 1; i++) {
      if (words.get(i).equals("<")) {
        in = Files.readString(folder.resolve(words.get(i + 1)));
        words.subList(i, i + 2).clear();
      } else if (words.get(i).equals(">")) {
        target = folder.resolve(words.get(i + 1));
        words.subList(i, i + 2).clear();
      }
    }
    CliRun run = new CliRun().input(in).at(NO_TIME_PASSES);
    environment.forEach(run::with);
    CliRun.Ended ended = fromHere(run.run(absolute(words.subList(1, words.size()))));
    if (target == null) {
      return ended;
    }
    Files.writeString(target, ended.out());
    return new CliRun.Ended(ended.exitCode(), "", ended.err());
  }

  /** This process has a folder of its own to work in: names of files are told from there. */
  private String[] absolute(List<String> words) {
    String[] absolute = words.toArray(new String[0]);
    for (int i = 0; i < absolute.length; i++) {
      boolean named = Files.isRegularFile(folder.resolve(absolute[i]));
      if (named || (i > 0 && absolute[i - 1].matches("--out|--ranges-to"))) {
        absolute[i] = folder.resolve(absolute[i]).toString();
      }
    }
    return absolute;
  }

  private CliRun.Ended fromHere(CliRun.Ended ended) {
    String prefix = folder + "/";
    return new CliRun.Ended(
        ended.exitCode(), ended.out().replace(prefix, ""), ended.err().replace(prefix, ""));
  }

  private byte[] system(String command, byte[] input) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
        .directory(folder.toFile())
        .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException closed) {
      // head has what it wanted
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    process.getInputStream().transferTo(out);
    lastExitCode = process.waitFor();
    return out.toByteArray();
  }

  private static List<String> lines(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).lines().toList();
  }

  /** Words of a command, without their quotes. */
  static List<String> words(String command) {
    return split(command, ' ').stream()
        .filter(word -> !word.isEmpty())
        .map(SessionShell::unquoted)
        .toList();
  }

  private static String unquoted(String word) {
    StringBuilder text = new StringBuilder();
    char quote = 0;
    for (char c : word.toCharArray()) {
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    char quote = 0;
    for (char c : text.toCharArray()) {
      if (quote == 0 && c == at) {
        parts.add(part.toString().strip());
        part.setLength(0);
        continue;
      }
      quote = quote == c ? 0 : quote == 0 && (c == '\'' || c == '"') ? c : quote;
      part.append(c);
    }
    parts.add(part.toString().strip());
    return parts;
  }
}
