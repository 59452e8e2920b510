/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_EVIDENCE_SHAPE_H
#define FEATURE_EVIDENCE_SHAPE_H
#include "feature/evidence/own.h"
#include "sql/evidence.h"

/* A new piece knows besides for which standard it is added, and where to come back to. */
struct evidence_add { struct evidence e; struct str framework, standard; int64_t answer; };

#define EVIDENCE_FIELDS \
	FIELD(struct evidence, title, .label = M("Title"), .must = true, .search = true), \
	FIELD_CHOICE(struct evidence, kind, evidence_kind_choices, .label = M("Kind of evidence"), .must = true), \
	FIELD_CHOICE(struct evidence, class, evidence_classes, .label = M("Output or outcome?"), .must = true), \
	FIELD_CHOICE(struct evidence, held, evidence_helds, .label = M("What is it?"), .must = true), \
	FIELD(struct evidence, document, .label = M("File"), .hint = M("PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, plain text or CSV, smaller than 20 MB")), \
	FIELD(struct evidence, link, .label = M("Address"), .max = 500), \
	FIELD(struct evidence, record_kind, .label = M("Kind of record"), .read_only = true), \
	FIELD(struct evidence, record_id, .label = M("Record"), .read_only = true), \
	FIELD_LONG(struct evidence, note, .label = M("Where it is kept"), .hint = M("And how somebody gets to see it"), .max = 1000, .search = true), \
	FIELD(struct evidence, period_from, .label = M("First day that it speaks for"), .must = true), \
	FIELD(struct evidence, period_to, .label = M("Last day that it speaks for"), .hint = M("Leave empty if it still holds, such as a policy in force")), \
	FIELD_LONG(struct evidence, measured, .label = M("What was measured"), .max = 1000, .search = true), \
	FIELD(struct evidence, measured_before, .label = M("Before")), \
	FIELD(struct evidence, measured_after, .label = M("Afterwards")), \
	FIELD(struct evidence, measured_on, .label = M("Measured on"), .past_only = true), \
	FIELD_CHOICE(struct evidence, change, evidence_changes, .label = M("Better, the same or worse?")), \
	FIELD_REF(struct evidence, unit, "unit", .label = M("Unit"), .hint = M("Leave empty for the whole organisation"))
#endif
