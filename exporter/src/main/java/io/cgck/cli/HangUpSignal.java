package io.cgck.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * SIGHUP. The JDK offers no supported way to handle a signal; {@code sun.misc.Signal}, exported for
 * that by the module jdk.unsupported, is used by reflection because javac warns of its name in a
 * way that cannot be allowed.
 */
final class HangUpSignal {
  private HangUpSignal() {}

  /**
   * Runs an action, in a thread of its own, whenever the signal comes. Not under {@code nohup},
   * which makes the virtual machine ignore it for good.
   */
  static void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object onSignal =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> answer(proxy, method, args, action));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), onSignal);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java runtime cannot handle SIGHUP", e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // it is the identity of the handler
  private static Object answer(Object proxy, Method method, Object[] args, Runnable action) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield proxy;
      }
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "SIGHUP handler";
    };
  }
}
