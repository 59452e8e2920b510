-- How the columns and words of another system's file stand for ours: said once, kept for each kind of record, and chosen by
-- itself when the same headings come again.
TABLE import_map RECORD (
	kind       text NOT NULL,
	name       text NOT NULL,
	name_sort  text NOT NULL DEFAULT '',
	source     text NOT NULL,		-- the other system: its references are told apart by this
	print      text NOT NULL,		-- of the headings
	fields     text NOT NULL,		-- "Heading = field", a line each
	words      text NOT NULL DEFAULT ''	-- "field: Word = value", a line each
);
UNIQUE INDEX import_map_name ON import_map (org, kind, name_sort);
INDEX import_map_sorted ON import_map (org, name_sort, id) WHERE withdrawn_at IS NULL;
INDEX import_map_print ON import_map (org, kind, print, changed_at, id);
-- Which record a row of another system has become, and the row as it came last: so each goes in once.
TABLE import_ref OWNED NOID (
	kind       text NOT NULL,
	source     text NOT NULL,
	their_ref  text NOT NULL,
	record     id NOT NULL,
	print      text NOT NULL,
	PRIMARY KEY (org, kind, source, their_ref)
);
-- Words of a checked file that stand for nothing here yet.
TABLE import_word OWNED NOID (
	work   id NOT NULL REFERENCES long_work,
	field  text NOT NULL,
	word   personal identity NOT NULL,	-- whatever stands in a column that was taken for another
	times  i64 NOT NULL,
	PRIMARY KEY (org, work, field, word)
);
