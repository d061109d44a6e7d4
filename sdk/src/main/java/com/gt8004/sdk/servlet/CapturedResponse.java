package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.BodyCapture;
import com.gt8004.sdk.capture.BodyText;
import com.gt8004.sdk.capture.CharacterTee;
import com.gt8004.sdk.capture.Streams;
import com.gt8004.sdk.capture.x402.PaymentHeaders;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The response as the application sees it: each byte goes on to the client at once, and a copy of the
 * first ones to the capture. What the application throws away before it left is not in the copy.
 */
final class CapturedResponse extends HttpServletResponseWrapper {
  /** One flush is the end of an answer that was ready; a second one sends off what came after it. */
  private static final int FLUSHES_OF_A_STREAM = 2;

  private final CaptureFailures failures;
  private final PaymentHeaders payment;
  private final BodyCopy copy;
  private @Nullable TeeOutputStream stream;
  private @Nullable TeeWriter writer;
  private volatile boolean errorSent;

  CapturedResponse(
      HttpServletResponse response,
      CaptureFailures failures,
      PaymentHeaders payment,
      BodyCopy copy) {
    super(response);
    this.failures = failures;
    this.copy = copy;
    this.payment = payment;
  }

  /** Payment filters set theirs after the handler, when a container may ignore it. */
  @Override
  public void setHeader(String name, String value) {
    super.setHeader(name, value);
    noteHeader(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    super.addHeader(name, value);
    noteHeader(name, value);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream target = super.getOutputStream();
    TeeOutputStream tee = stream;
    if (tee == null || !tee.isOf(target)) {
      tee = new TeeOutputStream(target, copy, writtenCharset());
      stream = tee;
    }
    return tee;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter target = super.getWriter();
    TeeWriter tee = writer;
    if (tee == null || !tee.isOf(target)) {
      try {
        tee = new TeeWriter(target, new CharacterTee(copy.capture(), writtenCharset()), copy);
      } catch (RuntimeException failure) {
        copy.broke(failure);
        return target;
      }
      writer = tee;
    }
    return tee;
  }

  @Override
  public void flushBuffer() throws IOException {
    super.flushBuffer();
    copy.flushed();
  }

  @Override
  public void reset() {
    super.reset();
    forgetBody();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    forgetBody();
  }

  @Override
  public void sendError(int status) throws IOException {
    super.sendError(status);
    errorSent();
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    super.sendError(status, message);
    errorSent();
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    super.sendRedirect(location);
    forgetBody();
  }

  BodyCapture body() {
    return copy.capture();
  }

  BodyCopy copy() {
    return copy;
  }

  /** Whether it is sent bit by bit: by its type, or because parts of it were sent off before others came. */
  boolean isStream() {
    return copy.flushes() >= FLUSHES_OF_A_STREAM || Streams.isStream(getContentType());
  }

  /** Whether the container writes an error page of its own, which does not come past here. */
  boolean isErrorSent() {
    return errorSent;
  }

  @Nullable
  Charset charset() {
    TeeWriter tee = writer;
    return tee != null ? tee.tee().charset() : null;
  }

  private void errorSent() {
    forgetBody();
    errorSent = true;
  }

  private void noteHeader(String name, @Nullable String value) {
    try {
      payment.settled(name, value);
    } catch (RuntimeException failure) {
      failures.add(failure);
    }
  }

  private void forgetBody() {
    try {
      TeeWriter tee = writer;
      if (tee != null) {
        tee.tee().clear();
      }
      copy.clear();
    } catch (RuntimeException failure) {
      copy.broke(failure);
    }
  }

  private Charset writtenCharset() {
    try {
      return BodyText.charsetNamed(getCharacterEncoding(), StandardCharsets.ISO_8859_1);
    } catch (RuntimeException failure) {
      failures.add(failure);
      return StandardCharsets.ISO_8859_1;
    }
  }
}
