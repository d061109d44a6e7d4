package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether what a command said is what the document shows. Ids of the document stand for those of this
 * run, each for one and always the same; so do its paths and URLs. Times of the run's own, which are never of a
 * whole second, are alike; spaces between columns are. All else must be equal, letter for letter.
 */
final class SessionLikeness {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.(?!000Z)\\d{3,9}Z");
  private static final Pattern COLUMNS = Pattern.compile(" {2,}|-{3,}");
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.,]*");
  private static final Pattern UNIT = Pattern.compile("\\b([KMGT]i)?B\\b");

  private final Map<String, String> realPlaces;
  private final Map<String, String> realIds = new HashMap<>();
  private final Map<String, String> shownIds = new HashMap<>();

  /** Where the document's paths and URLs really are. */
  SessionLikeness(Map<String, String> realPlaces) {
    this.realPlaces = Map.copyOf(realPlaces);
  }

  /** A text of the document as it is in this run. An id that was not shown yet stays. */
  String real(String text) {
    String real = text;
    for (Map.Entry<String, String> place : realPlaces.entrySet()) {
      real = real.replace(place.getKey(), place.getValue());
    }
    for (Map.Entry<String, String> id : realIds.entrySet()) {
      // The start of an id is as good as the whole where one is typed.
      real = real.replace(id.getKey(), id.getValue())
          .replaceAll(
              "\\b" + id.getKey().substring(0, 13) + "\\b", id.getValue().substring(0, 13));
    }
    return real;
  }

  void check(SessionScript.Step step, List<String> actual) {
    List<String> told = actual.stream().map(this::shown).toList();
    String all = String.join("\n", told);
    assertThat(told.size())
        .as("%s%nsaid:%n%s%nlines", step, all)
        .isEqualTo(step.shown().size());
    for (int i = 0; i < told.size(); i++) {
      learn(step.shown().get(i), told.get(i));
      assertThat(even(shown(told.get(i))))
          .as("%s%nline %d of what it said:%n%s%n", step, i + 1, all)
          .matches(pattern(even(step.shown().get(i)), step.varies()));
    }
  }

  private String shown(String text) {
    String shown = text;
    for (Map.Entry<String, String> place : realPlaces.entrySet()) {
      shown = shown.replace(place.getValue(), place.getKey());
    }
    for (Map.Entry<String, String> id : shownIds.entrySet()) {
      shown = shown.replace(id.getKey(), id.getValue());
    }
    return shown;
  }

  /** Ids stand in the same order in both. */
  private void learn(String shown, String told) {
    Matcher ofDocument = UUID.matcher(shown);
    Matcher ofRun = UUID.matcher(told);
    while (ofDocument.find() && ofRun.find()) {
      String known = realIds.putIfAbsent(ofDocument.group(), ofRun.group());
      if (known == null) {
        shownIds.put(ofRun.group(), ofDocument.group());
      }
    }
  }

  private static String even(String text) {
    return COLUMNS
        .matcher(TIME.matcher(text).replaceAll("TIME"))
        .replaceAll("  ")
        .stripTrailing();
  }

  private static String pattern(String shown, List<String> varies) {
    String pattern = Pattern.quote(shown);
    for (String each : varies) {
      pattern = each.startsWith("*")
          ? pattern.replace(each.substring(1), "\\E.*\\Q")
          : pattern.replace(each, "\\E" + shape(each) + "\\Q");
    }
    return pattern;
  }

  /** A number stands for any number, a unit of bytes for any such unit. */
  private static String shape(String text) {
    String quoted = NUMBER.matcher(text).replaceAll("[0-9][0-9.,]*");
    return UNIT.matcher(quoted).replaceAll("([KMGT]i)?B");
  }
}
