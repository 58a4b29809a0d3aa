-- Lines of a file that could not be read when it was imported.
ALTER TABLE import_mark ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;

-- An import that took the place of what was there. Its number is taken from the same row of numbers as those of corrections.
CREATE TABLE replacement (
  id INTEGER PRIMARY KEY,
  note TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  undone_at INTEGER
) STRICT;

-- The stretches that it replaced: since <= at < until.
CREATE TABLE replaced_stretch (
  replacement INTEGER NOT NULL,
  channel TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (replacement, channel)
) STRICT, WITHOUT ROWID;

-- What was there, in the form of rows of the head.
CREATE TABLE replaced (
  id INTEGER PRIMARY KEY,
  replacement INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX replaced_by ON replaced (replacement);
