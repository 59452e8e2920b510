-- what organisations agree with each other
TABLE agreement RECORD (
	ref          text NOT NULL DEFAULT '',
	title        text NOT NULL,
	title_sort   text NOT NULL DEFAULT '',
	kind         text NOT NULL CHECK (kind IN ('protocol', 'agreement')),
	unit         id REFERENCES unit,
	partner_org  id REFERENCES organisation PARTY,
	contact      personal identity NOT NULL DEFAULT '',
	notes        personal free_text,
	review_on    date NOT NULL DEFAULT 0,
	ended_on     date,
	value        money,
	floor        money NOT NULL DEFAULT -1,
	seats        i64,
	paper        file,
	needs        choices NOT NULL DEFAULT 0,
	summary      text,
	tier         i64 NOT NULL DEFAULT 0,
	active       bool NOT NULL DEFAULT 1,
	seen_at      time,
	owner        id REFERENCES person
);
INDEX agreement_review ON agreement (org, review_on, id) WHERE withdrawn_at IS NULL;
INDEX agreement_title ON agreement (org, title_sort, id) WHERE withdrawn_at IS NULL;
INDEX agreement_created ON agreement (org, created_at, id) WHERE withdrawn_at IS NULL;
INDEX agreement_unit_review ON agreement (org, unit, review_on, id) WHERE withdrawn_at IS NULL;
INDEX agreement_unit_title ON agreement (org, unit, title_sort, id) WHERE withdrawn_at IS NULL;
INDEX agreement_unit_created ON agreement (org, unit, created_at, id) WHERE withdrawn_at IS NULL;
UNIQUE INDEX agreement_ref ON agreement (org, ref) WHERE withdrawn_at IS NULL;
TABLE agreement_note OWNED (
	agreement    id NOT NULL REFERENCES agreement,
	at           time NOT NULL,
	body         text NOT NULL,
	bytes        blob
);
TABLE agreement_count OWNED NOID (
	year         i64 NOT NULL,
	next         i64 NOT NULL DEFAULT 1,
	PRIMARY KEY (org, year)
);
