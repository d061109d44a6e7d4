-- Fills an analytics database with made-up entries, for measuring questions. Into a database of its own:
--
--   psql "$URL" -v entries=10000000 -v days=90 -v agents=50 -f benchmarks/analytics/generate.sql
--   gt8004 analytics recount --database-url "jdbc:postgresql://…"
--
-- 20 tools and 1,000 customers for each agent, more requests by day than by night, latencies spread log-normally,
-- 4 % errors, 6 % asked to pay, 5 % paid. The schema must be there (start the service once); rollups come from recount.
\set ON_ERROR_STOP on
SET TimeZone TO 'UTC';

SELECT format(
  'CREATE TABLE IF NOT EXISTS request_logs_%s PARTITION OF request_logs FOR VALUES FROM (%L) TO (%L)',
  to_char(day, 'YYYYMMDD'), day, day + interval '1 day')
FROM generate_series(current_date - :days, current_date, interval '1 day') AS day
\gexec

INSERT INTO agents (agent_id, arrivals)
SELECT 'agent-' || n, :entries / :agents + 1 FROM generate_series(0, :agents - 1) AS n
ON CONFLICT DO NOTHING;

INSERT INTO request_logs
  (agent_id, request_id, method, path, status_code, response_ms, customer_id, tool_name, "timestamp", x402_amount,
   x402_tx_hash, x402_counted, error_type, ip_address, protocol, source, sdk_version, received_at, foreign_entry_id, arrival)
SELECT 'agent-' || n % :agents, 'r-' || n, 'POST', '/tools/' || tool,
       CASE WHEN dice < 0.04 THEN 500 WHEN dice < 0.10 THEN 402 ELSE 200 END,
       round(exp(4 + 0.8 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))::numeric, 3),
       'customer-' || floor(1000 * random() ^ 3), 'tool-' || tool, at,
       CASE WHEN dice > 0.95 THEN 0.01 END, CASE WHEN dice > 0.95 THEN '0x' || n END, CASE WHEN dice > 0.95 THEN true END,
       CASE WHEN dice < 0.04 THEN 'Error' || n % 7 END, '203.0.113.' || n % 250,
       (ARRAY['http', 'mcp', 'a2a'])[1 + n % 3], 'sdk', 'java-0.1.0', at + interval '2 seconds', 'g-' || n, n / :agents + 1
FROM (
  SELECT n, random() AS dice, floor(20 * random() ^ 2)::int AS tool,
         current_date - :days + interval '1 day' * (n::float8 / :entries * :days)
           - interval '1 hour' * 6 * abs(sin(n)) AS at
  FROM generate_series(0, :entries - 1) AS n
) AS made
ORDER BY at
ON CONFLICT DO NOTHING;

ANALYZE;
