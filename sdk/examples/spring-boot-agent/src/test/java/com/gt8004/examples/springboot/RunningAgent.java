package com.gt8004.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.capture.Redaction;
import com.gt8004.sdk.spring.GT8004FilterCustomizer;
import com.gt8004.sdk.spring.GT8004WebFilterCustomizer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The agent of this example, started in this process on a free port, and what it logged. */
final class RunningAgent implements AutoCloseable {
  private static final BlockingQueue<Logged> LOGGED = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  record Logged(RequestLogEntry entry, AppendResult result) {}

  RunningAgent(WebApplicationType type, Path queueRoot) {
    LOGGED.clear();
    context = new SpringApplicationBuilder(SpringBootAgent.class, Listening.class)
        .web(type)
        .run(
            "--server.port=0",
            "--gt8004.agent-id=boot-agent",
            "--gt8004.disk-free-min=0B",
            "--gt8004.queue-root=" + queueRoot);
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<String> post(String path, String json) throws Exception {
    return send(HttpRequest.newBuilder(uri(path))
        .header("Content-Type", "application/json")
        .header("X-Customer-ID", "customer-123")
        .POST(BodyPublishers.ofString(json)));
  }

  /** The entry of the request that was sent last. */
  RequestLogEntry entry() throws InterruptedException {
    Logged logged = LOGGED.poll(10, TimeUnit.SECONDS);
    assertThat(logged).as("an entry within 10 s").isNotNull();
    assertThat(logged.result()).isEqualTo(AppendResult.APPENDED);
    return logged.entry();
  }

  boolean nothingMore() {
    return LOGGED.isEmpty();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(
        "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
  }

  @Override
  public void close() {
    context.close();
  }

  @Configuration(proxyBeanMethods = false)
  static class Listening {
    @Bean
    Redaction rules() {
      return Redaction.builder().keys("nickname").build();
    }

    @Bean
    GT8004FilterCustomizer servletListener() {
      return filter ->
          filter.resultListener((entry, result) -> LOGGED.add(new Logged(entry, result)));
    }

    @Bean
    GT8004WebFilterCustomizer reactiveListener() {
      return filter ->
          filter.resultListener((entry, result) -> LOGGED.add(new Logged(entry, result)));
    }
  }
}
