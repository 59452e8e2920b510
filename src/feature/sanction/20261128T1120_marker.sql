-- A warning about somebody, resting on an incident and seen with it.  Whether it has lapsed is worked out from expires_on.
TABLE marker RECORD (
	incident     id NOT NULL REFERENCES incident WITHIN,
	person       id NOT NULL REFERENCES incident_person,
	basis        personal criminal NOT NULL,
	advice       personal criminal NOT NULL DEFAULT '',
	decided_on   date NOT NULL,
	decided_by   personal identity NOT NULL,
	told         text NOT NULL,
	told_on      date,
	told_why     personal free_text NOT NULL DEFAULT '',
	shown_to     personal free_text NOT NULL DEFAULT '',
	review_on    date NOT NULL DEFAULT 0,
	expires_on   date NOT NULL DEFAULT 0,
	removed_on   date,
	removed_why  personal free_text NOT NULL DEFAULT ''
);
INDEX marker_decided ON marker (org, decided_on, id) WHERE withdrawn_at IS NULL;
INDEX marker_of ON marker (org, incident, decided_on, id) WHERE withdrawn_at IS NULL;
