package com.gt8004.shipper.admin;

/** What the admin server can be asked. Called on its threads; each call answers within seconds. */
public interface AdminDesk {
  /** An HTTP status with a JSON body. */
  record Answer(int status, String json) {}

  /** {@code GET /healthz}: 200 while the shipping thread makes rounds. */
  Answer health();

  /** {@code GET /readyz}: 200 while all queues ship or idle, else 503 with what is wrong. */
  Answer readiness();

  /** {@code GET /status}. */
  Answer status();

  /** {@code POST /queues/{name}/ship-now}: 202, 404 for no such queue, 401 for a wrong token. */
  Answer shipNow(String queueName, String token);
}
