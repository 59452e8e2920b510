-- Of an import that is offered: the file that it was read from, while that is kept, and what was made of it.  The report stays
-- with the edition: what was left out, and what had to be made up.
ALTER TABLE framework_version ADD COLUMN source_file i64 NOT NULL DEFAULT 0;
ALTER TABLE framework_version ADD COLUMN report text NOT NULL DEFAULT '';
