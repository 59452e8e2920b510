TABLE organisation SHARED (
	id       id PRIMARY KEY,
	name     text NOT NULL,
	kind     text NOT NULL CHECK (kind IN ('trust', 'commissioner'))
);
TABLE unit OWNED (
	name     text NOT NULL,
	parent   id REFERENCES unit
);
TABLE unit_under OWNED NOID (
	ancestor id NOT NULL REFERENCES unit,
	unit     id NOT NULL REFERENCES unit,
	PRIMARY KEY (org, ancestor, unit)
);
TABLE person OWNED (
	name     personal identity NOT NULL,
	email    personal identity,
	unit     id REFERENCES unit
);
TABLE file OWNED (name text NOT NULL);
TABLE role_kind SHARED (id id PRIMARY KEY, name text NOT NULL UNIQUE);
ROW role_kind (id, name) VALUES (1, 'it''s one; really?'), (2, 'two -- not a comment');
SQLITE CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'unicode61');
PG CREATE TABLE words (body text NOT NULL);
