-- The compact form of the history, see docs/storage.md. The writer moves what is in `reading` into it, piece by piece,
-- and drops that table when it is empty.

-- Readings that are in no block yet: one row for each commit.
CREATE TABLE head (
  id INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;

-- The sealed readings of one channel in 30 days: id = channel * 2^23 + span + 2^22.
CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  -- of the last change: tells readers what they may still have in memory
  generation INTEGER NOT NULL,
  contents BLOB NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE INDEX segment_generation ON segment (generation);

-- Instants that the blocks of several channels share.
CREATE TABLE instants (
  id INTEGER PRIMARY KEY,
  -- blocks that refer to it
  uses INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

-- Grows with every change of what is sealed.
CREATE TABLE generation (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL
) STRICT;
INSERT INTO generation VALUES (1, 0);

-- What was not recorded, and why; channel NULL: nothing was.
CREATE TABLE gap (
  id INTEGER PRIMARY KEY,
  channel TEXT,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  why TEXT NOT NULL
) STRICT;

CREATE INDEX gap_until ON gap (until);

-- What readers show instead of raw readings, which stay as they are.
CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  -- NULL: the readings are left out; else value * factor + shift
  factor REAL,
  shift REAL,
  note TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  undone_at INTEGER
) STRICT;
