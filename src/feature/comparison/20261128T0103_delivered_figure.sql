-- What a delivered self-review says in figures, kept by its recipient: the whole ('' in what), each key area ("area 2"), each standard.
TABLE delivered_figure OWNED NOID (
	delivery       id NOT NULL REFERENCES delivery,
	what           text NOT NULL,
	from_org       id NOT NULL REFERENCES organisation PARTY,
	framework_key  text NOT NULL,
	edition        text NOT NULL,
	period_from    date NOT NULL,
	period_to      date NOT NULL,
	rating         text NOT NULL CHECK (rating IN ('', 'red', 'amber', 'green', 'na')),
	PRIMARY KEY (org, delivery, what)
);
INDEX delivered_figure_period ON delivered_figure (framework_key, edition, period_from, what, org, delivery);
INDEX delivered_figure_from ON delivered_figure (from_org, framework_key, period_from, what);
INDEX delivered_figure_what ON delivered_figure (org, what, period_to, delivery);

-- From how many organisations on a comparison is shown: set by the national body.
TABLE comparison_limit RECORD (
	least   i64 NOT NULL,
	reason  text NOT NULL
);
INDEX comparison_limit_made ON comparison_limit (org, created_at, id);
