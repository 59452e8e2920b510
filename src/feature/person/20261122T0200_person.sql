-- People whom the registers of an organisation name: holders of posts, specialists.  Not its staff list.
-- There is no sorted name on purpose: a list's cursor stands in the address, and a name does not belong there.
TABLE person RECORD (
	name            personal identity NOT NULL,
	job_title       text NOT NULL,
	job_title_sort  text NOT NULL DEFAULT '',
	email           personal identity NOT NULL DEFAULT '',
	telephone       personal identity NOT NULL DEFAULT '',
	unit            id REFERENCES unit,
	board_member    bool NOT NULL DEFAULT 0,
	account         id REFERENCES account
);
INDEX person_job_title ON person (org, job_title_sort, id);
INDEX person_board_job_title ON person (org, board_member, job_title_sort, id);
UNIQUE INDEX person_account ON person (org, account) WHERE withdrawn_at IS NULL;
