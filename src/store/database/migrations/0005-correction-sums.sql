-- A checksum over the other columns of a correction, see docs/storage.md; 0: made before there were any.
ALTER TABLE correction ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
