-- Searches of the journal by relay and by kind, the newest lines first.

CREATE INDEX journal_relay ON journal (relay, at, kind);
CREATE INDEX journal_kind ON journal (kind, at);
