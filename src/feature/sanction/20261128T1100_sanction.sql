-- What an organisation, or the national body for all, changes of the range that comes with the program; empty: as it comes.
TABLE sanction_option RECORD (
	option         text NOT NULL,
	name           text NOT NULL DEFAULT '',
	unused         bool NOT NULL DEFAULT 0,
	why            text NOT NULL DEFAULT '',
	from_on        date,
	until_on       date,
	rank           i64,
	review_months  i64,
	expiry_months  i64,
	appeal_days    i64
);
INDEX sanction_option_of ON sanction_option (org, option, id) WHERE withdrawn_at IS NULL;

-- What was decided on one incident.  weighed: what became of each option, by its id; words: the word on each, one a line.
TABLE sanction_decision RECORD (
	incident     id NOT NULL REFERENCES incident WITHIN,
	state        text NOT NULL CHECK (state IN ('open', 'decided')),
	outcome      text NOT NULL DEFAULT '',
	decided_on   date,
	decided_by   id REFERENCES account,
	weighed      text NOT NULL DEFAULT '',
	words        personal free_text NOT NULL DEFAULT '',
	whole        bool NOT NULL DEFAULT 0,
	capacity     text NOT NULL DEFAULT '',
	clinical     personal special NOT NULL DEFAULT '',
	clinical_by  personal identity NOT NULL DEFAULT '',
	said         personal free_text NOT NULL DEFAULT '',
	advice_from  text NOT NULL DEFAULT '',
	advice       personal free_text NOT NULL DEFAULT '',
	reasons      personal free_text NOT NULL DEFAULT ''
);
UNIQUE INDEX sanction_decision_of ON sanction_decision (org, incident) WHERE withdrawn_at IS NULL;
INDEX sanction_decision_made ON sanction_decision (org, created_at, id);
