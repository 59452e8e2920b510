-- Contracts between a commissioner, whose record it is, and a provider; and the assurance obtained before each.
TABLE contract RECORD (
	ref              text NOT NULL DEFAULT '',
	title            text NOT NULL,
	title_sort       text NOT NULL DEFAULT '',
	provider         id NOT NULL REFERENCES organisation PARTY,
	coordinator      id REFERENCES organisation PARTY,
	starts_on        date NOT NULL,
	ends_on          date NOT NULL,
	standard         bool NOT NULL DEFAULT 0,
	provider_status  text NOT NULL CHECK (provider_status IN ('nhs_trust', 'licence_holder', 'neither')),
	framework        text NOT NULL DEFAULT '',
	signed_on        date,
	before_use       bool NOT NULL DEFAULT 0,
	ahead_by         personal identity NOT NULL DEFAULT '',
	ahead_on         date,
	ahead_why        text NOT NULL DEFAULT '',
	document         file
);
UNIQUE INDEX contract_ref ON contract (org, ref);
INDEX contract_ends ON contract (org, ends_on, id);
INDEX contract_title ON contract (org, title_sort, id);
INDEX contract_provider_ends ON contract (org, provider, ends_on, id);
INDEX contract_provider_title ON contract (org, provider, title_sort, id);
INDEX contract_held ON contract (provider, ends_on, id);
INDEX contract_coordinated ON contract (coordinator, ends_on, id);

TABLE assurance RECORD (
	contract    id NOT NULL REFERENCES contract,
	title       text NOT NULL,
	given_on    date NOT NULL,
	asked       text NOT NULL,
	shown       text NOT NULL,
	conclusion  text NOT NULL CHECK (conclusion IN ('full', 'limited', 'none')),
	rests       text NOT NULL CHECK (rests IN ('yes', 'partly', 'no')),
	conditions  text NOT NULL DEFAULT '',
	document    file
);
INDEX assurance_given ON assurance (org, given_on, id);
INDEX assurance_contract_given ON assurance (org, contract, given_on, id);
