package com.gt8004.shipper.metrics;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of the Prometheus text format 0.0.4 that takes nothing but what the format's description
 * allows, and of that only what this product uses: each metric once, HELP and TYPE before its samples,
 * no sample twice, line feeds at all ends.
 */
public final class PrometheusText {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge)");
  private static final Pattern SAMPLE =
      Pattern.compile("(" + NAME + ")(?:\\{(.*)})? (-?[0-9.]+(?:E-?[0-9]+)?)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

  private final Map<String, String> helps = new LinkedHashMap<>();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Set<String> named = new HashSet<>();
  private String current = "";

  public static PrometheusText parse(String text) {
    if (!text.endsWith("\n") || text.contains("\r")) {
      throw new AssertionError("lines end with one line feed each");
    }
    PrometheusText parsed = new PrometheusText();
    text.lines().forEach(parsed::take);
    return parsed;
  }

  private void take(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (help.matches()) {
      require(named.add(help.group(1)), "named twice", line);
      current = help.group(1);
      helps.put(current, help.group(2));
    } else if (type.matches()) {
      require(type.group(1).equals(current), "TYPE without its HELP", line);
      require(types.put(current, type.group(2)) == null, "typed twice", line);
    } else {
      require(sample.matches(), "no line of the format", line);
      require(sample.group(1).equals(current) && types.containsKey(current), "out of place", line);
      String key = current + labels(sample.group(2), line);
      require(samples.put(key, Double.valueOf(sample.group(3))) == null, "sampled twice", line);
    }
  }

  private static Map<String, String> labels(String text, String line) {
    Map<String, String> labels = new TreeMap<>();
    if (text == null) {
      return labels;
    }
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (end < text.length()) {
      require(label.find(end) && label.start() == end, "labels", line);
      String value =
          label.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
      require(labels.put(label.group(1), value) == null, "label twice", line);
      end = label.end();
    }
    return labels;
  }

  private static void require(boolean holds, String what, String line) {
    if (!holds) {
      throw new AssertionError(what + ": " + line);
    }
  }

  public Map<String, String> types() {
    return types;
  }

  public Map<String, String> helps() {
    return helps;
  }

  /** All samples, by name and labels as {@code name{label=value, …}} with the labels in order. */
  public Map<String, Double> samples() {
    return samples;
  }

  /** One sample; labels as name, value, name, value. */
  public double value(String name, String... labels) {
    Map<String, String> wanted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    Double value = samples.get(name + wanted);
    if (value == null) {
      throw new AssertionError("no " + name + wanted + " in " + samples.keySet());
    }
    return value;
  }
}
