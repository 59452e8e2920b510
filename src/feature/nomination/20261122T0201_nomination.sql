-- Who holds which post, from when until when.
TABLE post_holding RECORD (
	post              text NOT NULL CHECK (post IN ('board_lead', 'specialist', 'violence_lead', 'manager', 'audit_chair', 'lay_member')),
	person            id NOT NULL REFERENCES person,
	from_on           date NOT NULL,
	ended_on          date,
	ended_why         text NOT NULL DEFAULT '',
	board_level       bool NOT NULL DEFAULT 0,
	accreditation     personal identity NOT NULL DEFAULT '',
	accredited_until  date
);
INDEX post_holding_from ON post_holding (org, from_on, id);
INDEX post_holding_post_from ON post_holding (org, post, from_on, id);
INDEX post_holding_person ON post_holding (org, person, id);

-- What was sent to the national body about a holder.  It is a letter and no link: who receives it reads this row and
-- never the sender's own registers, and nothing of it is changed after it has been sent but its end.
TABLE nomination RECORD (
	holding           id NOT NULL REFERENCES post_holding,
	sent_to           id NOT NULL REFERENCES organisation PARTY,
	sent_on           date NOT NULL,
	post              text NOT NULL,
	name              personal identity NOT NULL,
	job_title         text NOT NULL DEFAULT '',
	email             personal identity NOT NULL DEFAULT '',
	from_on           date NOT NULL,
	board_level       bool NOT NULL DEFAULT 0,
	accreditation     personal identity NOT NULL DEFAULT '',
	accredited_until  date,
	note              personal free_text NOT NULL DEFAULT '',
	ended_on          date,
	ended_why         text NOT NULL DEFAULT ''
);
INDEX nomination_holding ON nomination (org, holding, id);
INDEX nomination_sent ON nomination (org, sent_on, id);
INDEX nomination_received ON nomination (sent_to, id);

-- The national body's answer is its own record; the organisation that nominated reads it as the other party.
TABLE nomination_answer RECORD (
	organisation     id NOT NULL REFERENCES organisation PARTY,
	nomination       id NOT NULL,
	decision         text NOT NULL CHECK (decision IN ('confirmed', 'refused')),
	answered_on      date NOT NULL,
	reason           personal free_text NOT NULL DEFAULT '',
	confirmed_until  date,
	FOREIGN KEY (organisation, nomination) REFERENCES nomination (org, id)
);
UNIQUE INDEX nomination_answer_once ON nomination_answer (org, nomination) WHERE withdrawn_at IS NULL;
INDEX nomination_answer_answered ON nomination_answer (org, answered_on, id);
INDEX nomination_answer_party ON nomination_answer (organisation, nomination, id);
