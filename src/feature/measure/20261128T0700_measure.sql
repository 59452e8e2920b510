-- What an organisation wants of a measure; measures themselves are defined in the program.
TABLE measure_target RECORD (
	measure  text NOT NULL,
	target   text NOT NULL DEFAULT '',
	screen   bool NOT NULL,
	why      text NOT NULL
);
INDEX measure_target_made ON measure_target (org, created_at, id);
UNIQUE INDEX measure_target_of ON measure_target (org, measure) WHERE withdrawn_at IS NULL;

-- From this month on a chart has limits of its own.
TABLE measure_rebase RECORD (
	measure  text NOT NULL,
	from_on  date NOT NULL,
	why      text NOT NULL
);
INDEX measure_rebase_made ON measure_rebase (org, created_at, id);
UNIQUE INDEX measure_rebase_of ON measure_rebase (org, measure, from_on) WHERE withdrawn_at IS NULL;

-- Something that was done, and from when.
TABLE intervention RECORD (
	title       text NOT NULL,
	title_sort  text NOT NULL DEFAULT '',
	about       text NOT NULL DEFAULT '',
	started_on  date NOT NULL,
	aim         text NOT NULL DEFAULT '',
	unit        id REFERENCES unit
);
INDEX intervention_started ON intervention (org, started_on, id);

-- How many people worked here from that day on; rates per 1,000 staff rest on it.
TABLE headcount RECORD (
	from_on  date NOT NULL,
	staff    i64 NOT NULL,
	source   text NOT NULL DEFAULT '',
	unit     id REFERENCES unit
);
INDEX headcount_from ON headcount (org, from_on, id);

-- A figure as it stood on a day, as evidence: what it was taken from, so that it can be worked out again.
TABLE measure_pin RECORD (
	title       text NOT NULL,
	measure     text NOT NULL,
	from_month  i64 NOT NULL,
	to_month    i64 NOT NULL,
	unit        id REFERENCES unit,
	part        i64 NOT NULL,
	whole       i64 NOT NULL,
	value       text NOT NULL,
	taken_on    date NOT NULL
);
INDEX measure_pin_taken ON measure_pin (org, taken_on, id);
