package com.gt8004.shipper.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A configuration file: one YAML mapping from setting names to plain values or lists of them. */
public record SettingFile(Path path, Map<Setting, String> values) {
  private static final ObjectMapper YAML = new ObjectMapper(
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  /** Reads {@code path}; whatever is wrong with it is added to {@code problems}. */
  public static SettingFile read(Path path, List<String> problems) {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    SettingFile file = new SettingFile(path, values);
    try {
      JsonNode root = YAML.readTree(Files.readAllBytes(path));
      if (root.isMissingNode() || root.isNull()) {
        return file; // an empty file, or one of comments only
      }
      if (!root.isObject()) {
        problems.add(
            path + " is not a YAML mapping of settings; write lines such as 'batch_size: 50'");
        return file;
      }
      root.properties().forEach(member -> file.add(member.getKey(), member.getValue(), problems));
    } catch (NoSuchFileException missing) {
      problems.add("configuration file " + path + " does not exist");
    } catch (AccessDeniedException denied) {
      problems.add("configuration file " + path + " may not be read by this user");
    } catch (JsonProcessingException broken) {
      problems.add(
          path + " is not YAML: " + firstLine(broken.getOriginalMessage()) + place(broken));
    } catch (IOException unreadable) {
      problems.add("configuration file " + path + " cannot be read: " + unreadable.getMessage());
    }
    return file;
  }

  private void add(String key, JsonNode node, List<String> problems) {
    Setting setting = Setting.named(key);
    if (setting == null) {
      problems.add(path + ": unknown setting '" + key + "'" + suggestion(key));
    } else if (node.isArray()) {
      List<String> texts = new ArrayList<>();
      node.forEach(element -> texts.add(element.asText()));
      values.put(setting, String.join(",", texts));
    } else if (node.isObject()) {
      problems.add(path + ": " + key + " takes a plain value, not a mapping");
    } else if (!node.isNull()) {
      values.put(setting, node.asText());
    }
  }

  private static String suggestion(String key) {
    String nearest =
        Nearest.to(key, Arrays.stream(Setting.values()).map(Setting::key).toList());
    return nearest == null
        ? "; the settings are listed by --help"
        : " (did you mean '" + nearest + "'?)";
  }

  private static String place(JsonProcessingException broken) {
    return broken.getLocation() == null ? "" : " (line " + broken.getLocation().getLineNr() + ")";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("unreadable");
  }
}
