package com.gt8004.sdk.servlet;

import com.gt8004.sdk.SecretHeaders;
import com.gt8004.sdk.capture.FieldText;
import com.gt8004.sdk.capture.Redaction;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The request's headers that an entry keeps, by name; all others may hold secrets. Immutable. */
final class KeptHeaders {
  private static final Set<String> DEFAULTS =
      Set.of("user-agent", "content-type", "referer", "accept");

  private static final int CHARACTERS_MAX = 1024;

  private final List<String> more;
  private final Redaction rules;

  /** The defaults and these, whose values are masked by the rules. */
  KeptHeaders(Collection<String> more, Redaction rules) {
    Set<String> names = new LinkedHashSet<>();
    more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    names.removeAll(DEFAULTS);
    this.more = List.copyOf(names);
    this.rules = rules;
  }

  static void check(String name) {
    if (name.isBlank() || SecretHeaders.isSecret(name)) {
      throw new IllegalArgumentException("kept header is \"" + name
          + "\"; give the name of one that holds no credential, such as X-Request-Id");
    }
  }

  Map<String, String> of(HttpServletRequest request) {
    Map<String, String> kept = new LinkedHashMap<>();
    put(kept, "user-agent", request.getHeader("User-Agent"));
    put(kept, "content-type", request.getHeader("Content-Type"));
    put(kept, "referer", FieldText.withoutQuery(request.getHeader("Referer")));
    put(kept, "accept", request.getHeader("Accept"));
    for (String name : more) {
      String value = FieldText.cut(all(request, name), CHARACTERS_MAX);
      put(kept, name, value == null ? null : rules.apply(value, value.length() == CHARACTERS_MAX));
    }
    return kept;
  }

  private static void put(Map<String, String> kept, String name, @Nullable String value) {
    String cut = FieldText.cut(value, CHARACTERS_MAX);
    if (cut != null) {
      kept.put(name, cut);
    }
  }

  private static @Nullable String all(HttpServletRequest request, String name) {
    var values = request.getHeaders(name);
    return values == null || !values.hasMoreElements()
        ? null
        : String.join(", ", Collections.list(values));
  }
}
