package com.gt8004.analytics.store;

import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is and who we are there.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, perhaps with parameters
 * @param user null where the URL names it
 * @param password null where the URL holds it or none is needed
 */
public record DatabaseAddress(
    String url, @Nullable String user, @Nullable String password) {
  private static final String SCHEME = "jdbc:postgresql:";

  public DatabaseAddress {
    if (!url.startsWith(SCHEME)) {
      throw new IllegalArgumentException("database URL must begin with " + SCHEME
          + "//, such as jdbc:postgresql://db.example.com:5432/gt8004");
    }
  }

  /** Without parameters, which may hold the password, and without the password: safe to show. */
  @Override
  public String toString() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }
}
