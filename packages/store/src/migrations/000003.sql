-- A schedule whose place another one took at an install owes what it had due until then. The versions that it was of, each
-- with the instant until which it was in force, the oldest first; null while it stands.
ALTER TABLE schedule ADD superseded jsonb;
