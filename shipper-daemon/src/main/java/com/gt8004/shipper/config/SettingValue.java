package com.gt8004.shipper.config;

/**
 * A setting as somebody wrote it.
 *
 * @param origin who did: an option, a variable, a file, or {@code default}
 */
public record SettingValue(Setting setting, String text, String origin) {
  /** The value for people; secrets are masked. */
  public String shown() {
    return setting.isSecret() ? "***" : text;
  }

  @Override
  public String toString() {
    return setting.key() + ": " + shown() + " (" + origin + ")";
  }
}
