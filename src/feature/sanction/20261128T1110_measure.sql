-- A sanction that was sought or obtained because of an incident.  Whether it has lapsed is worked out from expires_on.
TABLE sanction RECORD (
	incident           id NOT NULL REFERENCES incident WITHIN,
	ref                text NOT NULL DEFAULT '',
	option             text NOT NULL,
	family             text NOT NULL DEFAULT '',
	person             id REFERENCES incident_person,
	state              text NOT NULL CHECK (state IN ('sought', 'obtained', 'refused', 'ended')),
	asked_of           text NOT NULL DEFAULT '',
	sought_on          date NOT NULL,
	obtained_on        date,
	review_on          date NOT NULL DEFAULT 0,
	expires_on         date NOT NULL DEFAULT 0,
	terms              personal criminal NOT NULL DEFAULT '',
	also               text NOT NULL DEFAULT '',
	breached_on        date,
	breach             personal criminal NOT NULL DEFAULT '',
	ended_on           date,
	ended_why          personal free_text NOT NULL DEFAULT '',
	appealed_on        date,
	appeal_by          date NOT NULL DEFAULT 0,
	appeal_decided_on  date,
	appeal_outcome     text NOT NULL DEFAULT '',
	publicity          text NOT NULL DEFAULT '',
	publicity_on       date,
	published_in       text NOT NULL DEFAULT '',
	publicity_why      personal free_text NOT NULL DEFAULT ''
);
UNIQUE INDEX sanction_ref ON sanction (org, ref);
INDEX sanction_sought ON sanction (org, sought_on, id) WHERE withdrawn_at IS NULL;
INDEX sanction_of ON sanction (org, incident, sought_on, id) WHERE withdrawn_at IS NULL;

-- What is claimed for a loss, from whom and by which way; what is outstanding is worked out.
TABLE redress RECORD (
	incident      id NOT NULL REFERENCES incident WITHIN,
	way           text NOT NULL,
	person        id REFERENCES incident_person,
	claimed       money NOT NULL,
	claimed_on    date NOT NULL,
	recovered     money,
	recovered_on  date,
	closed_on     date,
	result        personal free_text NOT NULL DEFAULT ''
);
INDEX redress_claimed ON redress (org, claimed_on, id) WHERE withdrawn_at IS NULL;
INDEX redress_of ON redress (org, incident, claimed_on, id) WHERE withdrawn_at IS NULL;

TABLE legal_advice RECORD (
	incident     id NOT NULL REFERENCES incident WITHIN,
	asked_of     text NOT NULL,
	asked_on     date NOT NULL,
	question     personal criminal NOT NULL,
	answered_on  date,
	answer       personal criminal NOT NULL DEFAULT '',
	followed     text NOT NULL DEFAULT '',
	why          personal free_text NOT NULL DEFAULT ''
);
INDEX legal_advice_asked ON legal_advice (org, asked_on, id) WHERE withdrawn_at IS NULL;
INDEX legal_advice_of ON legal_advice (org, incident, asked_on, id) WHERE withdrawn_at IS NULL;
