/* SPDX-License-Identifier: MIT */
#ifndef APP_APP_H
#define APP_APP_H
#include "app/ctx.h"
#include "store/store.h"

/* One running installation: configuration, store, keys.  Immutable once made, apart from what says so. */
struct app {
	struct store *store;
	struct arena mem;		/* program lifetime */
	struct str address;		/* of the database */
	struct str base_url;		/* "https://wardkeep.example.nhs.uk": links in mail and documents; never from Host */
	struct str service;		/* name in the header */
	const struct lang *lang;	/* of pages, refusals and commands */
	bool example;			/* the example region: says so on every page, sends no mail */
	bool insecure_cookies;		/* plain http on localhost: no Secure flag, no __Host- prefix */
	uint8_t secret_key[32];		/* lies beside the database, never in it: drafts, one-time-code secrets */
	struct sign_key *sign;		/* seals documents and audit heads */
	struct when (*clock)(struct app *);	/* tests and the example region set it */
	struct when fixed_now;		/* what a set clock gives */
	const char *clamd;		/* address of the virus scanner, NULL: none */
	const char *mail, *mail_from;	/* the mail server and the address that mail comes from, NULL: none; app/mail.h */
	int workers;
	int rate;			/* calls a minute of one person or address and action, where the action says none */
	_Atomic int64_t longest_hold;	/* microseconds */
	bool alone;			/* an import has the database to itself: nobody waits for the writer */
	struct rate_table *rates;	/* app/rate.c */
	int lock;			/* on the key file: shared, or alone */
};
/* Keys are read from FILE.key beside an SQLite file, or from key_file; made at first start, mode 0600.
 * *ret_why as in store_open. */
struct app_options { const char *address; const char *key_file; const char *base_url; bool create, migrate, loose; bool alone; /* no other process has it open */ };
enum status app_open(const struct app_options *o, struct app **ret, struct str *ret_why) MUST_CHECK;
void app_close(struct app *a);
struct when app_now(struct app *a);
/* The longest hold of the writer so far; tests fail above 50 ms. */
void app_note_hold(struct app *a, int64_t us);
int64_t app_longest_hold(struct app *a);
/* Every action, page, record, role and reference checked against one another; *ret_why names the first wrong one. */
enum status app_check(struct arena *a, struct str *ret_why) MUST_CHECK;

/* ---- dispatch: the one order of things, for all faces ---- */
struct call {			/* from the command line, jobs and tests */
	struct app *app;
	struct db *db;		/* the caller's connection */
	const struct who *who;
	enum face face;
	const struct action *action;
	const struct pair *pairs; size_t n_pairs;	/* input as names and values … */
	const struct json_node *json;			/* … or as JSON */
	struct http_part *files; size_t n_files;	/* uploads */
	struct str if_match, once_key;
	struct arena *mem;
};
struct outcome {
	enum status st;
	struct str json;	/* out by its shape, or an RFC 9457 problem */
	struct str message;	/* of a refusal, in plain words */
	void *out;
	struct ctx *ctx;
};
void dispatch_call(const struct call *call, struct outcome *ret);
/* The HTTP face; installed in http_options. */
http_handler_fn dispatch_http;
http_refusal_fn dispatch_refusal;
http_limits_fn dispatch_limits;
#endif
