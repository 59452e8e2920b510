/* SPDX-License-Identifier: MIT */
#ifndef APP_DISPATCH_H
#define APP_DISPATCH_H
#include "app/app.h"

/* The order of things that every face shares: authorise, load the record, once, read the declared fields, load, work,
 * store with its change and audit rows, commit.  A face finds the action and who is asking before, and makes an
 * answer of what comes out after. */
struct run {
	struct ctx *c;
	struct db *db;				/* the worker's connection */
	const struct pair *pairs; size_t n_pairs;
	const struct json_node *json;		/* instead of pairs */
	bool form_only;				/* a page that shows the action's form */
	/* What a repeat under the same key will get: made in the transaction, from out. */
	struct str (*answer)(struct run *run, const void *out);
	struct str print;			/* of what is asked for, where there is a key */
	/* came out */
	void *in, *out;
	bool repeated;				/* answer_text is the first answer, nothing was done now */
	struct str answer_text;
};
enum status dispatch_run(struct run *r) MUST_CHECK;
/* For a step of long work, in its snapshot: only as far as load, with the same right, record, sight and fields. */
enum status dispatch_load(struct run *r) MUST_CHECK;
/* A ctx ready for dispatch_run. */
struct ctx *ctx_make(struct app *app, struct arena *mem, const struct who *who, const struct action *action, enum face face);
/* What may be seen of people, before anything is read: by the kind of record that c->action is about, and its verb.  The
 * dispatcher does it for every call; who makes a ctx to do an action's work with calls it as well. */
void ctx_sight(struct ctx *c);
int status_http(enum status st);
/* Title of a problem or error page: "Page not found". */
const char *status_title(enum status st);
/* A sentence for a refusal that has no message of its own. */
const char *status_sentence(enum status st);
/* An RFC 9457 problem; http 0: the status that st has. */
struct str problem_json(struct ctx *c, enum status st, int http);

/* Counted calls a minute per person or address and action; false: too many. */
struct rate_table;
struct rate_table *rate_table_make(struct arena *a);
bool rate_allow(struct rate_table *t, struct str who, const char *action, int per_minute, struct when now);
#endif
