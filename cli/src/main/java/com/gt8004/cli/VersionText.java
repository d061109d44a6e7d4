package com.gt8004.cli;

import com.gt8004.cli.child.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** {@code gt8004 0.1.0 (commit 9fc95493e383), Java 17.0.15 (Debian), Linux amd64}. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Attributes attributes = attributes();
    return new String[] {
      "gt8004 " + value(attributes, "Implementation-Version")
          + " (commit " + value(attributes, "Build-Commit") + "), Java "
          + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
          + System.getProperty("os.name") + " " + System.getProperty("os.arch")
    };
  }

  private static Attributes attributes() {
    Path jar = Program.ownJar();
    if (jar == null || !Files.isRegularFile(jar)) {
      return new Attributes();
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      @Nullable Manifest manifest = file.getManifest();
      return manifest == null ? new Attributes() : manifest.getMainAttributes();
    } catch (IOException e) {
      return new Attributes();
    }
  }

  /** A build without its git folder leaves the placeholder. */
  private static String value(Attributes attributes, String name) {
    @Nullable String value = attributes.getValue(name);
    return value == null || value.isBlank() || value.startsWith("${") ? "unknown" : value;
  }
}
