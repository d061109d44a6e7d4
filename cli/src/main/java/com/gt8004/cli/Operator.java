package com.gt8004.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs this command. */
final class Operator {
  private Operator() {}

  /** Such as {@code alice@host-1}. */
  static String name() {
    return System.getProperty("user.name") + "@" + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
