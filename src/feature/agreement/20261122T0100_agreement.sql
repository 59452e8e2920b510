TABLE agreement RECORD (
	ref           text NOT NULL DEFAULT '',
	title         text NOT NULL,
	title_sort    text NOT NULL DEFAULT '',
	kind          text NOT NULL,
	partner_kind  text NOT NULL,
	partner       text NOT NULL DEFAULT '',
	partner_org   id REFERENCES organisation,
	scope         text NOT NULL DEFAULT '',
	contact       personal identity NOT NULL DEFAULT '',
	document      file,
	signed_on     date,
	review_on     date NOT NULL,
	unit          id REFERENCES unit
);
UNIQUE INDEX agreement_ref ON agreement (org, ref);
INDEX agreement_review ON agreement (org, review_on, id);
INDEX agreement_title ON agreement (org, title_sort, id);
INDEX agreement_kind_review ON agreement (org, partner_kind, review_on, id);
INDEX agreement_kind_title ON agreement (org, partner_kind, title_sort, id);
