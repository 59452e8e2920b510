-- What contracts and statutes ask, by edition: the newest one counts, those before stay readable.
TABLE duty_edition SHARED (
	id           id NOT NULL PRIMARY KEY,
	about        text NOT NULL,
	yaml         text NOT NULL,
	hash         text NOT NULL,
	imported_at  time NOT NULL,
	imported_by  id NOT NULL
);
UNIQUE INDEX duty_edition_hash ON duty_edition (hash);
