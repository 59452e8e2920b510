/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_PAPER_H
#define FEATURE_REVIEW_PAPER_H
#include "report/doc.h"

/* A review as its document tells it, and all that is made of it: everything below has its words and figures from here.
 * Ratings are what html_rag takes. */
struct paper_criterion { struct str id, kind, words, tick, arose; };
struct paper_evidence { struct str title, kind, file_name, file_hash, period; bool outcome, fresh; };
struct paper_finding { struct str id, text; bool hint; };
struct paper_standard {
	struct str id, title, headline, rating, ground, comment, reason, action, responsible, position;
	const struct paper_criterion *criteria; size_t n_criteria;
	const struct str *cases; size_t n_cases;
	const struct paper_evidence *evidence; size_t n_evidence;
	const struct paper_finding *findings; size_t n_findings;
	int64_t weight;
	bool unsupported;
};
struct paper_area { struct str id, title, level; const struct str *lines; size_t n_lines; const struct paper_standard *standards; size_t n; };
struct paper_holder { struct str post; struct personal name; struct str job, state; };
struct paper_review {
	struct str organisation, ods_code, kind, classification, framework, key, edition, hash, origin, ref, title, level, profile, profile_key;
	int64_t profile_version;
	struct date from, to, due;
	const struct paper_area *areas; size_t n_areas;
	const struct paper_holder *holders; size_t n_holders;
	const struct str *lines; size_t n_lines;
	const struct str *rule; size_t n_rule;
};
/* How many standards have which rating. */
struct paper_counts { int64_t red, amber, green, none, na, unsupported, all; };
struct ctx;
/* False when it is no review. */
bool paper_read(struct arena *a, struct str json, struct paper_review *ret);
struct paper_counts paper_count(const struct paper_area *areas, size_t n);
/* The document of it, in the reader's language and for the reader's eyes. */
struct doc *paper_doc(struct ctx *c, const struct paper_review *r);
/* The tables of it for a spreadsheet. */
void paper_sheets(struct ctx *c, const struct paper_review *r, struct doc *d);
/* OSCAL 1.1 assessment results, JSON; ids are made of the review's own and are the same each time. */
void paper_oscal(struct ctx *c, const struct paper_review *r, struct buf *out);
#endif
