package com.gt8004.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that ends connections as a killed process does. */
class LocalHttpTest {
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final LocalHttp http = new LocalHttp(Duration.ofSeconds(5));
  private ServerSocket server;
  private URI uri;

  /** How many requests of a connection are answered before it is closed without a word. */
  private volatile int answered;

  @BeforeEach
  void setUp() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    Thread thread = new Thread(this::serve, "server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void tearDown() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        BufferedReader in = new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (int i = 0; i <= answered; i++) {
          received.add(readBody(in));
          if (i < answered) {
            socket
                .getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    .getBytes(StandardCharsets.US_ASCII));
          }
        }
      } catch (IOException closed) {
        // The next connection, or the end.
      }
    }
  }

  private static String readBody(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    char[] body = new char[length];
    int filled = 0;
    while (filled < length) {
      int count = in.read(body, filled, length - filled);
      if (count < 0) {
        throw new IOException("end of the connection");
      }
      filled += count;
    }
    return new String(body);
  }

  @Test
  void post_givesStatusAndBody() throws Exception {
    answered = 1;

    assertThat(http.post(uri, Map.of(), "1")).isEqualTo(new LocalHttp.Reply(200, "ok"));
  }

  @Test
  void post_isSentOnce_whenTheServerDiesBeforeItAnswers() {
    answered = 0;

    assertThatThrownBy(() -> http.post(uri, Map.of(), "1")).isInstanceOf(IOException.class);
    assertThat(received).containsExactly("1");
  }

  @Test
  void post_isSentOnce_whenAKeptConnectionDiesBeforeItAnswers() throws Exception {
    answered = 1;
    http.post(uri, Map.of(), "1");

    assertThatThrownBy(() -> http.post(uri, Map.of(), "2")).isInstanceOf(IOException.class);
    assertThat(received).containsExactly("1", "2");
  }
}
