package com.gt8004.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Libraries;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** An application embeds the SDK and is started as applications are: no flags, no manifest of ours. */
class NoFlagsIT {
  @TempDir
  Path folder;

  @Test
  void plainClassPathWithoutTheServletApi_appends() throws Exception {
    assertThat(classPath()).doesNotContain("servlet");
    assertAppends(List.of(ChildProcess.JAVA.toString(), "-cp", classPath(), App.class.getName()));
  }

  @Test
  void springBootFatJar_appends() throws Exception {
    assertAppends(List.of(ChildProcess.JAVA.toString(), "-jar", fatJar().toString()));
  }

  private void assertAppends(List<String> command) throws Exception {
    Path root = folder.resolve("queues");
    Map<String, String> environment =
        Map.of("GT8004_AGENT_ID", "no-flags", "GT8004_QUEUE_ROOT", root.toString());
    try (ChildProcess app = ChildProcess.start(folder.resolve("logs"), environment, "", command)) {
      assertThat(app.exitCode(Duration.ofSeconds(60))).as(app.err()).isZero();
      assertThat(app.out()).contains("APPENDED");
    }
    try (var files = Files.walk(root)) {
      assertThat(files.filter(file -> file.toString().endsWith(".cq4"))).hasSize(1);
    }
  }

  /** A jar as Spring Boot's plugin makes it: the application and its libraries inside, Boot's launcher outside. */
  private Path fatJar() throws IOException {
    Path plain = folder.resolve("app.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    String entry = App.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(plain);
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(App.class.getClassLoader().getResourceAsStream(entry).readAllBytes());
      jar.closeEntry();
    }
    Path fat = folder.resolve("app-boot.jar");
    Repackager repackager = new Repackager(plain.toFile());
    repackager.setMainClass(App.class.getName());
    Libraries libraries = callback -> {
      for (String path : classPath().split(File.pathSeparator)) {
        if (path.endsWith(".jar")) {
          callback.library(new Library(new File(path), LibraryScope.COMPILE));
        }
      }
    };
    repackager.repackage(fat.toFile(), libraries);
    return fat;
  }

  /** The SDK with what it depends on, and this application; nothing else of this test's class path. */
  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                path -> path.matches(
                    ".*(gt8004-sdk|sdk.target.classes|chronicle-|posix-|jackson-|slf4j-api|jspecify|test-classes).*"))
            .toList());
  }

  /** The application. */
  static final class App {
    public static void main(String[] args) {
      try (GT8004Logger logger = GT8004Logger.fromEnvironment()) {
        AppendResult result = logger.log(RequestLogEntry.builder()
            .method("POST")
            .path("/chat")
            .statusCode(200)
            .responseMs(142.5)
            .build());
        System.out.println(result);
      }
    }
  }
}
