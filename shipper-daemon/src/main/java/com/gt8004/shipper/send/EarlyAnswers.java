package com.gt8004.shipper.send;

import java.io.IOException;
import java.net.SocketException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and hears the answer of a server that hangs up before it has read the body, as many do
 * that find it too large. The library would report the broken connection alone, and a batch that is
 * never told to be too large is never halved. Thread-safe.
 */
final class EarlyAnswers extends HttpRequestExecutor {
  private static final int FIRST_FINAL_STATUS = 200;

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      @Nullable HttpResponseInformationCallback unused,
      HttpContext context)
      throws IOException, HttpException {
    try {
      return exchange(request, connection);
    } catch (IOException | HttpException | RuntimeException broken) {
      connection.close(CloseMode.IMMEDIATE);
      throw broken;
    }
  }

  private static ClassicHttpResponse exchange(
      ClassicHttpRequest request, HttpClientConnection connection)
      throws IOException, HttpException {
    SocketException hungUp = null;
    try {
      connection.sendRequestHeader(request);
      connection.sendRequestEntity(request);
      connection.flush();
    } catch (SocketException broken) {
      hungUp = broken;
    }
    try {
      return answer(connection, hungUp != null);
    } catch (IOException none) {
      throw hungUp == null ? none : hungUp;
    }
  }

  private static ClassicHttpResponse answer(HttpClientConnection connection, boolean broken)
      throws IOException, HttpException {
    ClassicHttpResponse response = connection.receiveResponseHeader();
    while (response.getCode() < FIRST_FINAL_STATUS) {
      response = connection.receiveResponseHeader(); // ends with the call at the latest
    }
    if (broken) {
      response.setHeader(HttpHeaders.CONNECTION, "close"); // half a request was sent on it
    }
    connection.receiveResponseEntity(response);
    return response;
  }
}
