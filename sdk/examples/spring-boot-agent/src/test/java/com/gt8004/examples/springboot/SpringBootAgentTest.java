package com.gt8004.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;

/** The real Boot with WebFlux on Netty. With MVC the system's tests start it, from its fat jar. */
class SpringBootAgentTest {
  @TempDir
  Path root;

  @Test
  void everyRequest_isLoggedOnceWithoutCode() throws Exception {
    GT8004Logger logger;
    try (RunningAgent agent = new RunningAgent(WebApplicationType.REACTIVE, root)) {
      logger = agent.context().getBean(GT8004Logger.class);
      answers(agent);
      failures(agent);
      actuator(agent);
      assertThat(agent.nothingMore()).isTrue();
    }
    assertThat(logger.stats().appended()).isEqualTo(4);
    RequestLogEntry late = RequestLogEntry.builder()
        .method("GET")
        .path("/late")
        .statusCode(200)
        .responseMs(1)
        .build();
    assertThat(logger.log(late)).isEqualTo(AppendResult.REFUSED_CLOSED);
  }

  private static void answers(RunningAgent agent) throws Exception {
    String secret = "{\"message\":\"hi\",\"password\":\"hunter2\",\"nickname\":\"bo\"}";
    HttpResponse<String> answer = agent.post("/chat?token=abc", secret);
    assertThat(answer.body()).isEqualTo("{\"response\":\"You said: hi\"}");
    RequestLogEntry chat = agent.entry();
    assertThat(chat.method()).isEqualTo("POST");
    assertThat(chat.path()).isEqualTo("/chat");
    assertThat(chat.statusCode()).isEqualTo(200);
    assertThat(chat.customerId()).isEqualTo("customer-123");
    assertThat(chat.toolName()).isEqualTo("chat");
    assertThat(chat.requestBody())
        .isEqualTo("{\"message\":\"hi\",\"password\":\"***\",\"nickname\":\"***\"}");
    assertThat(chat.requestBodySize()).isEqualTo(secret.length());
    assertThat(chat.responseBody()).isEqualTo(answer.body());
    assertThat(chat.responseBodySize()).isEqualTo(answer.body().length());
    assertThat(chat.responseMs()).isPositive();
    assertThat(chat.protocol()).isEqualTo("http");

    agent.get("/");
    RequestLogEntry root = agent.entry();
    assertThat(root.path()).isEqualTo("/");
    assertThat(root.ipAddress()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(root.userAgent()).startsWith("Java-http-client");
  }

  private static void failures(RunningAgent agent) throws Exception {
    assertThat(agent.get("/tools/broken").statusCode()).isEqualTo(500);
    RequestLogEntry broken = agent.entry();
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.errorType()).isEqualTo("IllegalStateException");
    assertThat(broken.toolName()).isEqualTo("broken");

    assertThat(agent.get("/no-such-path").statusCode()).isEqualTo(404);
    assertThat(agent.entry().statusCode()).isEqualTo(404);
  }

  private static void actuator(RunningAgent agent) throws Exception {
    assertThat(agent.get("/actuator/health").body())
        .contains("\"gt8004\":{")
        .contains("\"appended\":4,\"refused\":{}")
        .contains("\"status\":\"UP\"");
    assertThat(agent.get("/actuator/info").body())
        .contains("\"gt8004\":{\"agentId\":\"boot-agent\",\"appended\":4}");
    assertThat(agent.get("/actuator/metrics/gt8004.entries.appended").body()).contains("4.0");
  }
}
