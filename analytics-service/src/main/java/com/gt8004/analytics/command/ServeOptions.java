package com.gt8004.analytics.command;

import com.gt8004.analytics.server.ServiceSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how the service runs. */
final class ServeOptions {
  private static final int DAYS_MAX = 36_500;
  private static final int RATE_MAX = 1_000_000;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = {
        "Certificate chain in PEM, the server's own first; read again every hour.",
        "Env GT8004_ANALYTICS_TLS_CERTIFICATE; default: plain HTTP."
      })
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description =
          "Its key in PEM, not encrypted (BEGIN PRIVATE KEY). Env GT8004_ANALYTICS_TLS_KEY.")
  private @Nullable Path key;

  @Option(
      names = "--retention-days",
      paramLabel = "DAYS",
      description = {
        "Days (UTC, by the time of the request) whose rows are kept beside today; older ones are dropped every hour,",
        "totals and rollups stay. Env GT8004_ANALYTICS_RETENTION_DAYS; default 0, which keeps all."
      })
  private @Nullable Integer rowDays;

  @Option(
      names = "--body-retention-days",
      paramLabel = "DAYS",
      description = {
        "Days whose bodies and headers are kept beside today.",
        "Env GT8004_ANALYTICS_BODY_RETENTION_DAYS; default 0, which keeps them as long as their rows."
      })
  private @Nullable Integer bodyDays;

  @Option(
      names = "--rate-limit",
      paramLabel = "REQUESTS",
      description = {
        "Ingest requests a second that one agent may send, twice as many at once after a pause; 0 for no limit.",
        "Env GT8004_ANALYTICS_RATE_LIMIT; default " + ServiceSettings.REQUESTS_PER_SECOND + "."
      })
  private @Nullable Integer rate;

  ServiceSettings settings(InetSocketAddress listen, Map<String, String> environment) {
    return new ServiceSettings(
        listen,
        tls(environment),
        number(
            "--rate-limit",
            rate,
            "RATE_LIMIT",
            environment,
            ServiceSettings.REQUESTS_PER_SECOND,
            RATE_MAX),
        number("--retention-days", rowDays, "RETENTION_DAYS", environment, 0, DAYS_MAX),
        number("--body-retention-days", bodyDays, "BODY_RETENTION_DAYS", environment, 0, DAYS_MAX));
  }

  private ServiceSettings.@Nullable Tls tls(Map<String, String> environment) {
    Path chain = file(certificate, environment.get("GT8004_ANALYTICS_TLS_CERTIFICATE"));
    Path secret = file(key, environment.get("GT8004_ANALYTICS_TLS_KEY"));
    if (chain == null && secret == null) {
      return null;
    }
    if (chain == null || secret == null) {
      throw usage("TLS needs both --tls-certificate and --tls-key");
    }
    return new ServiceSettings.Tls(chain, secret);
  }

  private static @Nullable Path file(@Nullable Path option, @Nullable String fromEnvironment) {
    return option != null || fromEnvironment == null || fromEnvironment.isBlank()
        ? option
        : Path.of(fromEnvironment);
  }

  private int number(
      String option,
      @Nullable Integer given,
      String name,
      Map<String, String> environment,
      int otherwise,
      int max) {
    String text = given != null ? given.toString() : environment.get("GT8004_ANALYTICS_" + name);
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > max) {
      throw usage(option + " is \"" + text + "\"; it must be a whole number from 0 to " + max);
    }
    return Integer.parseInt(text);
  }

  private ParameterException usage(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
