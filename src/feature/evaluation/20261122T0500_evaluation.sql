-- What an arrangement achieves, looked at once; improvements are what came of it.
TABLE evaluation RECORD (
	ref           text NOT NULL DEFAULT '',
	title         text NOT NULL,
	title_sort    text NOT NULL DEFAULT '',
	arrangement   text NOT NULL,
	scope         text NOT NULL DEFAULT '',
	conducted_by  text NOT NULL DEFAULT '',
	method        text NOT NULL DEFAULT '',
	data          text NOT NULL DEFAULT '',
	data_from     date,
	data_to       date,
	answers       i64,
	comparison    text NOT NULL DEFAULT '',
	started_on    date NOT NULL,
	finished_on   date,
	finding       text NOT NULL DEFAULT '',
	rests_on      text NOT NULL DEFAULT '',
	report        file,
	none_needed   text NOT NULL DEFAULT '',
	next_on       date,
	unit          id REFERENCES unit
);
UNIQUE INDEX evaluation_ref ON evaluation (org, ref);
INDEX evaluation_started ON evaluation (org, started_on, id);
INDEX evaluation_title ON evaluation (org, title_sort, id);
INDEX evaluation_arrangement_started ON evaluation (org, arrangement, started_on, id);
INDEX evaluation_arrangement_title ON evaluation (org, arrangement, title_sort, id);

TABLE improvement RECORD (
	evaluation  id NOT NULL REFERENCES evaluation,
	what        text NOT NULL,
	owner       text NOT NULL DEFAULT '',
	due_on      date NOT NULL DEFAULT 0,
	done_on     date,
	proof       text NOT NULL DEFAULT '',
	unit        id REFERENCES unit
);
INDEX improvement_evaluation ON improvement (org, evaluation, due_on, id);
INDEX improvement_due ON improvement (org, due_on, id);

-- From when an evaluation counts as old or weak here; without a row the defaults of the product hold.
TABLE evaluation_limit RECORD (
	age_months   i64 NOT NULL,
	data_months  i64 NOT NULL,
	answers      i64 NOT NULL,
	compare      bool NOT NULL,
	reason       text NOT NULL DEFAULT ''
);
INDEX evaluation_limit_made ON evaluation_limit (org, created_at, id);
