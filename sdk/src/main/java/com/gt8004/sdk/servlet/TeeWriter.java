package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.CharacterTee;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The container's writer, with a copy of what is written going to the capture. Everything that a
 * container may do in its own way (line ends, locales, errors, closing) is left to its writer.
 */
final class TeeWriter extends PrintWriter {
  private final PrintWriter target;
  private final CharacterTee tee;
  private final BodyCopy copy;

  TeeWriter(PrintWriter target, CharacterTee tee, BodyCopy copy) {
    super(target);
    this.target = target;
    this.tee = tee;
    this.copy = copy;
  }

  boolean isOf(PrintWriter other) {
    return target == other;
  }

  CharacterTee tee() {
    return tee;
  }

  @Override
  public void write(int character) {
    target.write(character);
    copy.add(tee, (char) character);
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    target.write(characters, offset, length);
    copy.add(tee, characters, offset, length);
  }

  @Override
  public void write(String text, int offset, int length) {
    target.write(text, offset, length);
    copy.add(tee, text, offset, offset + length);
  }

  @Override
  public void println() {
    target.println();
    String lineEnd = System.lineSeparator();
    copy.add(tee, lineEnd, 0, lineEnd.length());
  }

  @Override
  public PrintWriter format(String format, @Nullable Object... arguments) {
    target.format(format, arguments);
    copyFormatted(Locale.getDefault(Locale.Category.FORMAT), format, arguments);
    return this;
  }

  @Override
  public PrintWriter format(@Nullable Locale locale, String format, @Nullable Object... arguments) {
    target.format(locale, format, arguments);
    copyFormatted(locale, format, arguments);
    return this;
  }

  @Override
  public void flush() {
    target.flush();
    copy.flushed();
  }

  @Override
  public void close() {
    target.close();
  }

  @Override
  public boolean checkError() {
    return target.checkError();
  }

  private void copyFormatted(
      @Nullable Locale locale, String format, @Nullable Object... arguments) {
    try {
      String text = String.format(locale, format, arguments);
      copy.add(tee, text, 0, text.length());
    } catch (RuntimeException failure) { // an argument that can be printed once only
      copy.broke(failure);
    }
  }
}
