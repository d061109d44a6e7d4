package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.servlet.shape.ShapeRun;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client sees the same bytes with and without the filter, and the entry is right: in each shape. */
class GT8004FilterShapesTest {
  private static final int SHAPES_MIN = 60;

  @Test
  void jetty_answersTheSameAndEachEntryIsRight() throws Exception {
    assertAllRight(ShapeRun.onJetty());
  }

  /** Tomcat 11 brings the servlet API 6.1 in its own jar: a loader that sees that jar first. */
  @Test
  void tomcat_answersTheSameAndEachEntryIsRight() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(tomcatFirst(), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      Object problems =
          loader.loadClass(ShapeRun.class.getName()).getMethod("onTomcat").invoke(null);
      assertAllRight((List<?>) problems);
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }
  }

  private static void assertAllRight(List<?> problems) {
    String count = problems.get(0).toString();
    assertThat(Integer.parseInt(count.substring("shapes: ".length())))
        .isGreaterThanOrEqualTo(SHAPES_MIN);
    assertThat(problems.subList(1, problems.size())).isEmpty();
  }

  private static URL[] tomcatFirst() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    Arrays.sort(entries, Comparator.comparing(entry -> !entry.contains("tomcat-embed-core")));
    return Arrays.stream(entries).map(GT8004FilterShapesTest::url).toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException never) {
      throw new IllegalArgumentException(never);
    }
  }
}
