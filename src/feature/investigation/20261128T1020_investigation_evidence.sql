TABLE investigation_statement RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	name           personal identity NOT NULL,
	part           text NOT NULL,
	taken_on       date NOT NULL,
	taken_by       id REFERENCES account,
	is_signed      bool NOT NULL DEFAULT 0,
	what           personal free_text NOT NULL DEFAULT '',
	document       file
);
INDEX investigation_statement_on ON investigation_statement (org, taken_on, id) WHERE withdrawn_at IS NULL;
INDEX investigation_statement_whole ON investigation_statement (org, investigation, taken_on, id) WHERE withdrawn_at IS NULL;

-- hash is that of the file as it came in; where it is now says the last entry of its custody.
TABLE investigation_exhibit RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	label          text NOT NULL,
	kind           text NOT NULL,
	what           personal free_text NOT NULL,
	found_at       time NOT NULL,
	found_by       personal identity NOT NULL DEFAULT '',
	place          personal free_text NOT NULL DEFAULT '',
	document       file,
	hash           text NOT NULL DEFAULT ''
);
INDEX investigation_exhibit_made ON investigation_exhibit (org, created_at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_exhibit_whole ON investigation_exhibit (org, investigation, created_at, id) WHERE withdrawn_at IS NULL;
UNIQUE INDEX investigation_exhibit_label ON investigation_exhibit (org, investigation, label) WHERE withdrawn_at IS NULL;

-- Who held an exhibit from when.  Rows are added and never changed.
TABLE investigation_custody RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	exhibit        id NOT NULL REFERENCES investigation_exhibit,
	act            text NOT NULL CHECK (act IN ('taken', 'moved', 'checked', 'kept', 'returned', 'police', 'destroyed')),
	at             time NOT NULL,
	holder         personal identity NOT NULL,
	place          text NOT NULL DEFAULT '',
	seal           text NOT NULL DEFAULT '',
	why            personal free_text NOT NULL DEFAULT ''
);
INDEX investigation_custody_at ON investigation_custody (org, at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_custody_whole ON investigation_custody (org, investigation, at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_custody_of ON investigation_custody (org, exhibit, at, id);

TABLE investigation_cctv RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	camera         text NOT NULL,
	from_at        time NOT NULL,
	to_at          time NOT NULL,
	asked_on       date NOT NULL,
	asked_of       personal identity NOT NULL DEFAULT '',
	overwritten_on date NOT NULL,
	outcome        text NOT NULL DEFAULT '',
	outcome_on     date,
	exhibit        id REFERENCES investigation_exhibit,
	note           personal free_text NOT NULL DEFAULT ''
);
INDEX investigation_cctv_on ON investigation_cctv (org, overwritten_on, id) WHERE withdrawn_at IS NULL;
INDEX investigation_cctv_whole ON investigation_cctv (org, investigation, overwritten_on, id) WHERE withdrawn_at IS NULL;
INDEX investigation_cctv_open ON investigation_cctv (org, overwritten_on, id) WHERE outcome = '' AND withdrawn_at IS NULL;

TABLE investigation_conference RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	held_at        time NOT NULL,
	people         personal identity NOT NULL,
	decided        personal free_text NOT NULL,
	next_on        date
);
INDEX investigation_conference_at ON investigation_conference (org, held_at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_conference_whole ON investigation_conference (org, investigation, held_at, id) WHERE withdrawn_at IS NULL;

-- Talks with the police, prosecutors and lawyers, with HR and regulators.
TABLE investigation_contact RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	kind           text NOT NULL,
	at             time NOT NULL,
	name           personal identity NOT NULL DEFAULT '',
	what           personal free_text NOT NULL,
	answer_by      date,
	answered_on    date
);
INDEX investigation_contact_at ON investigation_contact (org, at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_contact_whole ON investigation_contact (org, investigation, at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_contact_open ON investigation_contact (org, answer_by, id) WHERE answer_by IS NOT NULL AND answered_on IS NULL AND withdrawn_at IS NULL;

-- What was learnt: it led to a change in a document of that version, or there is a reason for none.
TABLE investigation_lesson RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	what           text NOT NULL,
	owner          id REFERENCES account,
	due_on         date,
	kind           text NOT NULL DEFAULT '',
	document       text NOT NULL DEFAULT '',
	edition        text NOT NULL DEFAULT '',
	link           text NOT NULL DEFAULT '',
	agreement      id REFERENCES agreement,
	changed_on     date,
	none_why       text NOT NULL DEFAULT ''
);
INDEX investigation_lesson_made ON investigation_lesson (org, created_at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_lesson_whole ON investigation_lesson (org, investigation, created_at, id) WHERE withdrawn_at IS NULL;
