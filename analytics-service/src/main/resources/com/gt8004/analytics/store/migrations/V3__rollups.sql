-- Every question about more than single entries is answered from the rollups made here, never from rows.

-- Latencies are counted in 170 buckets, 24 to a factor of ten, from 0.1 ms to 1,000 s. A histogram is one number: twelve
-- decimal digits for each bucket, so that adding two histograms is adding two numbers. The edges are spelled out,
-- for a logarithm may differ in its last digit between machines. (The mirror in Java: LatencyHistogram.)
CREATE FUNCTION latency_digit(response_ms numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('1e' || (12 * width_bucket(response_ms::float8, '{
    0.1,0.11,0.121,0.133,0.147,0.162,0.178,0.196,0.215,0.237,0.261,0.287,0.316,0.348,0.383,
    0.422,0.464,0.511,0.562,0.619,0.681,0.75,0.825,0.909,1,1.1,1.21,1.33,1.47,1.62,1.78,
    1.96,2.15,2.37,2.61,2.87,3.16,3.48,3.83,4.22,4.64,5.11,5.62,6.19,6.81,7.5,8.25,9.09,10,
    11,12.1,13.3,14.7,16.2,17.8,19.6,21.5,23.7,26.1,28.7,31.6,34.8,38.3,42.2,46.4,51.1,
    56.2,61.9,68.1,75,82.5,90.9,100,110,121,133,147,162,178,196,215,237,261,287,316,348,
    383,422,464,511,562,619,681,750,825,909,1000,1100,1210,1330,1470,1620,1780,1960,2150,
    2370,2610,2870,3160,3480,3830,4220,4640,5110,5620,6190,6810,7500,8250,9090,10000,11000,
    12100,13300,14700,16200,17800,19600,21500,23700,26100,28700,31600,34800,38300,42200,46400,
    51100,56200,61900,68100,75000,82500,90900,100000,110000,121000,133000,147000,162000,178000,
    196000,215000,237000,261000,287000,316000,348000,383000,422000,464000,511000,562000,619000,
    681000,750000,825000,909000,1000000}'::float8[]))::text)::numeric;

-- Arrivals number an agent's entries in the order in which they were committed; a stream of them can be resumed.
ALTER TABLE agents
  ADD COLUMN arrivals bigint NOT NULL DEFAULT 0,
  ADD COLUMN unproven_revenue_usdc numeric NOT NULL DEFAULT 0;
ALTER TABLE request_logs
  ADD COLUMN arrival bigint,
  -- Whether this entry's amount counts as revenue: false where its transaction was counted with another entry.
  ADD COLUMN x402_counted boolean;

-- One row for each transaction: the entry with which it is counted. Lives longer than rows.
CREATE TABLE payments (
  agent_id    varchar(128) NOT NULL,
  tx_hash     varchar(128) NOT NULL,
  arrival     bigint NOT NULL,
  "timestamp" timestamptz NOT NULL,
  PRIMARY KEY (agent_id, tx_hash)
);

WITH numbered AS (
  SELECT tableoid AS part, ctid AS place,
         row_number() OVER (PARTITION BY agent_id ORDER BY received_at, "timestamp", journal_id, sequence, foreign_entry_id)
           AS arrival
  FROM request_logs
)
UPDATE request_logs AS stored SET arrival = numbered.arrival
FROM numbered WHERE stored.tableoid = numbered.part AND stored.ctid = numbered.place;

UPDATE agents SET arrivals = counted.arrivals
FROM (SELECT agent_id, max(arrival) AS arrivals FROM request_logs GROUP BY agent_id) AS counted
WHERE agents.agent_id = counted.agent_id;

INSERT INTO payments (agent_id, tx_hash, arrival, "timestamp")
SELECT DISTINCT ON (agent_id, x402_tx_hash) agent_id, x402_tx_hash, arrival, "timestamp"
FROM request_logs WHERE x402_amount > 0 AND x402_tx_hash IS NOT NULL
ORDER BY agent_id, x402_tx_hash, arrival;

UPDATE request_logs AS stored SET x402_counted = x402_tx_hash IS NULL
  OR arrival = (SELECT arrival FROM payments WHERE agent_id = stored.agent_id AND tx_hash = stored.x402_tx_hash)
WHERE x402_amount > 0;

ALTER TABLE request_logs ALTER COLUMN arrival SET NOT NULL;

-- For streams of what arrives, for one customer's entries, and for the list of errors.
CREATE INDEX request_logs_arrival ON request_logs (agent_id, arrival);
CREATE INDEX request_logs_customer ON request_logs (agent_id, customer_id, "timestamp" DESC)
  WHERE customer_id IS NOT NULL;
CREATE INDEX request_logs_errors ON request_logs (agent_id, "timestamp" DESC)
  WHERE status_code >= 400 AND status_code <> 402;

-- The minutes of V1, with more to say. Its revenue counted each entry; a recount mends what is older.
ALTER TABLE request_rollup_minute
  ADD COLUMN timeouts bigint NOT NULL DEFAULT 0,
  ADD COLUMN max_response_ms numeric NOT NULL DEFAULT 0,
  ADD COLUMN unproven_usdc numeric NOT NULL DEFAULT 0,
  ADD COLUMN latency numeric NOT NULL DEFAULT 0;

-- kind      name                        detail
-- agent     ''                          ''
-- tool      tool_name, '' without       protocol
-- protocol  protocol, http without      source
-- status    status_code                 error_type, '' without
-- endpoint  path up to ?, a2a only      method
CREATE TABLE request_rollup_hour (
  agent_id         varchar(128) NOT NULL,
  kind             varchar(8) NOT NULL,
  start            timestamptz NOT NULL,
  name             varchar(256) NOT NULL,
  detail           varchar(128) NOT NULL,
  requests         bigint NOT NULL,
  errors           bigint NOT NULL,
  payments         bigint NOT NULL,
  payment_required bigint NOT NULL,
  timeouts         bigint NOT NULL,
  sum_response_ms  numeric NOT NULL,
  max_response_ms  numeric NOT NULL,
  revenue_usdc     numeric NOT NULL,
  unproven_usdc    numeric NOT NULL,
  latency          numeric NOT NULL,
  PRIMARY KEY (agent_id, kind, start, name, detail)
);
CREATE INDEX request_rollup_hour_all ON request_rollup_hour (kind, start);
CREATE TABLE request_rollup_day (LIKE request_rollup_hour INCLUDING ALL);

-- Who asked for what on which day (UTC).
CREATE TABLE customer_day (
  agent_id         varchar(128) NOT NULL,
  customer_id      varchar(128) NOT NULL,
  day              date NOT NULL,
  protocol         varchar(8) NOT NULL,
  tool_name        varchar(128) NOT NULL,
  requests         bigint NOT NULL,
  errors           bigint NOT NULL,
  payments         bigint NOT NULL,
  payment_required bigint NOT NULL,
  sum_response_ms  numeric NOT NULL,
  revenue_usdc     numeric NOT NULL,
  unproven_usdc    numeric NOT NULL,
  first_at         timestamptz NOT NULL,
  last_at          timestamptz NOT NULL,
  first_paid_at    timestamptz,
  PRIMARY KEY (agent_id, customer_id, day, protocol, tool_name)
);
CREATE INDEX customer_day_all ON customer_day (agent_id, day);

-- The sum of all days.
CREATE TABLE customers (
  agent_id         varchar(128) NOT NULL,
  customer_id      varchar(128) NOT NULL,
  first_seen_at    timestamptz NOT NULL,
  last_seen_at     timestamptz NOT NULL,
  requests         bigint NOT NULL,
  errors           bigint NOT NULL,
  payments         bigint NOT NULL,
  payment_required bigint NOT NULL,
  sum_response_ms  numeric NOT NULL,
  revenue_usdc     numeric NOT NULL,
  unproven_usdc    numeric NOT NULL,
  first_mcp_at     timestamptz,
  first_a2a_at     timestamptz,
  first_paid_at    timestamptz,
  PRIMARY KEY (agent_id, customer_id)
);
CREATE INDEX customers_latest ON customers (agent_id, last_seen_at DESC);
CREATE INDEX customers_latest_all ON customers (last_seen_at DESC);

-- What came when (hours of arrival), and how far behind the event. History of the wire: not derived from rows.
CREATE TABLE ingest_hour (
  agent_id   varchar(128) NOT NULL,
  start      timestamptz NOT NULL,
  batches    bigint NOT NULL,
  entries    bigint NOT NULL,
  stored     bigint NOT NULL,
  duplicates bigint NOT NULL,
  rejected   bigint NOT NULL,
  expired    bigint NOT NULL,
  max_lag_ms numeric NOT NULL,
  lag        numeric NOT NULL,
  PRIMARY KEY (agent_id, start)
);
CREATE INDEX ingest_hour_all ON ingest_hour (start);

ALTER TABLE retention
  ADD COLUMN bodies_before date,
  -- Rows of an older schema are counted into the new rollups once, when the service opens the database.
  ADD COLUMN recount_due boolean NOT NULL DEFAULT true;

-- Of days whose rows are gone only the minutes know.
INSERT INTO request_rollup_hour
  (agent_id, kind, start, name, detail, requests, errors, payments, payment_required, timeouts, sum_response_ms,
   max_response_ms, revenue_usdc, unproven_usdc, latency)
SELECT agent_id, 'agent', date_trunc('hour', minute, 'UTC'), '', '', sum(requests), sum(errors), sum(payments),
       sum(payment_required), 0, sum(sum_response_ms), 0, sum(revenue_usdc), 0, 0
FROM request_rollup_minute
WHERE minute < (SELECT expired_before FROM retention)::timestamp AT TIME ZONE 'UTC'
GROUP BY 1, 3;
INSERT INTO request_rollup_day
SELECT agent_id, kind, date_trunc('day', start, 'UTC'), '', '', sum(requests), sum(errors), sum(payments),
       sum(payment_required), 0, sum(sum_response_ms), 0, sum(revenue_usdc), 0, 0
FROM request_rollup_hour
GROUP BY 1, 2, 3;
