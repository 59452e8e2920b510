/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_REVIEW_H
#define FEATURE_REVIEW_REVIEW_H
#include "app/record.h"

/* Self-reviews as other folders see them.  All within c->scope: another organisation's review is not there. */
extern const struct record_type review_type, answer_type;

struct review_info {
	int64_t id, version, framework, round, previous, document;
	struct str ref, title, framework_key, edition, state;
	struct date period_from, period_to, due_on;
};
enum status review_info(struct ctx *c, int64_t review, struct review_info *ret) MUST_CHECK;
/* The review of that framework and edition whose period holds the day; *ret 0: none is open. */
enum status review_find(struct ctx *c, struct str framework_key, struct str edition, struct date day, int64_t *ret) MUST_CHECK;

/* May it be signed?  ret_why: one sentence that says what is missing; no value when it may. */
enum status review_sign_ready(struct ctx *c, int64_t review, struct str *ret_why) MUST_CHECK;

/* In store: draft or returned → signed → submitted → accepted or returned; signed → draft while it was not handed in.
 * Signing writes down which standards did not apply.  document: the sealed one, 0 keeps what stands there; why: the reasons
 * of a return. */
enum status review_set_state(struct ctx *c, int64_t review, struct str state, int64_t document, struct str why) MUST_CHECK;

/* Everything that a reader of the review needs, as canonical JSON, drawn from what is stored now.  In load: it reads facts,
 * evidence and evaluations. */
enum status review_document_body(struct ctx *c, int64_t review, struct str *ret_canonical_json) MUST_CHECK;
/* A review as a file: load puts its document together from that JSON, work writes it into c->download.  format is one of
 * review_formats; note stands on the cover, empty: none. */
struct review_file_in { struct str format; };
extern const struct choice_list review_formats;
extern const struct shape review_file_in_shape;
enum status review_file_load(struct ctx *c, struct str canonical_json, struct str format, struct str note) MUST_CHECK;
action_fn review_file_work;
/* Links to all forms, for an action at base that takes the form in its query; nothing where base is empty. */
void review_file_links_html(struct html *o, struct url base);
void review_file_links_of_html(struct html *o, struct url base, size_t n);	/* the first n forms only */
/* Draws a review from its document's JSON alone, without a heading of the first level. */
void review_html_from_document(struct html *o, struct ctx *c, struct str canonical_json, struct str note);
/* What a list of received reviews shows of one: false when the JSON is no review. */
struct review_summary {
	struct str organisation, ods_code, framework, framework_key, edition, ref, level;	/* level: as html_rag takes it */
	struct date period_from, period_to, due_on;
	size_t n_standards, n_red, n_amber, n_green, n_not_applicable, n_unsupported;
};
bool review_summary_of(struct ctx *c, struct str canonical_json, struct review_summary *ret);
#endif
