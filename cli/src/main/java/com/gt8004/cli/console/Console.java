package com.gt8004.cli.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The streams and the environment of one run. Text is UTF-8 whatever the locale says: with {@code
 * LC_ALL=C} Java 17 would else write question marks. Writing is thread-safe.
 *
 * <p>Standard output is buffered until {@link #flush} and fails loudly: a command that writes on into
 * a closed pipe must end. What reaches it is whole lines, also where Ctrl-C ends the command. Standard
 * error is written at once, and a failure there is nothing to end for.
 */
public final class Console {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** How long the end waits for a line that is being written: who does not read holds up nobody. */
  private static final long LAST_LINE_MILLIS = 300;

  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;
  private final Map<String, String> environment;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final ReentrantLock writing = new ReentrantLock();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int buffered;
  private boolean outFailed;
  private volatile boolean ended;
  private @Nullable Runnable beforeEnd;
  private boolean ending;

  /** A standard output that is no terminal. */
  public Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> environment,
      boolean errIsTerminal) {
    this(in, out, err, environment, false, errIsTerminal);
  }

  public Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> environment,
      boolean outIsTerminal,
      boolean errIsTerminal) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
  }

  /** This process's own. The launcher says in system properties which are terminals: Java 17 cannot tell. */
  public static Console ofProcess() {
    Console console = new Console(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        System.getenv(),
        Boolean.getBoolean("gt8004.stdout.terminal"),
        Boolean.getBoolean("gt8004.stderr.terminal"));
    Runtime.getRuntime().addShutdownHook(new Thread(console::end, "console"));
    return console;
  }

  public InputStream in() {
    return in;
  }

  public Map<String, String> environment() {
    return environment;
  }

  /** Whether someone looks at standard output: what is watched is then redrawn in place. */
  public boolean outIsTerminal() {
    return outIsTerminal;
  }

  /** The text in this colour, if standard output shows colours: on a terminal, unless NO_COLOR or TERM=dumb forbids. */
  public String paint(Colour colour, String text) {
    return coloured() ? colour.around(text) : text;
  }

  /** Whether {@link #paint} paints. */
  public boolean coloured() {
    return outIsTerminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
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

  void outRaw(String text) {
    out(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whole lines of the result, as they are. See {@link #out(String)}. */
  public void out(byte[] bytes) {
    out(bytes, 0, bytes.length);
  }

  /** The same for a part of an array. */
  public void out(byte[] bytes, int offset, int length) {
    writing.lock();
    try {
      if (ended) {
        return;
      }
      if (buffered + length > BUFFER_BYTES) {
        writeBuffer();
      }
      if (length > BUFFER_BYTES) {
        write(bytes, offset, length);
      } else {
        System.arraycopy(bytes, offset, buffer, buffered, length);
        buffered += length;
      }
    } finally {
      writing.unlock();
    }
  }

  /** Hands on what was buffered; before waiting for anything, and at the end. */
  public void flush() {
    writing.lock();
    try {
      if (!outFailed && !ended) { // else told already
        writeBuffer();
      }
    } finally {
      writing.unlock();
    }
  }

  private void writeBuffer() {
    int length = buffered;
    buffered = 0;
    write(buffer, 0, length);
  }

  private void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
      out.flush();
    } catch (IOException e) {
      outFailed = true;
      throw new OutputClosedException(e);
    }
  }

  /**
   * What is done first when the process is told to end: it stops the work, and returns when what came of it
   * is written. One at a time.
   *
   * @return false if the process ends already, and nobody will do it
   */
  public synchronized boolean beforeEnd(Runnable stop) {
    beforeEnd = stop;
    return !ending;
  }

  /** The work is over by itself. */
  public synchronized void nothingBeforeEnd() {
    beforeEnd = null;
  }

  /** Whether the process was told to end: nothing new is begun then. */
  public synchronized boolean ending() {
    return ending;
  }

  private synchronized @Nullable Runnable beginEnd() {
    ending = true;
    return beforeEnd;
  }

  /**
   * The process ends, by Ctrl-C perhaps: what is under way says how far it came, the line that is being written
   * is written, and no other begun.
   */
  void end() {
    Runnable stop = beginEnd();
    if (stop != null) {
      stop.run();
    }
    try {
      boolean quiet = writing.tryLock(LAST_LINE_MILLIS, TimeUnit.MILLISECONDS);
      ended = true;
      if (quiet) {
        writing.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
