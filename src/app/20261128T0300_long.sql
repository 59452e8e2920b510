-- Long work: what somebody asked for that takes longer than a page may.  A job carries it forward; its result waits here.
TABLE long_work OWNED (
	kind        text NOT NULL,		-- struct long_def
	action      text NOT NULL,		-- under whose right and name it runs
	title       text NOT NULL,
	asked_by    id NOT NULL,
	asked_at    time NOT NULL,
	acting_unit id,			-- the branch on which it was asked
	state       text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'refused', 'failed', 'cancelled')),
	input       text NOT NULL,
	cursor      text NOT NULL DEFAULT '',
	done        i64 NOT NULL DEFAULT 0,
	total       i64 NOT NULL DEFAULT 0,
	source      file,			-- what was sent with it
	result      file,
	goes_to     text NOT NULL DEFAULT '',
	summary     text NOT NULL DEFAULT '',
	problems    i64 NOT NULL DEFAULT 0,	-- found, of which the first 1,000 are kept
	ended_at    time,
	expires_at  time
);
INDEX long_work_mine ON long_work (org, asked_by, id);
INDEX long_work_expiry ON long_work (expires_at, org, id) WHERE expires_at IS NOT NULL;
TABLE long_problem OWNED NOID (
	work   id NOT NULL REFERENCES long_work,
	n      i64 NOT NULL,
	place  text NOT NULL,		-- "Answers!C12", "line 12, column 3"
	what   personal identity NOT NULL,
	PRIMARY KEY (org, work, n)
);
