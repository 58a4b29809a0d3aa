-- How far an import has come that takes the place of what was there. 0: it is done; 1: what was there is being put aside;
-- 2: the file is being read in. One that is broken off before it is done is undone by whoever writes next.
ALTER TABLE replacement ADD COLUMN phase INTEGER NOT NULL DEFAULT 0;
