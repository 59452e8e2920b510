-- Which incidents are led by whom: the rule that fits best is proposed when a case is opened.
TABLE investigation_rule RECORD (
	title       text NOT NULL,
	title_sort  text NOT NULL DEFAULT '',
	type        text NOT NULL DEFAULT '',
	grade_from  i64 NOT NULL DEFAULT 0,
	kind        text NOT NULL,
	lead_role   text NOT NULL,
	lead_unit   id REFERENCES unit,
	days        i64 NOT NULL
);
INDEX investigation_rule_title ON investigation_rule (org, title_sort, id) WHERE withdrawn_at IS NULL;

-- One case over one or several incidents.  opened_on and found_on carry the measures; finding is the case's own, each of its
-- incidents gets it when it is recorded.
TABLE investigation RECORD (
	ref           text NOT NULL DEFAULT '',
	title         text NOT NULL,
	title_sort    text NOT NULL DEFAULT '',
	kind          text NOT NULL CHECK (kind IN ('internal', 'police')),
	state         text NOT NULL CHECK (state IN ('open', 'found', 'closed')),
	unit          id REFERENCES unit,
	lead          id NOT NULL REFERENCES account,
	lead_why      text NOT NULL DEFAULT '',
	accredited    bool NOT NULL DEFAULT 0,
	rule          id REFERENCES investigation_rule,
	opened_on     date NOT NULL,
	reported_on   date NOT NULL,
	due_on        date NOT NULL,
	remit         personal free_text NOT NULL DEFAULT '',
	law           choices NOT NULL DEFAULT 0,
	law_on        date,
	found_on      date,
	finding       text NOT NULL DEFAULT '',
	finding_words personal free_text NOT NULL DEFAULT '',
	causes        choices NOT NULL DEFAULT 0,
	cause_words   personal free_text NOT NULL DEFAULT '',
	partnership   text NOT NULL DEFAULT '',
	summary       text NOT NULL DEFAULT '',
	closed_on     date,
	reopened      i64 NOT NULL DEFAULT 0,
	hr            text NOT NULL DEFAULT '',
	hr_on         date,
	hr_ref        text NOT NULL DEFAULT '',
	hr_protocol   id REFERENCES agreement,
	hr_outcome    personal special NOT NULL DEFAULT '',
	hr_ended_on   date,
	regulator     text NOT NULL DEFAULT '',
	regulator_to  text NOT NULL DEFAULT '',
	regulator_on  date,
	regulator_why personal special NOT NULL DEFAULT '',
	circle        id REFERENCES circle
);
UNIQUE INDEX investigation_ref ON investigation (org, ref);
INDEX investigation_opened ON investigation (org, opened_on, id) WHERE withdrawn_at IS NULL;
INDEX investigation_state ON investigation (org, state, opened_on, id) WHERE withdrawn_at IS NULL;
INDEX investigation_lead ON investigation (org, lead, opened_on, id) WHERE withdrawn_at IS NULL;
INDEX investigation_due ON investigation (org, due_on, id) WHERE state = 'open' AND withdrawn_at IS NULL;
INDEX investigation_found ON investigation (org, found_on, id) WHERE found_on IS NOT NULL AND withdrawn_at IS NULL;
INDEX investigation_closed ON investigation (org, closed_on, id) WHERE closed_on IS NOT NULL AND withdrawn_at IS NULL;

-- An incident has one case: two who open one at the same time get one.
TABLE investigation_incident RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	incident       id NOT NULL REFERENCES incident
);
INDEX investigation_incident_made ON investigation_incident (org, created_at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_incident_whole ON investigation_incident (org, investigation, created_at, id) WHERE withdrawn_at IS NULL;
UNIQUE INDEX investigation_incident_of ON investigation_incident (org, incident) WHERE withdrawn_at IS NULL;

TABLE investigation_member RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	account        id NOT NULL REFERENCES account,
	task           text NOT NULL DEFAULT ''
);
INDEX investigation_member_made ON investigation_member (org, created_at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_member_whole ON investigation_member (org, investigation, created_at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_member_of ON investigation_member (org, account, investigation, id) WHERE withdrawn_at IS NULL;

TABLE investigation_step RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	what           personal free_text NOT NULL,
	owner          id REFERENCES account,
	due_on         date NOT NULL,
	done_on        date,
	outcome        personal free_text NOT NULL DEFAULT ''
);
INDEX investigation_step_due ON investigation_step (org, due_on, id) WHERE withdrawn_at IS NULL;
INDEX investigation_step_whole ON investigation_step (org, investigation, due_on, id) WHERE withdrawn_at IS NULL;
INDEX investigation_step_open ON investigation_step (org, due_on, id) WHERE done_on IS NULL AND withdrawn_at IS NULL;

-- What is written into the timeline; own: by the program, as the word of a decision.
TABLE investigation_entry RECORD (
	investigation  id NOT NULL REFERENCES investigation WITHIN,
	kind           text NOT NULL CHECK (kind IN ('event', 'decision')),
	at             time NOT NULL,
	what           personal free_text NOT NULL,
	source         personal free_text NOT NULL DEFAULT '',
	own            bool NOT NULL DEFAULT 0
);
INDEX investigation_entry_at ON investigation_entry (org, at, id) WHERE withdrawn_at IS NULL;
INDEX investigation_entry_whole ON investigation_entry (org, investigation, at, id) WHERE withdrawn_at IS NULL;
