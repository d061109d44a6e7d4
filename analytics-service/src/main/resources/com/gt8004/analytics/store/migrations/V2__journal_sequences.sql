-- Which sequences of a journal have come, so that an audit need not look at rows. By day of event time (UTC):
-- when retention drops a day, its sequences are known to have expired. Each batch adds its ranges, upkeep merges
-- those that touch; ranges may overlap, what counts is their union.
CREATE TABLE journal_sequences (
  agent_id       varchar(128) NOT NULL,
  journal_id     uuid NOT NULL,
  day            date NOT NULL,
  first_sequence bigint NOT NULL,
  last_sequence  bigint NOT NULL,
  merged         boolean NOT NULL DEFAULT false,
  -- A connection test that a queue held: it came, but has no row that a recount could find.
  pinged         boolean NOT NULL DEFAULT false,
  CHECK (first_sequence <= last_sequence)
);
-- The journal first: whose it is must be found as well, and its id is unique by itself.
CREATE INDEX journal_sequences_journal
  ON journal_sequences (journal_id, agent_id, first_sequence, last_sequence);
CREATE INDEX journal_sequences_unmerged ON journal_sequences (agent_id, journal_id) WHERE NOT merged;

-- One row: entries of days before this one are gone and are not taken any more; null while nothing was dropped.
CREATE TABLE retention (
  only_row       boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  expired_before date
);
INSERT INTO retention DEFAULT VALUES;

INSERT INTO journal_sequences (agent_id, journal_id, day, first_sequence, last_sequence, merged)
SELECT agent_id, journal_id, day, min(sequence), max(sequence), true
FROM (
  SELECT agent_id, journal_id, day, sequence,
         sequence - dense_rank() OVER (PARTITION BY agent_id, journal_id, day ORDER BY sequence) AS island
  FROM (
    SELECT agent_id, journal_id, ("timestamp" AT TIME ZONE 'UTC')::date AS day, sequence
    FROM request_logs WHERE journal_id IS NOT NULL
  ) AS stored
) AS numbered
GROUP BY agent_id, journal_id, day, island;
