/* SPDX-License-Identifier: MIT */
#ifndef APP_AUDIT_H
#define APP_AUDIT_H
#include "app/app.h"
#include "base/hash.h"

/* The audit trail: one entry a call, chained by hash in lanes, written just before the commit that it speaks of.
 * Entries hold no values: what changed stands in change_row, and the entry commits to it by salted hash. */
struct audit {
	struct hasher commits;
	size_t n_commits;
	int64_t ids[100];	/* records shown or changed */
	size_t n_ids, n_ids_before;	/* before: those from before the store part */
	const char *kind;	/* of them, when all are of one kind */
};
void audit_start(struct ctx *c);
void audit_commit(struct ctx *c, struct hash what);	/* a change row's salted hash joins the entry */
void audit_record(struct ctx *c, const char *kind, int64_t id);

/* Every write of the program goes through here.  c NULL: housekeeping that leaves no entry (session clock,
 * upload pieces).  fn NULL: only the entry. */
enum status app_write(struct app *app, struct db *mine, struct ctx *c, write_fn *fn, void *arg) MUST_CHECK;
/* Installed with store_on_commit by app_open: the entries, and the signed end of their lane. */
commit_fn audit_on_commit;
/* Signs the ends of a trail that is older than such signatures; nothing where there is one already.  After a migration only. */
enum status audit_tips_begin(struct app *app) MUST_CHECK;
/* First answers of repeated requests are kept for a week; called by the server's housekeeping. */
enum status once_sweep(struct app *app, struct db *mine) MUST_CHECK;
/* Signs the heads of all lanes when they have moved; once a minute, by the running server. */
enum status audit_sign_heads(struct app *app, struct db *mine) MUST_CHECK;
/* Walks every lane: sequence, chain, signed end and heads, commitments to change rows.  *ret_bad lists what is wrong, one
 * line each; empty when all is well. */
enum status audit_verify(struct app *app, struct db *db, struct arena *a, struct buf *ret_bad, int64_t *ret_entries) MUST_CHECK;
/* Newest signed head, as text for receipts: "lane:seq:hash". */
struct str audit_head_text(struct app *app, struct db *db, struct arena *a);
#endif
