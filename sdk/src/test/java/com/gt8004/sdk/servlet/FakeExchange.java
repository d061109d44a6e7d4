package com.gt8004.sdk.servlet;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request and a response of a container that may fail, where the real one never does. */
final class FakeExchange {
  private final List<RequestLogEntry> logged = new ArrayList<>();
  private final Map<String, Object> attributes = new HashMap<>();
  private final GT8004Filter filter;
  private String failing = "";
  private int chainCalls;

  FakeExchange() {
    filter = GT8004Filter.builder(entry -> {
          logged.add(entry);
          return AppendResult.APPENDED;
        })
        .build();
  }

  FakeExchange(GT8004Filter.Builder builder) {
    filter = builder.build();
  }

  void failOn(String method) {
    failing = method;
  }

  GT8004Filter filter() {
    return filter;
  }

  List<RequestLogEntry> logged() {
    return logged;
  }

  int chainCalls() {
    return chainCalls;
  }

  /** Sends the request through the filter to a handler that throws this, or returns where it is null. */
  void through(@Nullable Throwable thrown) throws IOException, ServletException {
    FilterChain chain = (request, response) -> {
      chainCalls++;
      FakeExchange.<RuntimeException>raise(thrown);
    };
    filter.doFilter(fake(HttpServletRequest.class), fake(HttpServletResponse.class), chain);
  }

  private @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments) {
    if (method.getName().equals(failing)) {
      throw new IllegalStateException("container");
    }
    return switch (method.getName()) {
      case "getDispatcherType" -> DispatcherType.REQUEST;
      case "getMethod" -> "GET";
      case "getRequestURI" -> "/chat";
      case "getContextPath" -> "";
      case "getContentLengthLong" -> -1L;
      case "getStatus" -> 200;
      case "isAsyncStarted", "isCommitted" -> false;
      case "getAttribute" -> attributes.get(arguments[0]);
      case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
      default -> null;
    };
  }

  private <T> T fake(Class<T> type) {
    InvocationHandler handler = (proxy, method, arguments) -> answer(method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void raise(@Nullable Throwable thrown) throws E {
    if (thrown != null) {
      throw (E) thrown;
    }
  }
}
