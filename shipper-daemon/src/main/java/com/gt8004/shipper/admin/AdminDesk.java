package com.gt8004.shipper.admin;

/** What the admin server can be asked and told. Called on its threads; each call answers within seconds. */
public interface AdminDesk {
  /** An HTTP status with a body. */
  record Answer(int status, String contentType, String body) {
    /** JSON, as all answers but one are. */
    public static Answer json(int status, String json) {
      return new Answer(status, "application/json", json);
    }
  }

  /** What a queue can be told, by who shows its token. */
  enum Order {
    /** Send partial batches, too. */
    SHIP_NOW("ship-now"),
    /** Send nothing until {@link #RESUME}, over restarts: {@code {"by", "reason"}}, both optional. */
    PAUSE("pause"),
    /** Send again, and try at once what a fault paused. */
    RESUME("resume"),
    /** Give up dead letters: {@code {"entry_ids": […]}}, at most 50. */
    DISCARD_LETTERS("discard-letters"),
    /** Take out dead letters whose entries the server has now: {@code {"entry_ids": […]}}, at most 50. */
    DELIVERED_LETTERS("delivered-letters"),
    /** Apply retention now; {@code {"dry_run": true}} only says what would go. */
    PRUNE("prune");

    private final String word;

    Order(String word) {
      this.word = word;
    }

    /** Last part of the path, such as {@code ship-now}. */
    public String word() {
      return word;
    }
  }

  /** {@code GET /healthz}: 200 while the shipping thread makes rounds. */
  Answer health();

  /** {@code GET /readyz}: 200 while no fault keeps a queue from being shipped, else 503 with what is wrong. */
  Answer readiness();

  /** {@code GET /status}. */
  Answer status();

  /** {@code GET /metrics}, in the Prometheus text format. */
  Answer metrics();

  /**
   * {@code POST /queues/{name}/{order}}: 2xx done, 400 for a body that makes no sense, 401 for a wrong
   * token, 404 for no such queue.
   *
   * @param body JSON, or empty
   */
  Answer order(Order order, String queueName, String token, String body);
}
