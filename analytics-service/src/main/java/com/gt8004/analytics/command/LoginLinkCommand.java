package com.gt8004.analytics.command;

import com.gt8004.analytics.access.LoginLink;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.SessionStore;
import com.gt8004.analytics.time.ServiceClock;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a link with which a browser may see all agents. */
@Command(
    name = "login-link",
    description =
        "Makes a link that logs one browser in, once, within 24 hours, as somebody who may see all agents. The session"
            + " lasts 7 days. Who holds an API key needs none: the page takes the key and shows that agent.",
    footerHeading = "%nExample:%n",
    footer = "  gt8004-analytics login-link --url https://analytics.example.com/")
final class LoginLinkCommand extends DatabaseCommand {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9093/",
      description = "Where the service is reached. Default: http://127.0.0.1:9093/")
  private String url = "";

  @Override
  void check() {
    if (!url.matches("https?://[^\\s#?]+")) {
      throw usage("--url is \"" + url + "\"; it must be http:// or https:// and a host");
    }
  }

  @Override
  int on(Database database, PrintWriter out) {
    out.println(LoginLink.make(new SessionStore(database), url, ServiceClock.system()));
    return 0;
  }
}
