-- How somebody wants to hear, in one organisation, of what is due from them there.
TABLE reminder OWNED NOID (
	account   id NOT NULL REFERENCES account,
	often     text NOT NULL DEFAULT 'never' CHECK (often IN ('never', 'daily', 'weekly')),
	feed      text,
	feed_at   time,
	PRIMARY KEY (org, account)
);
UNIQUE INDEX reminder_feed ON reminder (feed);
