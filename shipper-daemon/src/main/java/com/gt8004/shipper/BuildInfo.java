package com.gt8004.shipper;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Version and commit, from the manifest of this jar. */
final class BuildInfo {
  private static final String DEVELOPMENT = "development";

  private BuildInfo() {}

  static String version() {
    String version = BuildInfo.class.getPackage().getImplementationVersion();
    return version == null ? DEVELOPMENT : version;
  }

  static String commit() {
    String commit = attribute("Build-Commit");
    return commit == null ? "unknown" : commit;
  }

  private static @Nullable String attribute(String name) {
    try {
      String title = BuildInfo.class.getPackage().getImplementationTitle();
      Enumeration<URL> manifests =
          BuildInfo.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
      while (manifests.hasMoreElements()) {
        try (InputStream in = manifests.nextElement().openStream()) {
          Attributes attributes = new Manifest(in).getMainAttributes();
          if (title != null
              && title.equals(attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE))) {
            return attributes.getValue(name);
          }
        }
      }
    } catch (IOException unreadable) {
      return null;
    }
    return null;
  }
}
