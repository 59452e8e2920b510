-- References per organisation, kind and year; and the search index.
TABLE reference_count OWNED NOID (
	kind  text NOT NULL,
	year  i64 NOT NULL,
	last  i64 NOT NULL,
	PRIMARY KEY (org, kind, year)
);

TABLE search_entry OWNED (
	kind   text NOT NULL,
	at     time NOT NULL,
	title  text NOT NULL
);
INDEX search_entry_at ON search_entry (org, at, id);

-- A column for each class of personal data, so that a viewer's search reads only what the viewer may.
SQLITE CREATE VIRTUAL TABLE search_words USING fts5(scope, open, identity, special, criminal, free_text, content='', contentless_delete=1, prefix='2 3 4', tokenize='unicode61 remove_diacritics 2');
PG CREATE TABLE search_words (id bigint PRIMARY KEY, open tsvector NOT NULL, identity tsvector NOT NULL, special tsvector NOT NULL, criminal tsvector NOT NULL, free_text tsvector NOT NULL);
PG CREATE INDEX search_words_open ON search_words USING gin (open);
PG CREATE INDEX search_words_identity ON search_words USING gin (identity);
PG CREATE INDEX search_words_free_text ON search_words USING gin (free_text);
