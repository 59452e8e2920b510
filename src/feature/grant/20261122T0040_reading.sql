-- Reading a provider's arrangements: asked for by a commissioner or the national body, opened by the provider.
TABLE reading_request RECORD (
	title         text NOT NULL DEFAULT '',
	title_sort    text NOT NULL DEFAULT '',
	provider      id NOT NULL REFERENCES organisation PARTY,
	capacity      text NOT NULL CHECK (capacity IN ('specialist', 'stead', 'national')),
	reader        id NOT NULL REFERENCES account,
	reader_name   personal identity NOT NULL DEFAULT '',
	nominated_by  personal identity NOT NULL DEFAULT '',
	nominated_on  date,
	starts_on     date NOT NULL,
	ends_on       date NOT NULL,
	subject         text NOT NULL,
	reason        text NOT NULL DEFAULT ''
);
INDEX reading_request_ends ON reading_request (org, ends_on, id);
INDEX reading_request_title ON reading_request (org, title_sort, id);
INDEX reading_request_provider ON reading_request (provider, ends_on, id);

-- The provider's answer, and what it allows.
TABLE reading_grant RECORD (
	title         text NOT NULL DEFAULT '',
	request       id NOT NULL,
	reader_org    id NOT NULL REFERENCES organisation PARTY,
	reader        id NOT NULL REFERENCES account,
	reader_name   personal identity NOT NULL DEFAULT '',
	capacity      text NOT NULL CHECK (capacity IN ('specialist', 'stead', 'national')),
	nominated_by  personal identity NOT NULL DEFAULT '',
	nominated_on  date,
	answer        text NOT NULL CHECK (answer IN ('opened', 'refused')),
	starts_on     date NOT NULL,
	ends_on       date NOT NULL,
	subject         text NOT NULL,
	reason        text NOT NULL DEFAULT ''
);
UNIQUE INDEX reading_grant_request ON reading_grant (org, request);
INDEX reading_grant_ends ON reading_grant (org, ends_on, id);
INDEX reading_grant_party ON reading_grant (reader_org, ends_on, id);
