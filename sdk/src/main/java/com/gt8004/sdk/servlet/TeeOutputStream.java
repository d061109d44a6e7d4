package com.gt8004.sdk.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.Charset;

/**
 * The container's stream, with a copy of what is written going to the capture. Passes each call on as
 * it came: a print split in two writes would break a non-blocking stream.
 */
final class TeeOutputStream extends ServletOutputStream {
  private static final String LINE_END = "\r\n";

  private final ServletOutputStream target;
  private final BodyCopy copy;
  private final Charset printCharset;

  TeeOutputStream(ServletOutputStream target, BodyCopy copy, Charset printCharset) {
    this.target = target;
    this.copy = copy;
    this.printCharset = printCharset;
  }

  boolean isOf(ServletOutputStream other) {
    return target == other;
  }

  @Override
  public void write(int oneByte) throws IOException {
    target.write(oneByte);
    copy.add(oneByte);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    target.write(bytes);
    copy.add(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    target.write(bytes, offset, length);
    copy.add(bytes, offset, length);
  }

  @Override
  public void print(String text) throws IOException {
    target.print(text);
    printed(String.valueOf(text));
  }

  @Override
  public void println() throws IOException {
    target.println();
    printed(LINE_END);
  }

  @Override
  public void println(String text) throws IOException {
    target.println(text);
    printed(text + LINE_END);
  }

  @Override
  public void println(boolean value) throws IOException {
    target.println(value);
    printed(value + LINE_END);
  }

  @Override
  public void println(char value) throws IOException {
    target.println(value);
    printed(value + LINE_END);
  }

  @Override
  public void println(int value) throws IOException {
    target.println(value);
    printed(value + LINE_END);
  }

  @Override
  public void println(long value) throws IOException {
    target.println(value);
    printed(value + LINE_END);
  }

  @Override
  public void println(float value) throws IOException {
    target.println(value);
    printed(value + LINE_END);
  }

  @Override
  public void println(double value) throws IOException {
    target.println(value);
    printed(value + LINE_END);
  }

  @Override
  public void flush() throws IOException {
    target.flush();
    copy.flushed();
  }

  @Override
  public void close() throws IOException {
    target.close();
  }

  @Override
  public boolean isReady() {
    return target.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    target.setWriteListener(listener);
  }

  private void printed(String text) {
    try {
      byte[] bytes = text.getBytes(printCharset);
      copy.add(bytes, 0, bytes.length);
    } catch (RuntimeException failure) {
      copy.broke(failure);
    }
  }
}
