package com.gt8004.sdk.spring;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.LoggerStats;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Actuator shows of a logger. Holds no content and no secret. */
final class LoggerDetails {
  private LoggerDetails() {}

  /** Whether entries can be appended; nothing worse than "unknown" is made of it, for the application works. */
  static boolean usable(LoggerStats stats) {
    return stats.unusableReason() == null;
  }

  static Map<String, Object> of(GT8004Logger logger) {
    LoggerStats stats = logger.stats();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("appended", stats.appended());
    details.put("refused", stats.refused());
    details.put("queueBytes", stats.queueBytes());
    details.put("queueBytesMax", stats.queueBytesMax());
    details.put("shipperSeen", stats.shipperSeen());
    if (stats.unusableReason() != null) {
      details.put("unusableReason", stats.unusableReason());
    }
    return details;
  }
}
