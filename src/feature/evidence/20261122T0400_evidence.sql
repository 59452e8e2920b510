-- What a rating rests on: a file, a link, a record of this system or a note of where it is kept, for a period.
TABLE evidence RECORD (
	ref              text NOT NULL DEFAULT '',
	title            text NOT NULL,
	title_sort       text NOT NULL DEFAULT '',
	kind             text NOT NULL,
	class            text NOT NULL CHECK (class IN ('output', 'outcome')),
	held             text NOT NULL CHECK (held IN ('file', 'link', 'record', 'note')),
	document         file,
	link             text NOT NULL DEFAULT '',
	record_kind      text NOT NULL DEFAULT '',
	record_id        i64 NOT NULL DEFAULT 0,
	note             text NOT NULL DEFAULT '',
	period_from      date NOT NULL,
	period_to        date,
	measured         text NOT NULL DEFAULT '',
	measured_before  text NOT NULL DEFAULT '',
	measured_after   text NOT NULL DEFAULT '',
	measured_on      date,
	change           text NOT NULL DEFAULT '',
	unit             id REFERENCES unit
);
UNIQUE INDEX evidence_ref ON evidence (org, ref);
INDEX evidence_added ON evidence (org, created_at, id);
INDEX evidence_class_added ON evidence (org, class, created_at, id);
INDEX evidence_kind_added ON evidence (org, kind, created_at, id);

-- One piece serves many standards.
TABLE evidence_link OWNED NOID (
	evidence   id NOT NULL REFERENCES evidence,
	framework  text NOT NULL,
	standard   text NOT NULL,
	linked_by  id NOT NULL,
	linked_at  time NOT NULL,
	PRIMARY KEY (org, framework, standard, evidence)
);
INDEX evidence_link_evidence ON evidence_link (org, evidence, framework, standard);
