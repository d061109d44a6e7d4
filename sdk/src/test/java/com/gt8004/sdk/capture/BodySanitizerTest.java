package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BodySanitizerTest {
  @Test
  void sanitize_givesTheOwnFunctionWhatIsAlreadyMasked() {
    List<String> seen = new ArrayList<>();
    BodySanitizer sanitizer = new BodySanitizer(body -> {
      seen.add(body);
      return body.replace("kim", "***");
    });
    BodySanitizer.Bodies bodies =
        sanitizer.sanitize("{\"password\":\"x\",\"name\":\"kim\"}", false, "kim", false);
    assertThat(seen).containsExactly("{\"password\":\"***\",\"name\":\"kim\"}", "kim");
    assertThat(bodies.request()).isEqualTo("{\"password\":\"***\",\"name\":\"***\"}");
    assertThat(bodies.response()).isEqualTo("***");
  }

  @Test
  void sanitize_runsTheGuidesOwnExample() {
    UnaryOperator<String> guide =
        body -> body.replaceAll("\"password\":\"[^\"]*\"", "\"password\":\"***\"");
    BodySanitizer.Bodies bodies = new BodySanitizer(guide)
        .sanitize("{\"user\":\"kim\",\"password\":\"hunter2\"}", false, "{\"ok\":true}", false);
    assertThat(bodies.request()).isEqualTo("{\"user\":\"kim\",\"password\":\"***\"}");
    assertThat(bodies.response()).isEqualTo("{\"ok\":true}");
  }

  @Test
  void sanitize_leavesBothBodiesOutWhereTheFunctionThrows() {
    BodySanitizer sanitizer = new BodySanitizer(body -> {
      if (body.contains("deep")) {
        throw new StackOverflowError();
      }
      return body;
    });
    assertThat(sanitizer.sanitize("fine", false, "deep", false))
        .isEqualTo(new BodySanitizer.Bodies(null, null));
    assertThat(sanitizer.failures()).isEqualTo(1);
    assertThat(sanitizer.sanitize("fine", false, null, false))
        .isEqualTo(new BodySanitizer.Bodies("fine", null));
    assertThat(sanitizer.failures()).isEqualTo(1);
  }

  @Test
  void sanitize_leavesOutABodyForWhichTheFunctionGivesNull() {
    BodySanitizer sanitizer = new BodySanitizer(body -> null);
    assertThat(sanitizer.sanitize("a", false, "b", false))
        .isEqualTo(new BodySanitizer.Bodies(null, null));
    assertThat(sanitizer.failures()).isZero();
  }
}
