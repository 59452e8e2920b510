-- A responsibility that one organisation, whose record it is, has passed to another.
TABLE delegation RECORD (
	ref         text NOT NULL DEFAULT '',
	title       text NOT NULL,
	title_sort  text NOT NULL DEFAULT '',
	duty        text NOT NULL,
	receiver    id NOT NULL REFERENCES organisation PARTY,
	subject     text NOT NULL,
	starts_on   date NOT NULL,
	ends_on     date,
	document    file,
	note        text NOT NULL DEFAULT ''
);
UNIQUE INDEX delegation_ref ON delegation (org, ref);
INDEX delegation_starts ON delegation (org, starts_on, id);
INDEX delegation_title ON delegation (org, title_sort, id);
INDEX delegation_duty_starts ON delegation (org, duty, starts_on, id);
INDEX delegation_duty_title ON delegation (org, duty, title_sort, id);
INDEX delegation_received ON delegation (receiver, starts_on, id);
