package com.gt8004.analytics.server;

import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.DatabaseAddress;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a service would use and everything that is wrong with it; starts and changes nothing. */
public final class ConfigCheck {
  private ConfigCheck() {}

  /** Prints it; 0 when all is well, 1 when the service could not run so. */
  public static int of(ServiceSettings settings, DatabaseChoice choice, PrintWriter out) {
    List<String> faults = new ArrayList<>();
    String host = settings.listen().getHostString();
    out.println("listen                " + host + ":" + settings.listen().getPort());
    boolean loopback = loopback(host, faults);
    ServiceSettings.Tls tls = settings.tls();
    out.println("TLS                   " + (tls == null ? "none" : tls.certificate()));
    if (tls != null) {
      try {
        PemKeyStore.load(tls);
      } catch (CannotStartException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    out.println("data directory        " + choice.dataDirectory().toAbsolutePath());
    directory(choice.dataDirectory(), faults);
    DatabaseAddress external = choice.external();
    out.println("database              " + (external == null ? "our own PostgreSQL" : external));
    if (external != null) {
      String fault = Database.faultOf(external);
      if (fault != null) {
        faults.add(fault);
      }
    }
    out.println("rows are kept         " + kept(settings.rowDays(), "for ever"));
    out.println("bodies are kept       " + kept(settings.bodyDays(), "as long as their rows"));
    out.println("requests a second     "
        + (settings.requestsPerSecond() == 0
            ? "no limit"
            : settings.requestsPerSecond() + " per agent"));
    if (!loopback && tls == null) {
      out.println(
          "note: API keys and sessions travel in clear, unless a proxy before this service speaks TLS");
    }
    faults.forEach(fault -> out.println("fault: " + fault));
    return faults.isEmpty() ? 0 : 1;
  }

  private static String kept(int days, String otherwise) {
    return days == 0 ? otherwise : "for " + days + " days";
  }

  private static boolean loopback(String host, List<String> faults) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      faults.add("unknown host " + host + " in --listen");
      return true;
    }
  }

  private static void directory(Path directory, List<String> faults) {
    @Nullable Path there = directory.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
      faults.add(
          "the data folder " + directory + " cannot be written; name another with --data-dir");
    }
  }
}
