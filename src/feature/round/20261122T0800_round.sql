-- A round of self-reviews, opened by the national body.
TABLE review_round RECORD (
	ref          text NOT NULL DEFAULT '',
	title        text NOT NULL,
	title_sort   text NOT NULL DEFAULT '',
	framework    id NOT NULL REFERENCES framework_version,
	period_from  date NOT NULL,
	period_to    date NOT NULL,
	opens_on     date NOT NULL,
	due_on       date NOT NULL,
	asks         text NOT NULL DEFAULT '',
	kind         text NOT NULL DEFAULT '',
	region       text NOT NULL DEFAULT '',
	codes        text NOT NULL DEFAULT '',
	closed       bool NOT NULL DEFAULT 0
);
UNIQUE INDEX review_round_ref ON review_round (org, ref);
INDEX review_round_due ON review_round (org, due_on, id);

-- The place of one organisation in it: what it is asked for, and of its review one word, never more.
TABLE round_member OWNED (
	round        id NOT NULL REFERENCES review_round,
	member       id NOT NULL REFERENCES organisation PARTY,
	title        text NOT NULL,
	asks         text NOT NULL,
	framework    id NOT NULL REFERENCES framework_version,
	period_from  date NOT NULL,
	period_to    date NOT NULL,
	opens_on     date NOT NULL,
	due_on       date NOT NULL,
	state        text NOT NULL CHECK (state IN ('asked', 'opened', 'drafted', 'signed', 'sent', 'returned', 'accepted')),
	state_at     time NOT NULL,
	sent_at      time,
	late         bool NOT NULL DEFAULT 0,
	closed       bool NOT NULL DEFAULT 0,
	reminded_at  time,
	more_until   date,
	more_why     text NOT NULL DEFAULT '',
	more_at      time,
	more_answer  text NOT NULL DEFAULT '' CHECK (more_answer IN ('', 'given', 'refused')),
	more_reply   text NOT NULL DEFAULT '',
	more_answered_at time
);
INDEX round_member_round ON round_member (org, round, id);
INDEX round_member_member ON round_member (member, due_on, id);
INDEX round_member_place ON round_member (member, framework, period_from, id);
