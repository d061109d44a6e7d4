package com.gt8004.shipper.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merges the four sources of settings: command line, environment, file, defaults, in this order. */
public final class SettingSources {
  private final Map<Setting, SettingValue> values = new EnumMap<>(Setting.class);

  /** Settings with the values that count. */
  public static SettingSources merge(
      Map<Setting, String> commandLine,
      Map<String, String> environment,
      @Nullable SettingFile file) {
    SettingSources merged = new SettingSources();
    for (Setting setting : Setting.values()) {
      if (setting.defaultText() != null) {
        merged.put(setting, setting.defaultText(), "default");
      }
      if (file != null) {
        merged.put(setting, file.values().get(setting), file.path() + "");
      }
      merged.put(setting, environment.get(setting.environmentName()), setting.environmentName());
      merged.put(setting, commandLine.get(setting), "command line");
    }
    return merged;
  }

  private void put(Setting setting, @Nullable String text, String origin) {
    if (text != null && !text.isBlank()) {
      values.put(setting, new SettingValue(setting, text.strip(), origin));
    }
  }

  @Nullable
  SettingValue get(Setting setting) {
    return values.get(setting);
  }

  /** Every setting that has a value, in the order of {@link Setting}. */
  public List<SettingValue> all() {
    return List.copyOf(values.values());
  }
}
