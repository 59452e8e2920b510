-- A repeat is known by what it asks for, and each change must be spoken of by an entry of the trail.
ALTER TABLE once_answer ADD COLUMN print text NOT NULL DEFAULT '';
INDEX audit_entry_request ON audit_entry (org, request, lane, seq);
