-- Mail to be sent, and what became of it.  Its text is made when it is sent and kept nowhere.
TABLE mail OWNED (
	account   id NOT NULL REFERENCES account,
	name      text NOT NULL,
	period    date NOT NULL,
	state     text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'nothing', 'failed', 'unknown')),
	why       text NOT NULL DEFAULT '',
	asked_at  time NOT NULL,
	due_at    time NOT NULL,
	tries     i64 NOT NULL
);
UNIQUE INDEX mail_once ON mail (org, account, name, period);
INDEX mail_state ON mail (state, due_at, org, id);
