package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The corpus of secrets and look-alikes: none leaks, whole or cut, and few of the others are masked. */
class RedactionCorpusTest {
  /** A piece of a secret that is as long as this is a leak; six digits of a card name only its bank. */
  private static final int LEAK_CHARACTERS = 8;

  private static final double FALSE_MASKINGS_MAX = 0.02;

  private record Secret(String prefix, String secret, String template) {
    String body() {
      return template.replace("§", prefix + secret);
    }

    boolean leaksIn(String stored) {
      int piece = Math.min(LEAK_CHARACTERS, secret.length());
      for (int i = 0; i + piece <= secret.length(); i++) {
        if (stored.contains(secret.substring(i, i + piece))) {
          return true;
        }
      }
      return false;
    }
  }

  private static final List<Secret> SECRETS = new ArrayList<>();
  private static final List<String> LOOK_ALIKES = new ArrayList<>();

  @BeforeAll
  static void readCorpus() throws IOException {
    try (InputStream file =
        RedactionCorpusTest.class.getResourceAsStream("/redaction-corpus.txt")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().filter(line -> !line.isEmpty() && !line.startsWith("# ")).forEach(line -> {
        int bar = line.indexOf(" | ");
        String secret = line.substring(0, bar);
        String body = line.substring(bar + 3).replace('⏎', '\n');
        if (secret.equals("=")) {
          LOOK_ALIKES.add(body);
        } else {
          int known = secret.indexOf('~') + 1;
          String prefix = secret.substring(0, Math.max(0, known - 1));
          SECRETS.add(new Secret(prefix, secret.substring(known), body));
        }
      });
    }
  }

  @Test
  void corpus_leaksNothingAndMasksLittleElse() {
    List<String> leaks = SECRETS.stream()
        .filter(secret -> secret.leaksIn(Redaction.mask(secret.body(), false)))
        .map(secret -> secret.body() + " -> " + Redaction.mask(secret.body(), false))
        .toList();
    List<String> falseMaskings = LOOK_ALIKES.stream()
        .filter(body -> !Redaction.mask(body, false).equals(body))
        .map(body -> body + " -> " + Redaction.mask(body, false))
        .toList();
    System.out.printf(
        "redaction corpus: %d of %d secrets leak; %d of %d look-alikes masked (%.1f %%): %s%n",
        leaks.size(),
        SECRETS.size(),
        falseMaskings.size(),
        LOOK_ALIKES.size(),
        100.0 * falseMaskings.size() / LOOK_ALIKES.size(),
        falseMaskings);
    assertThat(SECRETS).hasSizeGreaterThan(200);
    assertThat(LOOK_ALIKES).hasSizeGreaterThan(200);
    assertThat(leaks).isEmpty();
    assertThat((double) falseMaskings.size()).isLessThan(LOOK_ALIKES.size() * FALSE_MASKINGS_MAX);
  }

  @Test
  void corpus_leaksNothingWhereverItIsCut() {
    List<String> leaks = new ArrayList<>();
    for (Secret secret : SECRETS) {
      String body = secret.body();
      for (int end = 0; end <= body.length(); end++) {
        String stored = Redaction.mask(body.substring(0, end), true);
        if (secret.leaksIn(stored)) {
          leaks.add(body.substring(0, end) + " -> " + stored);
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void corpus_isTheSameTheSecondTime() {
    for (Secret secret : SECRETS) {
      String once = Redaction.mask(secret.body(), false);
      assertThat(Redaction.mask(once, false)).isEqualTo(once);
    }
  }
}
