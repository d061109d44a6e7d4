package com.gt8004.cli.console;

/**
 * Ends a command with one line on standard error. The message names what was found and what mends it.
 */
public final class CommandFailure extends RuntimeException {
  private final ExitCode exitCode;

  private CommandFailure(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command could not do it. */
  public static CommandFailure failed(String message) {
    return new CommandFailure(ExitCode.FAILED, message);
  }

  /** The command was asked for something that makes no sense. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  /** Entries are damaged or missing. */
  public static CommandFailure found(String message) {
    return new CommandFailure(ExitCode.FOUND, message);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
