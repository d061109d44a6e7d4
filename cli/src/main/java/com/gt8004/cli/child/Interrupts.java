package com.gt8004.cli.child;

/**
 * Ctrl-C on a terminal goes to the child as well as to us; what becomes of it is the child's to decide,
 * and its exit code is then ours. The JDK has no public way to ignore a signal, so its own class is
 * used, by reflection because compilers warn of it; without it a Ctrl-C merely ends both.
 */
final class Interrupts {
  private Interrupts() {}

  static void ignore() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      Object ignored = handler.getField("SIG_IGN").get(null);
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, ignored);
    } catch (ReflectiveOperationException | RuntimeException unsupported) {
      // As said above.
      return;
    }
  }
}
