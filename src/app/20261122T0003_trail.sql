-- History of every record, the audit trail, and the first answers of repeated requests.
TABLE change_row OWNED (
	kind     text NOT NULL,
	record   id NOT NULL,
	version  i64 NOT NULL,
	at       time NOT NULL,
	made_by  id NOT NULL,
	action   text NOT NULL,
	request  id NOT NULL,
	salt     text NOT NULL,
	was      text NOT NULL,
	became   text NOT NULL
);
INDEX change_row_record ON change_row (org, kind, record, version, id);
INDEX change_row_request ON change_row (org, request, id);

TABLE audit_entry SHARED (
	lane      i64 NOT NULL,
	seq       i64 NOT NULL,
	at        time NOT NULL,
	org       id NOT NULL,
	account   id NOT NULL,
	action    text NOT NULL,
	face      text NOT NULL,
	outcome   text NOT NULL,
	request   id NOT NULL,
	kind      text NOT NULL,
	records   text NOT NULL,
	commits   text NOT NULL,
	previous  text NOT NULL,
	hash      text NOT NULL,
	PRIMARY KEY (lane, seq)
);
INDEX audit_entry_org ON audit_entry (org, at, lane, seq);

TABLE audit_head SHARED (
	at         time NOT NULL,
	lane       i64 NOT NULL,
	seq        i64 NOT NULL,
	hash       text NOT NULL,
	signature  text NOT NULL,
	signer     text NOT NULL,
	PRIMARY KEY (at, lane)
);

TABLE once_answer SHARED (
	account  id NOT NULL,
	key      text NOT NULL,
	action   text NOT NULL,
	at       time NOT NULL,
	status   i64 NOT NULL,
	answer   text NOT NULL,
	PRIMARY KEY (account, key)
);
INDEX once_answer_at ON once_answer (at, account, key);

TABLE setting SHARED (
	name   text NOT NULL,
	value  text NOT NULL,
	PRIMARY KEY (name)
);
