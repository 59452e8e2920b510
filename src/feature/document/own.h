/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DOCUMENT_OWN_H
#define FEATURE_DOCUMENT_OWN_H
#include "base/json.h"
#include "feature/document/document.h"
#include "feature/review/review.h"
#include "feature/signatory/signatory.h"

/* Inside this folder only. */
#define SUBJECT_REVIEW "review"
#define ATTACHED_MOST (8u << 20)	/* bytes of all files of one document */

/* ---- held.c ---- */
bool bytes_from_hex(struct arena *a, struct str hex, uint8_t *to, size_t n);
struct str seal_hex(struct arena *a, const struct document *d);
/* Puts a sealed document into its holder's rows, files included. */
enum status document_row_put(struct ctx *c, const struct held *h, int64_t sealed_by, struct when imported_at) MUST_CHECK;
enum status held_file_bytes(struct ctx *c, const struct held *h, const struct held_file *f, struct str *ret) MUST_CHECK;

/* ---- write.c: the texts of what crosses ---- */
struct party { int64_t id; struct str name, code, kind; bool here; /* somebody holds a role in it here */ };
enum status party_get(struct ctx *c, int64_t org, struct party *ret) MUST_CHECK;
struct submission_text {
	struct party from; const struct party *to; size_t n_to;
	struct review_info info; struct str about; struct date due_on; struct str replaces;
	const struct held *review; struct str head;
};
struct str write_review(struct ctx *c, const struct party *from, struct str about, struct str body, struct str post,
    struct str statement, const struct held_file *f, size_t n);
struct str write_submission(struct ctx *c, const struct submission_text *t);
struct answer_text {
	struct party from, to; struct str about, answers, reasons, code, state, head; int64_t subject; struct date due_on;
	struct when arrived; bool late;
};
struct str write_return(struct ctx *c, const struct answer_text *t);
struct str write_receipt(struct ctx *c, const struct answer_text *t);
struct str node_text(struct ctx *c, const struct json_node *n);

/* ---- deliver.c ---- */
struct delivering {
	const struct held *document; struct party from; struct party to; struct str kind; struct date due_on; struct when arrived;
	struct str answers_hash, head, reasons, code, state; int64_t place, round; bool late;
};
/* In store: a row in the recipient's tray; waiting where it takes no part here.  *ret its id. */
enum status deliver(struct ctx *c, const struct delivering *d, int64_t *ret) MUST_CHECK;
/* The same for a submission, with the receipt that goes back. */
enum status deliver_submission(struct ctx *c, struct delivering *d, int64_t *ret) MUST_CHECK;
/* What an answer does to the review of the acting organisation. */
enum status answer_takes_effect(struct ctx *c, int64_t delivery) MUST_CHECK;
enum status receipt_send(struct ctx *c, const struct delivering *d) MUST_CHECK;
extern const struct action document_arrive_action;

/* ---- what pages print ---- */
struct delivered_line { struct str to, state, code, reasons; struct when at, answered; bool late, waiting, returned; enum tag_colour colour; struct url answer; };
struct file_line { struct str name, about; struct url to; };
struct document_view {
	struct str about, organisation, seal, kind;
	bool broken, unknown, late, has_review;
	struct str review;			/* canonical JSON of the review inside */
	const struct summary_row *rows; size_t n_rows;
	const struct file_line *files; size_t n_files;
	struct str reasons;
	const struct delivered_line *versions; size_t n_versions;
	bool may_answer; int64_t id; struct url answer_file;
	struct str state;
	struct url print;
};
enum status document_view_fill(struct ctx *c, const struct held *h, bool delivered, int64_t id, struct document_view *v) MUST_CHECK;
struct str state_words(struct ctx *c, struct str state);
enum tag_colour state_colour(struct str state);
page_fn submission_list_page, submission_view_page, submission_return_page, submission_sign_page, submission_send_page,
    submission_history_page, document_view_page, document_import_page, signer_list_page, signer_confirm_page;

struct received_row { struct str from, about, state; enum tag_colour colour; struct when arrived; struct date due; bool late, again; struct url to; };
struct received_view { struct received_row *rows; size_t n; struct url next; bool filtered, may_import, may_keys; };
struct key_line { struct str organisation, key; struct when first_seen; bool trusted; struct url to; };
struct keys_view { struct key_line *lines; size_t n; struct str own; bool may_confirm; };
struct return_view { int64_t id; struct str about, organisation; };

/* ---- sign.c, submission.c ---- */
struct addressees { struct party to[8]; size_t n; const char *none; /* message: why nobody is */ };
struct sign_view { struct review_info info; struct signatory_right right; struct str body, why, shown; struct addressees to; };
enum status addressees_find(struct ctx *c, const struct review_info *info, struct addressees *ret) MUST_CHECK;
struct str review_about(struct ctx *c, const struct review_info *info);
enum status review_due_day(struct ctx *c, const struct review_info *info, struct date *ret) MUST_CHECK;

struct send_view { struct review_info info; struct addressees to; struct date due; struct str when, none; bool late, ready; };
struct sent_version { int64_t id; struct str kind, about, seal; struct when sealed_at; bool broken, submission, waiting; struct delivered_line *to; size_t n_to; };
struct sent_view { struct review_info info; struct sent_version *versions; size_t n; const struct sent_version *latest; bool may_send, may_export, may_import; };

extern const struct action submission_read_action, submission_sign_action, submission_send_action, submission_history_action, submission_list_action,
    submission_view_action, submission_return_action, submission_accept_action, submission_file_action, document_view_action,
    document_file_action, document_print_action, submission_print_action, document_export_action, document_import_action, signer_list_action, signer_confirm_action;
enum status submission_sign_form(struct ctx *c) MUST_CHECK;
enum status submission_send_form(struct ctx *c) MUST_CHECK;
enum status submission_return_form(struct ctx *c) MUST_CHECK;
enum status signer_confirm_form(struct ctx *c) MUST_CHECK;

/* ---- verify.c ---- */
enum status document_verify(struct app *app, struct db *db, struct arena *a, struct buf *bad) MUST_CHECK;
extern const struct example_part document_example[];	/* example.c */
seal_fn document_seal_of, document_sealed_of;
#endif
