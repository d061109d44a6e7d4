package com.gt8004.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * Copies our own jars for the archive. There they lie among those that they need, so their class paths
 * lose the folder; and Maven's jars hold the modes of the folders that they were made from, which the
 * builder's umask decides: the copies hold no modes, and their entries are sorted and have one time.
 */
final class ProgramJars {
  private static final String FOLDER = "lib/";

  private final LocalDateTime time;
  private final String version;
  private final Path to;

  private ProgramJars(LocalDateTime time, String version, Path to) {
    this.time = time;
    this.version = version;
    this.to = to;
  }

  /** Arguments: time of the entries, version, folder to copy to, jars. */
  public static void main(String[] arguments) throws IOException {
    ProgramJars jars = new ProgramJars(
        OffsetDateTime.parse(arguments[0]).toLocalDateTime(), arguments[1], Path.of(arguments[2]));
    for (String jar : Arrays.asList(arguments).subList(3, arguments.length)) {
      jars.copy(Path.of(jar));
    }
  }

  private void copy(Path from) throws IOException {
    String name = from.getFileName().toString().replace(".jar", "").replace("-" + version, "");
    try (JarFile source = new JarFile(from.toFile());
        JarOutputStream copy =
            new JarOutputStream(Files.newOutputStream(to.resolve(name + "-" + version + ".jar")))) {
      put(copy, JarFile.MANIFEST_NAME);
      besideOthers(source.getManifest()).write(copy);
      for (JarEntry entry : sorted(source)) {
        put(copy, entry.getName());
        try (InputStream in = source.getInputStream(entry)) {
          in.transferTo(copy);
        }
      }
    }
  }

  /** Folders too: Flyway asks for that of its migrations. */
  private static List<JarEntry> sorted(JarFile source) {
    return source.stream()
        .filter(entry -> !entry.getName().equals(JarFile.MANIFEST_NAME))
        .sorted(Comparator.comparing(JarEntry::getName))
        .toList();
  }

  private static Manifest besideOthers(Manifest manifest) {
    Attributes attributes = manifest.getMainAttributes();
    String classPath = attributes.getValue(Attributes.Name.CLASS_PATH);
    if (classPath != null) {
      attributes.put(
          Attributes.Name.CLASS_PATH,
          Arrays.stream(classPath.split(" "))
              .map(jar -> jar.startsWith(FOLDER) ? jar.substring(FOLDER.length()) : jar)
              .collect(Collectors.joining(" ")));
    }
    return manifest;
  }

  private void put(JarOutputStream copy, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(time);
    copy.putNextEntry(entry);
  }
}
