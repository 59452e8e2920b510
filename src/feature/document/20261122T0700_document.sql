-- What an organisation has sealed, or has taken from another installation by file.  Written once and never changed:
-- a correction is another document that says which one it replaces.
TABLE document OWNED (
	kind          text NOT NULL CHECK (kind IN ('review', 'submission', 'return', 'receipt')),
	about         text NOT NULL,
	body          text NOT NULL,
	hash          text NOT NULL,
	signature     text NOT NULL,
	signer        text NOT NULL,
	sealed_at     time NOT NULL,
	sealed_by     id NOT NULL,
	origin        id NOT NULL REFERENCES organisation,
	origin_code   text NOT NULL,
	subject_kind  text NOT NULL,
	subject       id NOT NULL,
	replaces      id,
	imported_at   time
);
UNIQUE INDEX document_own_hash ON document (org, hash);
INDEX document_hash ON document (hash, org);
INDEX document_subject ON document (org, subject_kind, subject, sealed_at, id);
INDEX document_walk ON document (id, org);

TABLE document_file OWNED NOID (
	document  id NOT NULL REFERENCES document,
	n         i64 NOT NULL,
	name      text NOT NULL,
	type      text NOT NULL,
	size      i64 NOT NULL,
	hash      text NOT NULL,
	stored    file NOT NULL,
	PRIMARY KEY (org, document, n)
);

-- Opens one document of another organisation to its recipient.  The document stays where it was sealed or brought in.
TABLE delivery OWNED (
	document     id NOT NULL,
	holder       id NOT NULL,
	from_org     id NOT NULL REFERENCES organisation PARTY,
	kind         text NOT NULL CHECK (kind IN ('submission', 'return', 'receipt')),
	about        text NOT NULL,
	about_sort   text NOT NULL,
	subject      id NOT NULL,
	place        id,
	round        id,
	due_on       date NOT NULL,
	sent_at      time NOT NULL,
	state        text NOT NULL CHECK (state IN ('waiting', 'received', 'accepted', 'returned', 'superseded')),
	late         bool NOT NULL,
	code         text NOT NULL,
	received_at  time,
	answered_at  time,
	answered_by  id,
	reasons      text NOT NULL DEFAULT '',
	answer       id,
	replaces     id,
	FOREIGN KEY (holder, document) REFERENCES document (org, id)
);
INDEX delivery_arrived ON delivery (org, kind, sent_at, id);
INDEX delivery_round ON delivery (org, round, kind, sent_at, id);
INDEX delivery_document ON delivery (document, org, id);
INDEX delivery_sent ON delivery (from_org, subject, sent_at, id);

-- Keys with which documents of an organisation were signed.  One that came by file counts once the programme has
-- compared it with the sender by another way.
TABLE signer_key SHARED (
	id          id PRIMARY KEY,
	org         id NOT NULL REFERENCES organisation,
	key         text NOT NULL,
	first_seen  time NOT NULL,
	trusted_at  time,
	trusted_by  id
);
UNIQUE INDEX signer_key_org ON signer_key (org, key);

-- Whom an organisation has named to sign, by framework; nobody named: its board-level lead.
TABLE signatory OWNED NOID (
	framework_key  text NOT NULL,
	account        id NOT NULL REFERENCES account,
	named_at       time NOT NULL,
	named_by       id NOT NULL,
	PRIMARY KEY (org, framework_key)
);

-- A review names its files by hash; they are looked up when it is signed.
INDEX file_hash ON file (org, hash, id);
