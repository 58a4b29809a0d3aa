-- The first form of the history: one row a reading, one row a line of the journal, one row of memory.
-- Instants are UTC milliseconds. Never change a migration that was released: add the next number.

CREATE TABLE channel (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  -- NULL: the channel holds names of states
  unit TEXT
) STRICT;

-- ANY keeps what was given, a number as REAL and a state as TEXT, even a state that looks like a number.
CREATE TABLE reading (
  channel INTEGER NOT NULL REFERENCES channel (id),
  at INTEGER NOT NULL,
  value ANY NOT NULL,
  PRIMARY KEY (channel, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  relay TEXT,
  -- 1 on, 0 off, NULL: the line is not about a switching
  is_on INTEGER,
  reason TEXT NOT NULL,
  inputs TEXT
) STRICT;

CREATE INDEX journal_at ON journal (at);

-- The brain's memory as JSON.
CREATE TABLE memory (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  json TEXT NOT NULL
) STRICT;
