package com.gt8004.analytics.access;

import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.SessionStore;
import com.gt8004.analytics.time.ServiceClock;

/** Links that log one browser in, once. The token stands behind the {@code #}, which no log ever sees. */
public final class LoginLink {
  private LoginLink() {}

  /** A new link to the service at that URL. */
  public static String make(SessionStore sessions, String url, ServiceClock clock) {
    ApiKey token = ApiKey.random();
    sessions.addLink(token, clock.now());
    return (url.endsWith("/") ? url : url + "/") + "login#" + token.reveal();
  }
}
