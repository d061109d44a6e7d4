package com.gt8004.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.exchange.ToolCallCapture;
import com.gt8004.sdk.langchain4j.GT8004ToolExecutions;
import com.gt8004.sdk.springai.GT8004ToolObservation;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.execution.DefaultToolExecutionExceptionProcessor;
import org.springframework.ai.tool.function.FunctionToolCallback;

/** What a model asks two frameworks to call, with models that always ask for the same. */
class ModelToolsTest {
  private final List<RequestLogEntry> entries = new ArrayList<>();
  private final ToolCallCapture capture = ToolCallCapture.builder(entry -> {
        entries.add(entry);
        return AppendResult.APPENDED;
      })
      .build();

  @Test
  void langChain4j_eachExecutionIsLoggedOnce() {
    Assistant assistant = AiServices.builder(Assistant.class)
        .chatModel(new AskingModel("weather", "{\"arg0\":\"Seoul\",\"password\":\"x1\"}"))
        .tools(new Tools())
        .afterToolExecution(new GT8004ToolExecutions(capture))
        .build();
    assertThat(assistant.chat("How is it?")).isEqualTo("done");
    RequestLogEntry entry = only();
    assertThat(entry.toolName()).isEqualTo("weather");
    assertThat(entry.path()).isEqualTo("/tools/weather");
    assertThat(entry.statusCode()).isEqualTo(200);
    assertThat(entry.requestBody()).contains("Seoul", "***").doesNotContain("x1");
    assertThat(entry.responseBody()).isEqualTo("sunny in Seoul");
    assertThat(entry.responseMs()).isPositive();
  }

  @Test
  void langChain4j_aToolThatThrowsIsLoggedAsFailed() {
    Assistant assistant = AiServices.builder(Assistant.class)
        .chatModel(new AskingModel("broken", "{}"))
        .tools(new Tools())
        .afterToolExecution(new GT8004ToolExecutions(capture))
        .build();
    assertThat(assistant.chat("Break it")).isEqualTo("done");
    assertThat(only().statusCode()).isEqualTo(500);
    assertThat(only().errorType()).isEqualTo("ToolError");
  }

  @Test
  void springAi_eachCallIsLoggedOnce() {
    callThroughSpringAi("{\"city\":\"Seoul\",\"password\":\"x1\"}");
    RequestLogEntry entry = only();
    assertThat(entry.toolName()).isEqualTo("weather");
    assertThat(entry.statusCode()).isEqualTo(200);
    assertThat(entry.requestBody()).contains("Seoul", "***").doesNotContain("x1");
    assertThat(entry.responseBody()).contains("sunny in Seoul");
    assertThat(entry.responseMs()).isPositive();
  }

  @Test
  void springAi_aToolThatThrowsIsLoggedAsFailed() {
    callThroughSpringAi("{\"city\":\"nowhere\"}");
    assertThat(only().statusCode()).isEqualTo(500);
    assertThat(only().errorType()).isEqualTo("IllegalStateException");
  }

  private RequestLogEntry only() {
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private void callThroughSpringAi(String arguments) {
    ObservationRegistry observations = ObservationRegistry.create();
    observations.observationConfig().observationHandler(new GT8004ToolObservation(capture));
    DefaultToolCallingManager manager = DefaultToolCallingManager.builder()
        .observationRegistry(observations)
        .toolExecutionExceptionProcessor(GT8004ToolObservation.reporting(
            DefaultToolExecutionExceptionProcessor.builder().build()))
        .build();
    FunctionToolCallback<Place, String> weather = FunctionToolCallback.builder(
            "weather", (Place place) -> weatherAt(place.city()))
        .description("The weather")
        .inputType(Place.class)
        .build();
    AssistantMessage asking = AssistantMessage.builder()
        .content("")
        .toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "weather", arguments)))
        .build();
    manager.executeToolCalls(
        new Prompt(
            "How is it?",
            ToolCallingChatOptions.builder().toolCallbacks(weather).build()),
        new org.springframework.ai.chat.model.ChatResponse(List.of(new Generation(asking))));
  }

  private static String weatherAt(String city) {
    if (city.equals("nowhere")) {
      throw new IllegalStateException("no such place");
    }
    return "sunny in " + city;
  }

  record Place(String city) {}

  interface Assistant {
    String chat(String message);
  }

  static final class Tools {
    @Tool
    String weather(String city) {
      return weatherAt(city);
    }

    @Tool
    String broken() {
      throw new IllegalStateException("broken");
    }
  }

  /** Asks for one tool, and is content with whatever that says. */
  record AskingModel(String tool, String arguments) implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      boolean answered = request.messages().stream()
          .anyMatch(message -> message.type() == ChatMessageType.TOOL_EXECUTION_RESULT);
      AiMessage message = answered
          ? AiMessage.from("done")
          : AiMessage.from(ToolExecutionRequest.builder()
              .id("1")
              .name(tool)
              .arguments(arguments)
              .build());
      return ChatResponse.builder().aiMessage(message).build();
    }
  }
}
