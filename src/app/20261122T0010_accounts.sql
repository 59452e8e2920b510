-- Who may sign in, with what, and what they may do where.
TABLE account SHARED (
	id              id PRIMARY KEY,
	email           personal identity NOT NULL,
	email_fold      text NOT NULL,
	name            personal identity NOT NULL,
	name_sort       text NOT NULL,
	password        text NOT NULL DEFAULT '',
	totp            blob NOT NULL,
	totp_confirmed  bool NOT NULL DEFAULT 0,
	totp_step       i64 NOT NULL DEFAULT 0,
	status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed')),
	failures        i64 NOT NULL DEFAULT 0,
	locked_until    time,
	must_change     bool NOT NULL DEFAULT 0,
	initial_until   time,
	last_org        id,
	last_unit       id,
	created_at      time NOT NULL,
	signed_in_at    time
);
UNIQUE INDEX account_email ON account (email_fold);

TABLE recovery_code SHARED (
	account  id NOT NULL REFERENCES account,
	hash     text NOT NULL,
	used_at  time,
	PRIMARY KEY (account, hash)
);

TABLE session SHARED (
	id           id PRIMARY KEY,
	hash         text NOT NULL,
	account      id NOT NULL REFERENCES account,
	stage        i64 NOT NULL,
	org          id,
	unit         id,
	home_org     id,
	grant_id     id,
	grant_until  time,
	created_at   time NOT NULL,
	seen_at      time NOT NULL,
	fresh_at     time,
	note         blob,
	note_until   time
);
UNIQUE INDEX session_hash ON session (hash);
INDEX session_account ON session (account, id);
INDEX session_created ON session (created_at, id);
INDEX session_grant ON session (grant_id, id);

TABLE api_token SHARED (
	id          id PRIMARY KEY,
	hash        text NOT NULL,
	account     id NOT NULL REFERENCES account,
	org         id NOT NULL REFERENCES organisation,
	name        text NOT NULL,
	actions     text NOT NULL DEFAULT '',
	created_at  time NOT NULL,
	expires_at  time NOT NULL,
	revoked_at  time
);
UNIQUE INDEX api_token_hash ON api_token (hash);
INDEX api_token_account ON api_token (account, id);

TABLE sign_in_failure SHARED (
	address  text NOT NULL PRIMARY KEY,
	since    time NOT NULL,
	count    i64 NOT NULL
);
INDEX sign_in_failure_since ON sign_in_failure (since, address);

TABLE draft SHARED (
	account  id NOT NULL REFERENCES account,
	path     text NOT NULL,
	body     blob NOT NULL,
	at       time NOT NULL,
	PRIMARY KEY (account, path)
);
INDEX draft_at ON draft (at, account, path);

TABLE membership OWNED (
	account    id NOT NULL REFERENCES account,
	role       text NOT NULL,
	unit       id REFERENCES unit,
	person     id,
	starts_on  date NOT NULL,
	ends_on    date,
	given_by   id NOT NULL,
	given_at   time NOT NULL,
	ended_by   id
);
INDEX membership_account ON membership (account, org, id);
