-- Records that only a few may know of, and people from whom one is kept.
-- A record of such a kind has a column circle: NULL, everybody whose role allows it; else the members of that circle alone.
TABLE circle OWNED (
	kind     text NOT NULL,
	record   id NOT NULL,
	made_at  time NOT NULL,
	made_by  id NOT NULL
);
TABLE circle_member OWNED NOID (
	circle    id NOT NULL REFERENCES circle,
	account   id NOT NULL REFERENCES account,
	since     time NOT NULL,
	added_by  id NOT NULL,
	PRIMARY KEY (org, account, circle)
);
INDEX circle_member_of ON circle_member (org, circle, account);

-- Which records have a circle, for what is kept beside them: history, search, the trail.
TABLE guarded OWNED NOID (
	record  id NOT NULL,
	circle  id NOT NULL REFERENCES circle,
	PRIMARY KEY (org, record)
);

-- Who may not know of a record, whatever the role: named in it as the one who did it, or in conflict otherwise.
TABLE barred OWNED NOID (
	account  id NOT NULL REFERENCES account,
	record   id NOT NULL,
	why      text NOT NULL CHECK (why IN ('alleged', 'conflict')),
	source   id NOT NULL,
	at       time NOT NULL,
	made_by  id NOT NULL,
	PRIMARY KEY (org, account, record, source)
);
INDEX barred_of ON barred (org, record, account, source);

-- Somebody named in a record may have an account.
INDEX account_name ON account (name_sort, id);

GUARD change_row BY record;
GUARD search_entry BY id;
