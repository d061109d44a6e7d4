package com.gt8004.shipper;

import com.gt8004.shipper.config.Nearest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody who mistyped a name probably meant: the same for settings and for what commands take. */
public final class Spelling {
  private Spelling() {}

  /** The candidate nearest to {@code name}; null if none is near. */
  public static @Nullable String nearest(String name, List<String> candidates) {
    return Nearest.to(name, candidates);
  }
}
