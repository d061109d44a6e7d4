package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.BodyCapture;
import com.gt8004.sdk.capture.BodyText;
import com.gt8004.sdk.capture.CharacterTee;
import com.gt8004.sdk.capture.FormBody;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request as the application sees it: its body is copied while the application reads it, never
 * read for the copy's sake. Tells its exchange when the request becomes asynchronous.
 */
final class CapturedRequest extends HttpServletRequestWrapper {
  private final Exchange exchange;
  private final BodyCopy copy;
  private @Nullable TeeInputStream stream;
  private @Nullable BufferedReader reader;
  private @Nullable BufferedReader readerSource;
  private @Nullable Charset readerCharset;
  private volatile boolean parametersRead;

  CapturedRequest(HttpServletRequest request, Exchange exchange, BodyCopy copy) {
    super(request);
    this.exchange = exchange;
    this.copy = copy;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    ServletInputStream source = super.getInputStream();
    TeeInputStream tee = stream;
    if (tee == null || !tee.isOf(source)) {
      tee = new TeeInputStream(source, copy);
      stream = tee;
    }
    return tee;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    BufferedReader source = super.getReader();
    BufferedReader tee = reader;
    if (tee == null || readerSource != source) {
      tee = copied(source);
      readerSource = source;
      reader = tee;
    }
    return tee;
  }

  private BufferedReader copied(BufferedReader source) {
    try {
      // Where the client named no charset the copy is of what the handler read, right or wrong.
      Charset charset = BodyText.charsetNamed(getCharacterEncoding(), StandardCharsets.UTF_8);
      CharacterTee characters = new CharacterTee(copy.capture(), charset);
      readerCharset = characters.charset();
      return new BufferedReader(new TeeReader(source, characters, copy));
    } catch (RuntimeException failure) {
      copy.broke(failure);
      return source;
    }
  }

  @Override
  public @Nullable String getParameter(String name) {
    parametersRead = true;
    return super.getParameter(name);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    parametersRead = true;
    return super.getParameterMap();
  }

  @Override
  public Enumeration<String> getParameterNames() {
    parametersRead = true;
    return super.getParameterNames();
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    parametersRead = true;
    return super.getParameterValues(name);
  }

  /** As the container's, but with the captured pair, so that what is written to it is copied too. */
  @Override
  public AsyncContext startAsync() {
    AsyncContext context = super.startAsync(this, exchange.response());
    exchange.becameAsync(context);
    return context;
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    AsyncContext context = super.startAsync(request, response);
    exchange.becameAsync(context);
    return context;
  }

  boolean isBroken() {
    return copy.isBroken();
  }

  BodyCapture body(RequestFacts facts) {
    BodyCapture capture = copy.capture();
    if (parametersRead && capture.size() == 0 && BodyText.isForm(facts.contentType())) {
      FormBody.write(super.getParameterMap(), facts.query(), capture);
    }
    return capture;
  }

  @Nullable
  Charset charset() {
    if (readerCharset != null) {
      return readerCharset;
    }
    String named = getCharacterEncoding();
    return named == null ? null : BodyText.charsetNamed(named, StandardCharsets.UTF_8);
  }

  /** Bytes of the body on the wire; null where nobody knows. */
  @Nullable
  Long bodySize(RequestFacts facts) {
    if (facts.contentLength() >= 0) {
      return facts.contentLength();
    }
    long seen = copy.capture().size();
    return copy.isBroken() || (seen == 0 && facts.chunked()) ? null : Long.valueOf(seen);
  }
}
