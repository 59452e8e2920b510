-- Whoever is kept from one record is kept from another that tells of it: from a case that looks into an incident.
TABLE barred_with OWNED NOID (
	record    id NOT NULL,
	follower  id NOT NULL,
	PRIMARY KEY (org, record, follower)
);
