package com.gt8004.sdk;

/** The version that this SDK tells of itself, on disk. */
final class SdkVersion {
  static final String TEXT = "java-" + number();

  private SdkVersion() {}

  private static String number() {
    String fromManifest = SdkVersion.class.getPackage().getImplementationVersion();
    return fromManifest == null ? "0.1.0" : fromManifest.replace("-SNAPSHOT", "");
  }
}
