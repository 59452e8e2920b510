/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_DOCUMENT_H
#define FEATURE_REVIEW_DOCUMENT_H
#include "html/component.h"

/* A review as its document tells it; between draw.c and its template. */
struct doc_text { struct str text; };
struct doc_criterion { struct str id, words, tick, arose; };
struct doc_evidence { struct str title, kind, file_name, file_hash, period; bool outcome, fresh; };
struct doc_finding { struct str text; bool hint; };
struct doc_standard {
	struct str id, title, headline, rating, ground, comment, reason, action, responsible, position;
	const struct doc_criterion *criteria; size_t n_criteria;
	const struct doc_text *cases; size_t n_cases;
	const struct doc_evidence *evidence; size_t n_evidence;
	const struct doc_finding *findings; size_t n_findings;
	int64_t weight;
	bool unsupported;
};
struct doc_area { struct str id, title, level; const struct doc_text *lines; size_t n_lines; const struct doc_standard *standards; size_t n; };
struct doc_holder { struct str post, name, job, state; };
struct doc_review {
	struct str organisation, ods_code, kind, framework, key, edition, hash, origin, ref, title, level, profile;
	struct date from, to, due;
	const struct doc_area *areas; size_t n_areas;
	const struct doc_holder *holders; size_t n_holders;
	const struct doc_text *lines; size_t n_lines;
	const struct doc_text *rule; size_t n_rule;
};
/* False when it is no review. */
bool review_doc_read(struct arena *a, struct str json, struct doc_review *ret);
#endif
