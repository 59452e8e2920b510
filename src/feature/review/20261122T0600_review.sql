-- A self-review of one organisation against one edition of a framework for one period.  round and document are kept as
-- numbers: what they name comes from other folders and, between two installations, from elsewhere.
TABLE review RECORD (
	ref            text NOT NULL DEFAULT '',
	title          text NOT NULL,
	framework      id NOT NULL REFERENCES framework_version,
	framework_key  text NOT NULL,
	edition        text NOT NULL,
	period_from    date NOT NULL,
	period_to      date NOT NULL,
	due_on         date NOT NULL,
	state          text NOT NULL CHECK (state IN ('draft', 'signed', 'submitted', 'returned', 'accepted')),
	round          id,
	previous       id REFERENCES review,
	document       id,
	returned_why   text NOT NULL DEFAULT ''
);
UNIQUE INDEX review_once ON review (org, framework_key, edition, period_from) WHERE withdrawn_at IS NULL;
UNIQUE INDEX review_ref ON review (org, ref);
INDEX review_period ON review (org, period_from, id);
INDEX review_key ON review (org, framework_key, period_from, id);
INDEX review_previous ON review (org, previous, id);

-- One answer for each standard of a review.  ticks: ids of the criteria that are true; cases: what did and did not
-- arise, by id; carried_from: the standards of the edition before that it came from.
TABLE answer RECORD (
	review             id NOT NULL REFERENCES review,
	standard           text NOT NULL,
	standard_sort      text NOT NULL DEFAULT '',
	area               text NOT NULL,
	title              text NOT NULL,
	rating             text NOT NULL DEFAULT '' CHECK (rating IN ('', 'red', 'amber', 'green', 'na')),
	comment            text NOT NULL DEFAULT '',
	reason             text NOT NULL DEFAULT '',
	corrective_action  text NOT NULL DEFAULT '',
	ticks              text NOT NULL DEFAULT '',
	cases              text NOT NULL DEFAULT '',
	fresh_look         bool NOT NULL DEFAULT 0,
	fresh_why          text NOT NULL DEFAULT '',
	carried_from       text NOT NULL DEFAULT '',
	na_ground          text NOT NULL DEFAULT '',
	responsible_unit   id REFERENCES unit,
	responsible        id REFERENCES person
);
UNIQUE INDEX answer_once ON answer (org, review, standard);
INDEX answer_review ON answer (org, review, standard_sort, id);
INDEX answer_standard ON answer (org, standard_sort, id);
INDEX answer_unit ON answer (org, responsible_unit, id);
INDEX answer_responsible ON answer (org, responsible, id);
