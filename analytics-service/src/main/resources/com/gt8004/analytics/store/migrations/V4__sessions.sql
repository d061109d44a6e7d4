-- Who may look at the dashboard in a browser. Tokens are stored as SHA-256 only; they have 256 random bits.

CREATE TABLE login_links (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

CREATE TABLE sessions (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  -- The one agent that may be seen; null for all.
  agent_id   varchar(128) REFERENCES agents (agent_id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at);
