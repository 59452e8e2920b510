-- Meetings of specialists that a national body holds: published to everybody, so that attendance has a denominator.
-- region empty: for all regions.
TABLE forum SHARED (
	id          id NOT NULL PRIMARY KEY,
	version     i64 NOT NULL,
	held_by     id NOT NULL REFERENCES organisation,
	title       text NOT NULL,
	held_on     date NOT NULL,
	region      text NOT NULL DEFAULT '',
	place       text NOT NULL DEFAULT '',
	cancelled   bool NOT NULL DEFAULT 0,
	changed_at  time NOT NULL
);
INDEX forum_held ON forum (held_on, id);

TABLE required_course RECORD (
	title         text NOT NULL,
	title_sort    text NOT NULL DEFAULT '',
	every_months  i64,
	suggested     bool NOT NULL DEFAULT 0
);
INDEX required_course_title ON required_course (org, title_sort, id);

TABLE development RECORD (
	person       id NOT NULL REFERENCES person,
	kind         text NOT NULL CHECK (kind IN ('course', 'required', 'forum', 'other')),
	course       id REFERENCES required_course,
	title        text NOT NULL,
	done_on      date NOT NULL,
	hours        i64 NOT NULL DEFAULT 0,
	certificate  file
);
INDEX development_done ON development (org, done_on, id);
INDEX development_person_done ON development (org, person, done_on, id);

TABLE attendance RECORD (
	person  id NOT NULL REFERENCES person,
	forum   id NOT NULL REFERENCES forum,
	note    text NOT NULL DEFAULT ''
);
UNIQUE INDEX attendance_once ON attendance (org, person, forum) WHERE withdrawn_at IS NULL;
INDEX attendance_created ON attendance (org, created_at, id);
INDEX attendance_person_created ON attendance (org, person, created_at, id);
