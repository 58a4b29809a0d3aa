-- Recorded time that passed at another pace than true time, when the clock was set: each of its milliseconds is worth
-- `rate` true ones; 0: the clock leapt over it. `sum` is a checksum, see docs/storage.md.
CREATE TABLE pace (
  id INTEGER PRIMARY KEY,
  since INTEGER NOT NULL UNIQUE,
  until INTEGER NOT NULL,
  rate REAL NOT NULL,
  sum INTEGER NOT NULL
) STRICT;

-- 1: the house recorded the channel itself, in its own time; what was only imported has the time of elsewhere.
ALTER TABLE channel ADD COLUMN own INTEGER NOT NULL DEFAULT 0;
-- Of those that there are, nobody knows.
UPDATE channel SET own = 1;
