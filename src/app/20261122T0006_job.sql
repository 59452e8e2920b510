TABLE job OWNED (
	name      text NOT NULL,
	cursor    text NOT NULL,
	due_at    time NOT NULL,
	lease     text NOT NULL,
	leased_until time,
	tries     i64 NOT NULL
);
INDEX job_due ON job (due_at, org, id);
