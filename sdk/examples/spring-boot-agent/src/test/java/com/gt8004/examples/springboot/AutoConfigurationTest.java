package com.gt8004.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.micrometer.GT8004LoggerMetrics;
import com.gt8004.sdk.servlet.GT8004Filter;
import com.gt8004.sdk.spring.GT8004AutoConfiguration;
import com.gt8004.sdk.spring.GT8004WebFilter;
import com.gt8004.sdk.springai.GT8004ToolObservation;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** What the auto-configuration does with each of its settings, right and wrong ones. */
class AutoConfigurationTest {
  private static final RequestLogEntry ENTRY = RequestLogEntry.builder()
      .method("GET")
      .path("/a")
      .statusCode(200)
      .responseMs(1)
      .build();

  @TempDir
  Path folder;

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    ours().addAppender(lines);
  }

  @AfterEach
  void leave() {
    ours().detachAppender(lines);
  }

  @Test
  void withAnAgentId_theFilterStandsBeforeAllOthers() {
    servlet().run(context -> {
      FilterRegistrationBean<?> filter = context.getBean(FilterRegistrationBean.class);
      assertThat(filter.getFilter()).isInstanceOf(GT8004Filter.class);
      assertThat(filter.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
      assertThat(filter.isAsyncSupported()).isTrue();
      assertThat(context).hasSingleBean(GT8004LoggerMetrics.class);
      assertThat(context).hasBean("gt8004HealthIndicator");
      assertThat(context).doesNotHaveBean(WebFilter.class);
    });
  }

  @Test
  void onWebFlux_theWebFilterStandsBeforeAllOthers() {
    reactive().run(context -> {
      assertThat(context.getBean(WebFilter.class)).isInstanceOf(GT8004WebFilter.class);
      assertThat(context.getBeanProvider(WebFilter.class).orderedStream()).hasSize(1);
      assertThat(context).doesNotHaveBean(FilterRegistrationBean.class);
    });
  }

  @Test
  void switchedOff_nothingIsCapturedAndAnInjectedLoggerRefuses() {
    servlet().withPropertyValues("gt8004.enabled=false").run(context -> {
      assertNothingIsCaptured(context);
      assertThat(lines.list).isEmpty();
      assertThat(context.getBean(GT8004Logger.class).log(ENTRY))
          .isEqualTo(AppendResult.REFUSED_CLOSED);
    });
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withoutAnAgentId_theApplicationStartsAndIsToldOnce() {
    servlet().withPropertyValues("gt8004.agent-id=").run(context -> {
      assertThat(context).hasNotFailed();
      assertNothingIsCaptured(context);
      assertThat(lines.list).hasSize(1);
      assertThat(lines.list.get(0).getFormattedMessage())
          .contains("gt8004.agent-id", "GT8004_AGENT_ID");
    });
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aValueThatCannotBeRead_stopsNothing() {
    List<String> wrong = List.of(
        "gt8004.durability=sometimes",
        "gt8004.queue-bytes-max=lots",
        "gt8004.overflow-block=-1s",
        "gt8004.exclude-paths=no-slash",
        "gt8004.trusted-proxies=everybody");
    for (String property : wrong) {
      lines.list.clear();
      servlet().withPropertyValues(property).run(context -> {
        assertThat(context).hasNotFailed();
        assertThat(lines.list).as(property).hasSize(1);
        assertThat(lines.list.get(0).getFormattedMessage())
            .contains(property.substring(property.indexOf('=') + 1));
      });
    }
  }

  @Test
  void anUnusableFolder_stopsNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    servlet().withPropertyValues("gt8004.queue-root=" + file).run(context -> {
      assertThat(context).hasNotFailed();
      GT8004Logger logger = context.getBean(GT8004Logger.class);
      assertThat(logger.log(ENTRY)).isEqualTo(AppendResult.REFUSED_UNUSABLE);
      assertThat(logger.log(ENTRY)).isEqualTo(AppendResult.REFUSED_UNUSABLE);
      assertThat(lines.list)
          .filteredOn(line -> line.getFormattedMessage().contains("cannot append"))
          .hasSize(1);
    });
  }

  @Test
  void theLogger_closesWithTheContext() {
    GT8004Logger[] kept = new GT8004Logger[1];
    servlet().run(context -> {
      kept[0] = context.getBean(GT8004Logger.class);
      assertThat(kept[0].log(ENTRY)).isEqualTo(AppendResult.APPENDED);
    });
    assertThat(kept[0].log(ENTRY)).isEqualTo(AppendResult.REFUSED_CLOSED);
  }

  @Test
  void variables_serveAsProperties() {
    // As Boot binds the variable GT8004_AGENT_ID.
    new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(GT8004AutoConfiguration.class))
        .withInitializer(context -> context
            .getEnvironment()
            .getPropertySources()
            .addFirst(new org.springframework.core.env.SystemEnvironmentPropertySource(
                "test-systemEnvironment",
                java.util.Map.of(
                    "GT8004_AGENT_ID", "of-the-environment",
                    "GT8004_QUEUE_ROOT", folder.toString(),
                    "GT8004_DISK_FREE_MIN", "0B",
                    "GT8004_API_KEY", "is-not-ours"))))
        .run(context -> {
          assertThat(context.getBean(GT8004Logger.class).log(ENTRY).appended()).isTrue();
          assertThat(folder.resolve("of-the-environment")).isDirectory();
        });
  }

  @Test
  void ownBeans_goBeforeOurs() {
    GT8004Filter own = GT8004Filter.builder(entry -> AppendResult.APPENDED).build();
    servlet().withBean(GT8004Filter.class, () -> own).run(context -> {
      assertThat(context).doesNotHaveBean(FilterRegistrationBean.class);
      assertThat(context.getBean(Filter.class)).isSameAs(own);
    });
  }

  @Test
  void withoutTheOptionalLibraries_theRestWorks() {
    ApplicationContextRunner plain = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(GT8004AutoConfiguration.class))
        .withPropertyValues(properties())
        .withClassLoader(new FilteredClassLoader(
            "jakarta.servlet",
            "reactor",
            "io.micrometer",
            "org.springframework.ai",
            "org.springframework.boot.actuate",
            "org.springframework.boot.health",
            "org.springframework.web"));
    plain.run(context -> {
      assertThat(context).hasNotFailed();
      assertThat(context.getBean(GT8004Logger.class).log(ENTRY).appended()).isTrue();
      assertThat(context).doesNotHaveBean(MeterBinder.class);
    });
    servlet()
        .withClassLoader(new FilteredClassLoader(Mono.class, MeterBinder.class))
        .run(context -> {
          assertThat(context).hasSingleBean(FilterRegistrationBean.class);
          assertThat(context).doesNotHaveBean(GT8004LoggerMetrics.class);
        });
  }

  @Test
  void toolsThatSpringAiCalls_areObservedAndFailuresAreSeen() {
    ToolDefinition tool = ToolDefinition.builder()
        .name("weather")
        .description("The weather")
        .inputSchema("{}")
        .build();
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(GT8004AutoConfiguration.class))
        .withPropertyValues(properties())
        .withBean(ToolExecutionExceptionProcessor.class, () -> failure -> "it failed")
        .run(context -> {
          ObservationRegistry observations = ObservationRegistry.create();
          observations
              .observationConfig()
              .observationHandler(context.getBean(GT8004ToolObservation.class));
          ToolExecutionExceptionProcessor processor =
              context.getBean(ToolExecutionExceptionProcessor.class);
          ToolExecutionException thrown =
              new ToolExecutionException(tool, new IllegalStateException("broken"));
          ToolCallingObservationContext call = ToolCallingObservationContext.builder()
              .toolDefinition(tool)
              .toolCallArguments("{}")
              .build();
          String told = Observation.createNotStarted("tool", () -> call, observations)
              .observe(() -> processor.process(thrown));
          assertThat(told).isEqualTo("it failed");
          assertThat(context.getBean(GT8004Logger.class).stats().appended()).isEqualTo(1);
        });
  }

  @Test
  void everyProperty_isInTheMetadata() throws Exception {
    String metadata;
    try (var in = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      metadata = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
    Class<?> settings = Class.forName("com.gt8004.sdk.spring.GT8004Properties");
    List<String> names = Arrays.stream(settings.getRecordComponents())
        .map(part -> part.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT))
        .toList();
    assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(metadata)
        .contains("\"name\": \"gt8004." + name + "\","));
    assertThat(metadata.split("\"name\": \"gt8004\\.", -1)).hasSize(names.size() + 3);
  }

  private static void assertNothingIsCaptured(ApplicationContext context) {
    assertThat(context.getBeansOfType(Filter.class)).isEmpty();
    assertThat(context.getBeansOfType(FilterRegistrationBean.class)).isEmpty();
    assertThat(context.getBeansOfType(MeterBinder.class)).isEmpty();
    assertThat(context.containsBean("gt8004HealthIndicator")).isFalse();
  }

  private WebApplicationContextRunner servlet() {
    return new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(GT8004AutoConfiguration.class))
        .withPropertyValues(properties());
  }

  private ReactiveWebApplicationContextRunner reactive() {
    return new ReactiveWebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(GT8004AutoConfiguration.class))
        .withPropertyValues(properties());
  }

  private String[] properties() {
    return new String[] {
      "gt8004.agent-id=my-agent", "gt8004.disk-free-min=0B", "gt8004.queue-root=" + folder
    };
  }

  private static Logger ours() {
    return (Logger) LoggerFactory.getLogger("com.gt8004");
  }
}
