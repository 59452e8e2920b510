-- Services that an organisation has newly taken on: since when, how large, and from whom.
TABLE service_taken RECORD (
	title      text NOT NULL,
	title_sort text NOT NULL DEFAULT '',
	taken_on   date NOT NULL,
	from_org   id REFERENCES organisation,
	headcount  i64,
	sites      i64,
	unit       id REFERENCES unit,
	note       text NOT NULL DEFAULT ''
);
INDEX service_taken_on ON service_taken (org, taken_on, id);
INDEX service_taken_title ON service_taken (org, title_sort, id);
