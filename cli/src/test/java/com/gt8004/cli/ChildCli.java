package com.gt8004.cli;

import com.gt8004.cli.child.Program;
import java.util.ArrayList;
import java.util.List;

/** The command line as a process of its own, on the class path of the tests. */
final class ChildCli {
  private ChildCli() {}

  static ProcessBuilder of(String... arguments) {
    List<String> command = new ArrayList<>(Program.java(
        List.of("-cp", System.getProperty("java.class.path"), Gt8004.class.getName())));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
