package com.gt8004.cli.demo;

import com.gt8004.cli.console.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports that nobody has. From below the range that systems give to outgoing connections: a
 * service that is down for ten seconds must find its port free again.
 */
final class FreePort {
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 30_000;
  private static final int TRIES = 200;

  private FreePort() {}

  /** The preferred port if it is free, else any. */
  static int preferring(int preferred) {
    return isFree(preferred) ? preferred : any();
  }

  static int any() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw CommandFailure.failed(
        "no free port between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
