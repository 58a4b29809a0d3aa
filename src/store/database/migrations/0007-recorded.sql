-- The newest instant among the readings that left the head last: the house recorded nothing later that is sealed, whatever
-- an import brought. NULL: nobody knows.
ALTER TABLE generation ADD COLUMN recorded INTEGER;
