package com.gt8004.analytics.command;

import com.gt8004.analytics.server.AnalyticsServer;
import com.gt8004.analytics.server.CannotStartException;
import com.gt8004.analytics.server.ConfigCheck;
import com.gt8004.analytics.server.DatabaseChoice;
import com.gt8004.analytics.server.ServiceSettings;
import com.gt8004.analytics.time.ServiceClock;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the service in the foreground until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Runs the service in the foreground (this is what happens without a command).",
      "Prints one line on standard output when it is ready, and on the very first start another with a link that logs"
          + " one browser in; the log goes to standard error."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gt8004-analytics serve",
      "  gt8004-analytics serve --listen 127.0.0.1:0 --data-dir /tmp/gt8004-analytics",
      "  gt8004-analytics serve --retention-days 90 --body-retention-days 30 --check-config",
      "  GT8004_DATABASE_PASSWORD=… gt8004-analytics serve --database-url jdbc:postgresql://db:5432/gt8004"
    })
final class ServeCommand implements Callable<Integer> {
  private static final String LISTEN_DEFAULT = "127.0.0.1:9093";
  private static final int PORT_MAX = 65_535;

  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private DatabaseOptions database = new DatabaseOptions();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "Address to answer on; port 0 takes any free one. Env GT8004_ANALYTICS_LISTEN; default "
              + LISTEN_DEFAULT + ".")
  private @Nullable String listen;

  @Mixin
  private ServeOptions options = new ServeOptions();

  @Option(
      names = "--check-config",
      description =
          "Say what would be used and whether it can be, start nothing. Exits 1 if it cannot.")
  private boolean checkConfig;

  @Override
  public Integer call() throws CannotStartException, InterruptedException {
    ServiceSettings settings = options.settings(address(), System.getenv());
    DatabaseChoice choice = database.choice(System.getenv());
    PrintWriter out = spec().commandLine().getOut();
    if (checkConfig) {
      return ConfigCheck.of(settings, choice, out);
    }
    AnalyticsServer server = AnalyticsServer.start(settings, choice, ServiceClock.system());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(
            () -> {
              server.close();
              stopped.countDown();
            },
            "stop"));
    out.println("analytics ready at " + server.url());
    out.flush();
    String link = server.firstLoginLink(ServiceClock.system());
    if (link != null) {
      out.println("log in, once, at " + link);
    }
    out.flush();
    stopped.await();
    return 0;
  }

  private InetSocketAddress address() {
    String fromEnvironment = System.getenv("GT8004_ANALYTICS_LISTEN");
    String text =
        listen != null ? listen : fromEnvironment != null ? fromEnvironment : LISTEN_DEFAULT;
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("[\\[\\]]", "");
    String port = text.substring(colon + 1);
    if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > PORT_MAX) {
      throw new ParameterException(
          spec().commandLine(),
          "--listen is \"" + text + "\"; it must be HOST:PORT with a port of 0 to " + PORT_MAX
              + ", such as " + LISTEN_DEFAULT);
    }
    return InetSocketAddress.createUnresolved(host, Integer.parseInt(port));
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }
}
