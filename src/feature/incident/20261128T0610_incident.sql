-- What an organisation calls the things that happen; each of its own words stands for one of the national types.
TABLE incident_type RECORD (
	name       text NOT NULL,
	name_sort  text NOT NULL DEFAULT '',
	national   text NOT NULL,
	hint       text NOT NULL DEFAULT ''
);
INDEX incident_type_name ON incident_type (org, name_sort, id);

-- An incident, or a concern or a near miss, which goes the same way and is none.  month, weekday and hour are those of the
-- place where it happened, so that no report has to work them out again.
TABLE incident RECORD (
	ref                 text NOT NULL DEFAULT '',
	title               text NOT NULL,
	kind                text NOT NULL CHECK (kind IN ('incident', 'near_miss', 'concern')),
	state               text NOT NULL CHECK (state IN ('reported', 'triaged', 'investigating', 'closed', 'merged')),
	type                text NOT NULL,
	local_type          id REFERENCES incident_type,
	happened_on         date NOT NULL,
	happened_time       text NOT NULL DEFAULT '',
	month               i64 NOT NULL,
	weekday             i64 NOT NULL,
	hour                i64 NOT NULL,
	unit                id REFERENCES unit,
	place_kind          text NOT NULL DEFAULT '',
	place               personal free_text NOT NULL DEFAULT '',
	summary             personal free_text NOT NULL DEFAULT '',
	danger              bool NOT NULL DEFAULT 0,
	hurt                text NOT NULL DEFAULT '',
	reported_at         time NOT NULL,
	reported_by         id REFERENCES account,
	receipt             text NOT NULL DEFAULT '',
	harm_physical       text NOT NULL DEFAULT '',
	harm_psychological  text NOT NULL DEFAULT '',
	medical             text NOT NULL DEFAULT '',
	consequence         text NOT NULL DEFAULT '',
	likelihood          text NOT NULL DEFAULT '',
	grade               i64 NOT NULL DEFAULT 0,
	loss                money,
	damage              money,
	recovered           money,
	police              text NOT NULL DEFAULT '',
	police_on           date,
	police_by           id REFERENCES account,
	police_why          personal free_text NOT NULL DEFAULT '',
	crime_number        personal criminal NOT NULL DEFAULT '',
	police_outcome      text NOT NULL DEFAULT '',
	police_outcome_on   date,
	riddor              text NOT NULL DEFAULT '',
	riddor_due          date,
	riddor_sent_on      date,
	riddor_ref          text NOT NULL DEFAULT '',
	owner               id REFERENCES account,
	triage_by           time,
	triaged_at          time,
	contact_by          time,
	contacted_at        time,
	start_by            time,
	started_at          time,
	closed_at           time,
	finding             text NOT NULL DEFAULT '',
	outcome             text NOT NULL DEFAULT '',
	word                personal free_text NOT NULL DEFAULT '',
	merged_into         id REFERENCES incident,
	reopened            i64 NOT NULL DEFAULT 0,
	circle              id REFERENCES circle
);
UNIQUE INDEX incident_ref ON incident (org, ref);
INDEX incident_happened ON incident (org, happened_on, id) WHERE withdrawn_at IS NULL;
INDEX incident_state ON incident (org, state, happened_on, id) WHERE withdrawn_at IS NULL;
INDEX incident_unit ON incident (org, unit, happened_on, id) WHERE withdrawn_at IS NULL;
INDEX incident_type_on ON incident (org, type, happened_on, id) WHERE withdrawn_at IS NULL;
INDEX incident_owner ON incident (org, owner, happened_on, id) WHERE withdrawn_at IS NULL;
-- What waits: few rows of many.
INDEX incident_triage ON incident (org, triage_by, id) WHERE state = 'reported' AND withdrawn_at IS NULL;
INDEX incident_contact ON incident (org, contact_by, id) WHERE contact_by IS NOT NULL AND contacted_at IS NULL AND withdrawn_at IS NULL;
INDEX incident_start ON incident (org, start_by, id) WHERE state = 'triaged' AND withdrawn_at IS NULL;
INDEX incident_riddor ON incident (org, riddor_due, id) WHERE riddor_due IS NOT NULL AND riddor_sent_on IS NULL AND withdrawn_at IS NULL;
INDEX incident_merged ON incident (org, merged_into, id) WHERE merged_into IS NOT NULL;
INDEX incident_reporter ON incident (org, reported_by, reported_at, id) WHERE reported_by IS NOT NULL;

-- People in it.  The name of whom somebody accuses stands in a column of its own: that is criminal-offence data, others' are not.
TABLE incident_person RECORD (
	incident          id NOT NULL REFERENCES incident WITHIN,
	part              text NOT NULL CHECK (part IN ('victim', 'witness', 'alleged', 'reporter', 'other')),
	kind              text NOT NULL DEFAULT '',
	name              personal identity NOT NULL DEFAULT '',
	alleged           personal criminal NOT NULL DEFAULT '',
	name_key          text NOT NULL DEFAULT '',
	job               personal identity NOT NULL DEFAULT '',
	contact           personal identity NOT NULL DEFAULT '',
	staff_group       text NOT NULL DEFAULT '',
	account           id REFERENCES account,
	at_work           bool NOT NULL DEFAULT 0,
	injury            text NOT NULL DEFAULT '',
	first_off         date,
	back_on           date,
	to_hospital       bool NOT NULL DEFAULT 0,
	on_hospital       bool NOT NULL DEFAULT 0,
	support           choices NOT NULL DEFAULT 0,
	support_on        date,
	clinical          text NOT NULL DEFAULT '',
	restraint         choices NOT NULL DEFAULT 0,
	restraint_minutes i64,
	age_band          text NOT NULL DEFAULT '',
	sex               text NOT NULL DEFAULT '',
	ethnicity         text NOT NULL DEFAULT '',
	disability        text NOT NULL DEFAULT '',
	note              personal free_text NOT NULL DEFAULT ''
);
INDEX incident_person_made ON incident_person (org, created_at, id);
INDEX incident_person_of ON incident_person (org, incident, id);
INDEX incident_person_key ON incident_person (org, name_key, id) WHERE name_key <> '';

TABLE incident_property RECORD (
	incident      id NOT NULL REFERENCES incident WITHIN,
	whose         text NOT NULL,
	what          personal free_text NOT NULL,
	asset         text NOT NULL DEFAULT '',
	asset_fold    text NOT NULL DEFAULT '',
	fate          text NOT NULL,
	value         money,
	recovered     money,
	recovered_on  date,
	care          text NOT NULL DEFAULT '',
	care_note     personal free_text NOT NULL DEFAULT ''
);
INDEX incident_property_made ON incident_property (org, created_at, id);
INDEX incident_property_of ON incident_property (org, incident, id);
INDEX incident_property_asset ON incident_property (org, asset_fold, id) WHERE asset_fold <> '';

-- What was said and done: notes, talks with the person harmed, words to the reporter.
TABLE incident_note RECORD (
	incident  id NOT NULL REFERENCES incident WITHIN,
	kind      text NOT NULL CHECK (kind IN ('note', 'contact', 'word')),
	at        time NOT NULL,
	body      personal free_text NOT NULL
);
INDEX incident_note_made ON incident_note (org, created_at, id);
INDEX incident_note_of ON incident_note (org, incident, at, id);

-- Handed to another team, which keeps what it needs in its own place: here stay the receipt and what became of it.
TABLE incident_handover RECORD (
	incident     id NOT NULL REFERENCES incident WITHIN,
	team         text NOT NULL,
	what         personal free_text NOT NULL,
	sent_on      date NOT NULL,
	answer_by    date NOT NULL DEFAULT 0,
	received_on  date,
	received_by  personal identity NOT NULL DEFAULT '',
	their_ref    text NOT NULL DEFAULT '',
	outcome      personal free_text NOT NULL DEFAULT '',
	outcome_on   date
);
INDEX incident_handover_sent ON incident_handover (org, sent_on, id);
INDEX incident_handover_of ON incident_handover (org, incident, id);
INDEX incident_handover_open ON incident_handover (org, answer_by, id) WHERE outcome_on IS NULL AND withdrawn_at IS NULL;

-- How an organisation takes reports, and what it promises; without a row the defaults of the product hold.
TABLE incident_setting RECORD (
	anonymous      bool NOT NULL,
	link           text NOT NULL DEFAULT '',
	danger_words   text NOT NULL DEFAULT '',
	triage_hours   i64 NOT NULL,
	contact_hours  i64 NOT NULL,
	start_hours    i64 NOT NULL,
	moderate_from  i64 NOT NULL,
	high_from      i64 NOT NULL,
	extreme_from   i64 NOT NULL
);
INDEX incident_setting_made ON incident_setting (org, created_at, id);
-- The links that stand on posters: who holds one may report there without an account.
TABLE incident_link SHARED (
	hash  text NOT NULL PRIMARY KEY,
	org   id NOT NULL REFERENCES organisation
);

-- What the holder of a receipt may read without signing in: nothing about people, and nothing of the incident itself.
TABLE incident_receipt SHARED (
	hash         text NOT NULL PRIMARY KEY,
	org          id NOT NULL REFERENCES organisation,
	incident     id NOT NULL,
	state        text NOT NULL,
	outcome      text NOT NULL DEFAULT '',
	word         text NOT NULL DEFAULT '',
	reported_on  date NOT NULL,
	changed_on   date NOT NULL
);
INDEX incident_receipt_of ON incident_receipt (org, incident, hash);
-- A report that is being written, sealed with the installation's key; gone when it is sent, or after a day.
TABLE incident_draft SHARED (
	hash     text NOT NULL PRIMARY KEY,
	org      id NOT NULL REFERENCES organisation,
	account  id,
	body     blob NOT NULL,
	at       time NOT NULL
);
INDEX incident_draft_at ON incident_draft (at, hash);
INDEX incident_draft_mine ON incident_draft (account, org, at, hash);

-- Sums, kept in the transaction that writes an incident.  What a circle hides is counted in rows of its own, so that
-- whoever may not know of it is shown the others alone.
TABLE incident_roll OWNED NOID (
	month         i64 NOT NULL,
	kind          text NOT NULL,
	type          text NOT NULL,
	unit          id NOT NULL,
	restricted    bool NOT NULL,
	n             i64 NOT NULL,
	triaged       i64 NOT NULL,
	triaged_ok    i64 NOT NULL,
	contacted     i64 NOT NULL,
	contacted_ok  i64 NOT NULL,
	started       i64 NOT NULL,
	started_ok    i64 NOT NULL,
	closed        i64 NOT NULL,
	harmed        i64 NOT NULL,
	medical       i64 NOT NULL,
	decided       i64 NOT NULL,
	police        i64 NOT NULL,
	substantiated i64 NOT NULL,
	loss          i64 NOT NULL,
	damage        i64 NOT NULL,
	recovered     i64 NOT NULL,
	PRIMARY KEY (org, month, kind, type, unit, restricted)
);
-- Where and when: by place, day of the week and hour (24: not known).
TABLE incident_spot OWNED NOID (
	month       i64 NOT NULL,
	unit        id NOT NULL,
	place_kind  text NOT NULL,
	weekday     i64 NOT NULL,
	hour        i64 NOT NULL,
	violence    bool NOT NULL,
	restricted  bool NOT NULL,
	n           i64 NOT NULL,
	PRIMARY KEY (org, month, unit, place_kind, weekday, hour, violence, restricted)
);
