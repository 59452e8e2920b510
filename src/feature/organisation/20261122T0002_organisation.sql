-- The directory: which bodies take part.  Everybody may read it; it names no people.
TABLE organisation SHARED (
	id            id NOT NULL PRIMARY KEY,
	version       i64 NOT NULL,
	name          text NOT NULL,
	name_sort     text NOT NULL,
	short_name    text NOT NULL DEFAULT '',
	ods_code      text NOT NULL,
	kind          text NOT NULL CHECK (kind IN ('provider', 'commissioner', 'national', 'primary_care', 'partner')),
	services      text NOT NULL DEFAULT '',
	region        text NOT NULL DEFAULT '',
	headcount     i64,
	status        text NOT NULL CHECK (status IN ('active', 'merged', 'closed')),
	ended_on      date,
	successor     id REFERENCES organisation,
	oversees      bool NOT NULL DEFAULT 0,
	changed_at    time NOT NULL
);
-- A council or a regulator may have no code.
UNIQUE INDEX organisation_ods ON organisation (ods_code) WHERE ods_code <> '';
INDEX organisation_name ON organisation (name_sort, id);
INDEX organisation_successor ON organisation (successor, id);

-- The tree of an organisation; unit_under holds each unit once under every unit above it, itself included.
TABLE unit RECORD (
	name       text NOT NULL,
	name_sort  text NOT NULL DEFAULT '',
	kind       text NOT NULL CHECK (kind IN ('directorate', 'department', 'team', 'site', 'premises')),
	parent     id REFERENCES unit,
	address    text NOT NULL DEFAULT ''
);
INDEX unit_name ON unit (org, name_sort, id);
INDEX unit_parent ON unit (org, parent, name_sort, id);
TABLE unit_under OWNED NOID (
	ancestor  id NOT NULL,
	unit      id NOT NULL,
	PRIMARY KEY (org, ancestor, unit)
);
INDEX unit_under_unit ON unit_under (org, unit, ancestor);
