package com.gt8004.analytics.command;

import com.gt8004.analytics.server.AnalyticsServer;
import com.gt8004.analytics.server.CannotStartException;
import com.gt8004.analytics.time.ServiceClock;
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
      "Prints one line on standard output when it is ready; the log goes to standard error."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gt8004-analytics serve",
      "  gt8004-analytics serve --listen 127.0.0.1:0 --data-dir /tmp/gt8004-analytics",
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

  @Override
  public Integer call() throws CannotStartException, InterruptedException {
    AnalyticsServer server =
        AnalyticsServer.start(address(), database.choice(System.getenv()), ServiceClock.system());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(
            () -> {
              server.close();
              stopped.countDown();
            },
            "stop"));
    spec().commandLine().getOut().println("analytics ready at " + server.url());
    spec().commandLine().getOut().flush();
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
