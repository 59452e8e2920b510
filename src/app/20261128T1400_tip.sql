-- The end of each lane of the trail, signed with every commit: what is cut off behind it is missed at once.
-- origin: signed when the lane began; a row that was put where an earlier one had been taken away has none.
TABLE audit_tip SHARED (
	lane       i64 NOT NULL,
	at         time NOT NULL,
	seq        i64 NOT NULL,
	hash       text NOT NULL,
	signature  text NOT NULL,
	origin     text NOT NULL,
	PRIMARY KEY (lane)
);
