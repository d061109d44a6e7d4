package com.gt8004.analytics.dashboard;

import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Endpoint;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The page and what it loads, all out of this jar: nothing comes from elsewhere. Thread-safe. */
public final class StaticPages {
  /** The page may load from here alone, and nobody may frame it. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private StaticPages() {}

  /** Adds the page's routes. */
  public static void addTo(Router router) {
    router.route("GET", "/", new Page("index.html", "text/html; charset=utf-8"));
    router.route("GET", "/overview.css", new Page("overview.css", "text/css; charset=utf-8"));
    router.route(
        "GET", "/overview.mjs", new Page("overview.mjs", "text/javascript; charset=utf-8"));
    router.route("GET", "/login", new Page("login.html", "text/html; charset=utf-8"));
    router.route("GET", "/login.mjs", new Page("login.mjs", "text/javascript; charset=utf-8"));
    router.route("GET", "/icon.svg", new Page("icon.svg", "image/svg+xml"));
  }

  private static final class Page implements Endpoint {
    private final String etag;
    private final Reply whole;
    private final Reply unchanged;

    Page(String resource, String contentType) {
      byte[] body = read(resource);
      etag = '"' + sha256(body).substring(0, 32) + '"';
      Map<String, String> headers =
          Map.of("Content-Security-Policy", POLICY, "Cache-Control", "no-cache", "ETag", etag);
      whole = new Reply(200, contentType, body, headers);
      unchanged = new Reply(304, contentType, new byte[0], headers);
    }

    @Override
    public Reply answer(Call call) {
      return etag.equals(call.header("If-None-Match")) ? unchanged : whole;
    }

    private static byte[] read(String resource) {
      try (InputStream in = StaticPages.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException(resource + " is missing from this build");
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new IllegalStateException("cannot read " + resource, e);
      }
    }

    private static String sha256(byte[] body) {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
