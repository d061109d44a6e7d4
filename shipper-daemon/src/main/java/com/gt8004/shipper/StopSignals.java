package com.gt8004.shipper;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The first SIGTERM or SIGINT asks for a graceful stop, the second ends the process at once, with the
 * exit code that shells know for its signal: 143 for SIGTERM, 130 for SIGINT. The JVM's
 * own handling cannot tell a second one, so its signal class is used, reflectively because compilers
 * warn of it; where it is missing, a shutdown hook does the first half.
 */
final class StopSignals {
  /** By the name of the signal. */
  private static final Map<String, Integer> EXIT_CODES = Map.of("TERM", 143, "INT", 130);

  private StopSignals() {}

  static void install(Runnable gracefulStop) {
    AtomicInteger received = new AtomicInteger();
    try {
      for (Map.Entry<String, Integer> signal : EXIT_CODES.entrySet()) {
        handle(signal.getKey(), () -> {
          if (received.incrementAndGet() == 1) {
            gracefulStop.run();
          } else {
            Runtime.getRuntime().halt(signal.getValue());
          }
        });
      }
    } catch (ReflectiveOperationException | RuntimeException unsupported) {
      Runtime.getRuntime().addShutdownHook(new Thread(gracefulStop, "gt8004-stop"));
    }
  }

  private static void handle(String name, Runnable onSignal) throws ReflectiveOperationException {
    Class<?> signalClass = Class.forName("sun.misc.Signal");
    Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
    Object handler = Proxy.newProxyInstance(
        StopSignals.class.getClassLoader(),
        new Class<?>[] {handlerClass},
        (proxy, method, arguments) -> {
          switch (method.getName()) {
            case "handle" -> onSignal.run();
            case "hashCode" -> {
              return System.identityHashCode(proxy);
            }
            case "equals" -> {
              return proxy == arguments[0];
            }
            case "toString" -> {
              return "StopSignals";
            }
            default -> throw new UnsupportedOperationException(method.getName());
          }
          return null;
        });
    try {
      Object signal = signalClass.getConstructor(String.class).newInstance(name);
      signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
    } catch (InvocationTargetException refused) {
      throw new ReflectiveOperationException(refused.getCause()); // such as a JVM started with -Xrs
    }
  }
}
