-- Editions of frameworks.  offered: read and shown to whoever brought it, not taken yet.  What is published never changes.
TABLE framework_version SHARED (
	id              id NOT NULL PRIMARY KEY,
	key             text NOT NULL,
	edition         text NOT NULL,
	title           text NOT NULL,
	title_sort      text NOT NULL,
	summary         text NOT NULL,
	origin          text NOT NULL,
	status          text NOT NULL CHECK (status IN ('offered', 'draft', 'published')),
	source          text NOT NULL,
	in_force_from   date,
	in_force_until  date,
	yaml            text NOT NULL,
	hash            text NOT NULL,
	imported_at     time NOT NULL,
	imported_by     id NOT NULL,
	published_at    time,
	published_by    id,
	supersedes      id REFERENCES framework_version
);
UNIQUE INDEX framework_version_edition ON framework_version (key, edition) WHERE status <> 'offered';
INDEX framework_version_title ON framework_version (title_sort, id);
INDEX framework_version_in_force ON framework_version (key, in_force_from, id);

TABLE scoring_profile SHARED (
	id            id NOT NULL PRIMARY KEY,
	name          text NOT NULL,
	version       i64 NOT NULL,
	title         text NOT NULL,
	yaml          text NOT NULL,
	hash          text NOT NULL,
	reason        text NOT NULL,
	announced_on  date NOT NULL,
	applies_from  date NOT NULL,
	imported_at   time NOT NULL,
	imported_by   id NOT NULL
);
UNIQUE INDEX scoring_profile_version ON scoring_profile (name, version);
INDEX scoring_profile_applies ON scoring_profile (applies_from, id);

-- What an organisation calls a key area itself, and standards that it sets itself on top.  Both name one edition and hold
-- for all editions with the same key.
TABLE area_name RECORD (
	framework  id NOT NULL REFERENCES framework_version,
	area       text NOT NULL,
	name       text NOT NULL,
	name_sort  text NOT NULL DEFAULT '',
	reason     text NOT NULL DEFAULT ''
);
INDEX area_name_name ON area_name (org, name_sort, id);

TABLE local_standard RECORD (
	framework   id NOT NULL REFERENCES framework_version,
	area        text NOT NULL,
	title       text NOT NULL,
	title_sort  text NOT NULL DEFAULT '',
	rationale   text NOT NULL DEFAULT '',
	red         text NOT NULL,
	amber       text NOT NULL DEFAULT '',
	green       text NOT NULL,
	owner_unit  id REFERENCES unit
);
INDEX local_standard_title ON local_standard (org, title_sort, id);
