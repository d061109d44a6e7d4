package com.gt8004.sdk.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Opens the two packages of java.base that Chronicle Queue reaches into on Java 17 and later, so that
 * an application needs no JVM flags for an embedded logger.
 *
 * <p>It uses {@code sun.misc.Unsafe}, as Chronicle itself does: where Unsafe is gone, Chronicle is gone
 * too. Does nothing where flags or a manifest opened them already, or where {@code
 * -Dgt8004.open.modules=false} forbids it.
 */
final class ModuleOpener {
  static final String SWITCH = "gt8004.open.modules";
  static final String FLAGS =
      "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED --add-exports=java.base/sun.nio.ch=ALL-UNNAMED";

  private static final String OPENED = "java.lang.reflect";
  private static final String[] EXPORTED = {"sun.nio.ch", "jdk.internal.ref"};

  private ModuleOpener() {}

  /**
   * @throws IllegalStateException if the packages are closed and could not be opened; names the flags
   */
  static void open() {
    Module base = Object.class.getModule();
    Module ours = ModuleOpener.class.getModule();
    if (base.isOpen(OPENED, ours) && base.isExported(EXPORTED[0], ours)) {
      return;
    }
    if (!Boolean.parseBoolean(System.getProperty(SWITCH, "true"))) {
      throw new IllegalStateException("the queue needs two module openings, and -D" + SWITCH
          + "=false forbids making them by code; start Java with: " + FLAGS);
    }
    try {
      open(base);
    } catch (Throwable e) { // whatever a future platform throws here, the cure is the same
      throw new IllegalStateException(
          "the queue needs two module openings that could not be made by code; start Java with: "
              + FLAGS,
          e);
    }
  }

  // Errors and checked exceptions of method handles alike go to the one caller above.
  private static void open(Module base) throws Throwable {
    MethodHandles.Lookup lookup = trustedLookup();
    MethodType type = MethodType.methodType(void.class, String.class);
    lookup.findVirtual(Module.class, "implAddOpensToAllUnnamed", type).invoke(base, OPENED);
    for (String name : EXPORTED) {
      lookup.findVirtual(Module.class, "implAddExportsToAllUnnamed", type).invoke(base, name);
    }
  }

  /** Unsafe by reflection: named in the source, each use of it is a warning that nothing can silence. */
  private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field instance = type.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    Object unsafe = instance.get(null);
    Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
    Object base = type.getMethod("staticFieldBase", Field.class).invoke(unsafe, lookup);
    Object offset = type.getMethod("staticFieldOffset", Field.class).invoke(unsafe, lookup);
    return (MethodHandles.Lookup)
        type.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
  }
}
