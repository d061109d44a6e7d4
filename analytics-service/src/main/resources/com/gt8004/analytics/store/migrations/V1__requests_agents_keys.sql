-- Every key begins with agent_id, so that the tables can be spread over machines by agent.

CREATE TABLE agents (
  agent_id           varchar(128) PRIMARY KEY,
  created_at         timestamptz NOT NULL DEFAULT now(),
  sdk_connected_at   timestamptz,
  last_received_at   timestamptz,
  total_requests     bigint NOT NULL DEFAULT 0,
  -- The exact sum is kept, not a running average: an average of averages drifts.
  sum_response_ms    numeric NOT NULL DEFAULT 0,
  avg_response_ms    numeric GENERATED ALWAYS AS
    (CASE WHEN total_requests = 0 THEN 0 ELSE round(sum_response_ms / total_requests, 6) END) STORED,
  total_revenue_usdc numeric NOT NULL DEFAULT 0,
  duplicate_entries  bigint NOT NULL DEFAULT 0,
  duplicate_batches  bigint NOT NULL DEFAULT 0,
  rejected_entries   bigint NOT NULL DEFAULT 0
);

CREATE TABLE api_keys (
  -- SHA-256 only: the key itself is shown once and kept nowhere. It has 256 random bits, so needs no salt.
  key_hash   bytea PRIMARY KEY CHECK (length(key_hash) = 32),
  agent_id   varchar(128) NOT NULL REFERENCES agents (agent_id),
  key_prefix varchar(16) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE INDEX api_keys_agent ON api_keys (agent_id);

CREATE TABLE request_logs (
  agent_id           varchar(128) NOT NULL,
  request_id         varchar(128) NOT NULL,
  method             varchar(32) NOT NULL,
  path               varchar(2048) NOT NULL,
  status_code        smallint NOT NULL,
  response_ms        numeric NOT NULL,
  customer_id        varchar(128),
  tool_name          varchar(128),
  "timestamp"        timestamptz NOT NULL,
  request_body       text,
  response_body      text,
  x402_amount        numeric,
  x402_tx_hash       varchar(128),
  x402_token         varchar(64),
  x402_payer         varchar(128),
  error_type         varchar(128),
  request_body_size  bigint,
  response_body_size bigint,
  truncated          boolean NOT NULL DEFAULT false,
  headers            jsonb,
  ip_address         varchar(64),
  user_agent         varchar(1024),
  referer            varchar(2048),
  content_type       varchar(256),
  accept_language    varchar(256),
  protocol           varchar(8),
  source             varchar(32) NOT NULL,
  sdk_version        varchar(64),
  batch_id           varchar(128),
  received_at        timestamptz NOT NULL,
  -- Who the entry is: journal and sequence of our own shipper, or the text that another client gave.
  journal_id         uuid,
  sequence           bigint,
  foreign_entry_id   varchar(128),
  CHECK ((journal_id IS NULL) = (sequence IS NULL)),
  CHECK ((journal_id IS NULL) <> (foreign_entry_id IS NULL))
) PARTITION BY RANGE ("timestamp");

CREATE UNIQUE INDEX request_logs_own ON request_logs (agent_id, journal_id, sequence, "timestamp")
  WHERE journal_id IS NOT NULL;
CREATE UNIQUE INDEX request_logs_foreign ON request_logs (agent_id, foreign_entry_id, "timestamp")
  WHERE journal_id IS NULL;
CREATE INDEX request_logs_latest ON request_logs (agent_id, "timestamp" DESC);

CREATE TABLE request_logs_default PARTITION OF request_logs DEFAULT;

-- Entries without a time of their own get the time of arrival, a new one at each attempt; these are known by id alone.
CREATE TABLE untimed_entries (
  agent_id      varchar(128) NOT NULL,
  entry_id      varchar(128) NOT NULL,
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (agent_id, entry_id)
);

CREATE TABLE request_rollup_minute (
  agent_id         varchar(128) NOT NULL,
  minute           timestamptz NOT NULL,
  requests         bigint NOT NULL,
  errors           bigint NOT NULL,
  payments         bigint NOT NULL,
  payment_required bigint NOT NULL,
  sum_response_ms  numeric NOT NULL,
  revenue_usdc     numeric NOT NULL,
  PRIMARY KEY (agent_id, minute)
);
CREATE INDEX request_rollup_minute_all ON request_rollup_minute (minute);
