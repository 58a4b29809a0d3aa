-- How far files were imported: an import that was interrupted goes on there.
CREATE TABLE import_mark (
  -- what the file is known by: its size and a hash of its beginning and end
  file TEXT PRIMARY KEY,
  -- of its (unpacked) text; all readings before are in the database
  bytes INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  marked_at INTEGER NOT NULL
) STRICT;
