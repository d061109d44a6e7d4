package com.gt8004.cli.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The streams and the environment of one run. Text is UTF-8 whatever the locale says: with {@code
 * LC_ALL=C} Java 17 would else write question marks. Writing is thread-safe.
 *
 * <p>Standard output is buffered until {@link #flush} and fails loudly: a command that writes on into
 * a closed pipe must end. Standard error is written at once, and a failure there is nothing to end
 * for.
 */
public final class Console {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;
  private final Map<String, String> environment;
  private final boolean errIsTerminal;
  private boolean outFailed;

  public Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> environment,
      boolean errIsTerminal) {
    this.in = in;
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.errIsTerminal = errIsTerminal;
  }

  /** This process's own. The launcher says in a system property whether standard error is a terminal: Java 17 cannot tell. */
  public static Console ofProcess() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        System.getenv(),
        Boolean.getBoolean("gt8004.stderr.terminal"));
  }

  public InputStream in() {
    return in;
  }

  public Map<String, String> environment() {
    return environment;
  }

  /** Whether someone looks at standard error: progress is then redrawn in place. */
  public boolean errIsTerminal() {
    return errIsTerminal;
  }

  /**
   * One line of the result.
   *
   * @throws OutputClosedException if nobody reads standard output any more, or its disk is full
   */
  public void out(String line) {
    out((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes of the result, as they are. See {@link #out(String)}. */
  public synchronized void out(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      outFailed = true;
      throw new OutputClosedException(e);
    }
  }

  /** Hands on what was buffered; before waiting for anything, and at the end. */
  public synchronized void flush() {
    if (outFailed) {
      return; // told already
    }
    try {
      out.flush();
    } catch (IOException e) {
      outFailed = true;
      throw new OutputClosedException(e);
    }
  }

  /** One line that is not part of the result: a warning, an error, progress. */
  public void err(String line) {
    errRaw(line + "\n");
  }

  synchronized void errRaw(String text) {
    try {
      err.write(text.getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException nobodyListens) {
      // The result on standard output and the exit code still tell.
    }
  }
}
