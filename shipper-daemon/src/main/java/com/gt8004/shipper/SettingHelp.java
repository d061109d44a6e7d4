package com.gt8004.shipper;

import com.gt8004.shipper.config.Setting;

/** The settings as {@code --help} lists them, from the same table that the program reads. */
final class SettingHelp {
  private SettingHelp() {}

  static String text() {
    StringBuilder text = new StringBuilder();
    for (Setting setting : Setting.values()) {
      String value = setting.defaultText() == null ? "" : " [" + setting.defaultText() + "]";
      text.append("  %-22s %s%s%n".formatted(setting.key(), setting.meaning(), value));
    }
    return text.toString();
  }
}
