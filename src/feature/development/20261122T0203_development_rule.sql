-- What the organisation wants of each specialist in a year; while there is no row, presets of ours hold.
TABLE development_rule RECORD (
	hours        i64 NOT NULL,
	forum_share  i64 NOT NULL
);
INDEX development_rule_created ON development_rule (org, created_at, id);
