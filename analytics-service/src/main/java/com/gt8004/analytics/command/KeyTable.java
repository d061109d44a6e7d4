package com.gt8004.analytics.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.store.AgentStore.KeyInfo;
import com.gt8004.analytics.time.ServiceClock;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/** Keys, printed: by prefix, never whole. */
record KeyTable(List<KeyInfo> keys) {
  /**
   * @param member the name of the array in JSON
   * @param none what to say in text when there are no keys
   */
  void print(PrintWriter out, Output output, String member, String none) {
    if (output == Output.json) {
      out.println(Output.line(tree(member)));
      return;
    }
    Instant now = ServiceClock.system().now();
    if (keys.isEmpty()) {
      out.println(none);
    }
    for (KeyInfo key : keys) {
      String state = key.revokedAt() == null
          ? "valid"
          : (key.revokedAt().isAfter(now) ? "valid until " : "revoked ") + key.revokedAt();
      out.println(key.agentId() + "  " + key.keyPrefix() + "…  " + state);
    }
  }

  ObjectNode tree(String member) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode array = tree.putArray(member);
    for (KeyInfo key : keys) {
      array
          .addObject()
          .put("agent_id", key.agentId())
          .put("key_prefix", key.keyPrefix())
          .put("created_at", key.createdAt().toString())
          .put("revoked_at", key.revokedAt() == null ? null : key.revokedAt().toString());
    }
    return tree;
  }
}
