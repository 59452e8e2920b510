TABLE file OWNED (
	name        text NOT NULL,
	type        text NOT NULL,
	size        i64 NOT NULL,
	hash        text NOT NULL,
	linked      bool NOT NULL,
	created_at  time NOT NULL,
	created_by  id NOT NULL
);
INDEX file_unlinked ON file (created_at, org, id) WHERE linked = 0;
TABLE file_chunk OWNED NOID (
	file   id NOT NULL REFERENCES file,
	n      i64 NOT NULL,
	bytes  blob NOT NULL,
	PRIMARY KEY (org, file, n)
);
