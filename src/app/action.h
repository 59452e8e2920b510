/* SPDX-License-Identifier: MIT */
#ifndef APP_ACTION_H
#define APP_ACTION_H
#include "base/base.h"
#include "html/frame.h"
#include "html/component.h"
#include "http/http.h"
#include "shape/shape.h"
#include "store/db.h"

/* An action is declared once and has many faces: page, API call, command, job step, audit entry. */

enum access {
	ACCESS_UNSET = 0,	/* the program does not start */
	ACCESS_PUBLIC,		/* anybody, before sign-in too */
	ACCESS_SIGNED_IN,	/* any account, for its own things */
	ACCESS_ROLE,		/* who holds a role that roles.txt gives this action */
	ACCESS_OPERATOR		/* the command line on the machine itself, and jobs */
};
enum mode { MODE_UNSET = 0, MODE_READ, MODE_WRITE };

struct ctx;
struct record_type;
typedef enum status action_fn(struct ctx *c, void *in, void *out);

struct action {
	const char *name;		/* "agreement.create": permission, audit verb, API path, command */
	const char *title;		/* message: "Add an agreement" */
	enum access access;
	enum mode mode;
	const struct shape *in, *out;	/* NULL: nothing goes in or comes out */
	/* Set for actions on one record: the dispatcher takes c->id and c->version from address, form or
	 * If-Match, loads the record (404 when it is not visible) into c->record, and, where in is the record's
	 * own shape, fills in from it before reading the fields, so that an absent field changes nothing. */
	const struct record_type *record;
	action_fn *load;		/* reads, in a read transaction; may fill out */
	action_fn *work;		/* no transaction: hashing, rendering, parsing, network */
	action_fn *store;		/* writes; repeatable; holds the writer at most 50 ms */
	bool personal;			/* out shows personal data: one audit entry is committed before it is sent */
	bool fresh;			/* wants the password and code again, at most 10 minutes old */
	bool national;			/* only where the acting organisation is the national body */
	bool large;			/* makes a file that may be asked for as long work, see app/large.h */
	bool sheet;			/* a list by another name: comes out as a spreadsheet like KIND.list, see app/sheet.h */
	size_t body;			/* limit in bytes; 0: 16 KB */
	int rate;			/* calls a minute and person (or address, before sign-in); 0: what serve --rate says, or 600 */
	const char *cli_only;		/* why there is no page and no API call, or NULL */
};

/* A page is an action plus a template. */
typedef void page_fn(struct html *o, struct ctx *c, const void *out);
struct page {
	enum method method;		/* GET or POST */
	const char *path;		/* "/agreements/{id}/edit": {x} goes into the field x of in */
	const struct action *action;
	page_fn *html;			/* GET: writes what stands between frame begin and end */
	const char *title;		/* message; a page may set a better one with page_title() */
	const char *on_error;		/* POST: path of the GET page that shows the form again, same {x} */
	const char *then;		/* POST: where to go; {x} from out, else from in */
	const char *notice;		/* POST: message for the green banner there */
	const char *help;		/* topic, "agreement" or "agreement#renew"; NULL: the folder's own */
	bool wide;
	bool bare;			/* kept on a phone, for when there is no network: says nothing of who is asking, and has no token */
	const char *script;		/* of ui/, besides app.js */
	/* GET page that shows the form of a writing action: judged by that action's own permission, of which only the
	 * record is loaded; html makes the form by page_form().  form_load reads what the page needs besides. */
	bool form;
	enum status (*form_load)(struct ctx *c);
};

/* ---- what a folder contributes; collected by tools/features.sh into build/gen/features.gen.c ---- */
struct nav_entry { const char *label; const char *path; int order; const char *action; /* shown to who may do it */ };
/* A thing that waits for somebody. */
struct due_item {
	struct str title;
	struct date due;
	struct url to;
	const char *kind;	/* message */
	struct str ref;		/* of the record, "INC-26-0012", where it has one: what may be said outside of the program */
};
struct due_list { struct due_item *items; size_t n, room; };
/* Adds what is due from this person in this organisation, at most 50, soonest first. */
typedef enum status due_fn(struct ctx *c, struct due_list *due);
void due_add(struct ctx *c, struct due_list *l, struct due_item item);
/* Adds a part to the home page; out is written between cards. */
struct example;			/* app/example.h */
typedef enum status home_load_fn(struct ctx *c, void **ret_data);
typedef void home_html_fn(struct html *o, struct ctx *c, const void *data);
struct home_part { int order; const char *action; home_load_fn *load; home_html_fn *html; };
/* Adds a part to the page of one record of another folder, for who may do that action: app/panel.h. */
struct panel { const char *kind; int order; const char *action; enum status (*load)(struct ctx *c, const void *rec, void **ret_data); home_html_fn *html; };
struct example;			/* app/example.h */
/* Example data; order: organisations 10, people 20, frameworks 30 ... */
struct example_part { int order; const char *name; enum status (*make)(struct example *e); };


const struct action *action_find(struct str name);	/* NULL: none */
struct register_def;
struct part_def;
struct restrict_def;
struct job_def;
struct long_def;
struct mail_def;
struct fact_def;
struct measure_source;
/* One line in bad for each thing that is wrong, in plain words with its id. */
struct app;
struct verify_def { const char *name; enum status (*run)(struct app *app, struct db *db, struct arena *a, struct buf *bad); };

/* In words what is broken about the seal of that record, empty when nothing is or nothing was sealed. */
typedef enum status seal_fn(struct ctx *c, const char *kind, int64_t record, struct str *ret_broken);
enum status seal_broken(struct ctx *c, const char *kind, int64_t record, struct str *ret_broken) MUST_CHECK;	/* asks all folders */

/* The text of the latest sealed document of that record, as its folder reads it; empty when nothing was sealed.  ST_INVALID:
 * its seal is broken. */
enum status sealed_text(struct ctx *c, const char *kind, int64_t record, struct str *ret) MUST_CHECK;	/* asks all folders */

/* Asked in the store part of a step in a record's life, such as "incident.close", with the record as it would become:
 * fail() in words where something of this folder is still wanting, or do in its own records what follows. */
typedef enum status gate_fn(struct ctx *c, const char *step, const void *rec);
enum status gate_pass(struct ctx *c, const char *step, const void *rec) MUST_CHECK;	/* asks all folders */

struct feature {
	const char *name;			/* the folder */
	const struct action *const *actions;	/* NULL-terminated */
	const struct page *pages;		/* ends with a NULL path */
	const struct nav_entry *nav;		/* ends with a NULL label */
	due_fn *due;
	const struct home_part *home;
	const struct panel *panels;		/* ends with a NULL kind */
	gate_fn *gate;
	const struct record_type *const *records;	/* NULL-terminated */
	const struct example_part *example;
	const struct example_part *scale;	/* of the large data set: example_scale() */
	const struct register_def *const *registers;	/* NULL-terminated: plain registers, app/register.h */
	const struct part_def *const *parts;		/* NULL-terminated: records within others, app/part.h */
	const struct restrict_def *const *restricts;	/* NULL-terminated: kinds that may be kept to a team, app/restrict.h */
	const struct job_def *jobs;		/* ends with a NULL name, app/job.h */
	const struct long_def *longs;		/* ends with a NULL name, app/long.h */
	const struct mail_def *mails;		/* ends with a NULL name, app/mail.h */
	const struct fact_def *facts;		/* ends with a NULL name, app/fact.h */
	seal_fn *sealed;			/* gives the text that was sealed of a record */
	const struct measure_source *measures;	/* what can be counted in this folder's register, app/measure.h */
	seal_fn *seal;				/* says of a record whether its sealed document still bears it out */
	const struct verify_def *verify;	/* ends with a NULL name: what wardkeep verify proves besides the trail */
};
/* Each folder X defines: const struct feature X_feature. */
extern const struct feature *const features[];
extern const size_t feature_count;
/* roles.txt of all folders: role may do action. */
struct role_grant { const char *role, *action, *feature; };
extern const struct role_grant role_grants[];
extern const size_t role_grant_count;
/* help.md of all folders, and docs for /help. */
struct help_topic { const char *name; const char *markdown; size_t n; };
extern const struct help_topic help_topics[];
extern const size_t help_topic_count;
#endif
