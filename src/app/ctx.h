/* SPDX-License-Identifier: MIT */
#ifndef APP_CTX_H
#define APP_CTX_H
#include "app/action.h"

enum face { FACE_PAGE = 1, FACE_API, FACE_COMMAND, FACE_JOB };

/* Who is asking, in which organisation. */
struct who {
	int64_t account;		/* 0: nobody */
	int64_t person;			/* the person record in org, 0 where there is none */
	int64_t session;
	struct str name;		/* the account's own display name */
	struct str email;
	int64_t org;			/* acting for */
	struct str org_name;
	struct str org_kind;		/* "commissioner" … */
	uint64_t roles;			/* bit per role of app/access.h, in org, on branch */
	int64_t branch;
	int64_t grant;			/* reading org's records under this grant, acting from home_org */
	int64_t home_org;
	struct str only;		/* a token's own list of actions, "review.* agreement.list"; empty: no limit */
	struct when fresh_at;		/* last time password and code were given */
	bool operator;			/* the command line */
	bool example;			/* this installation is the example region */
};

/* app/audit.h */
struct audit;
struct failure { enum status st; const char *file; int line; const char *message; struct msg_arg args[6]; size_t n; };

/* Everything one call of an action has.  Lives in its request's arena. */
struct ctx {
	struct arena *mem;
	struct db *db;			/* set by the dispatcher: a read snapshot in load, the writer in store, NULL in work */
	const struct scope *scope;	/* whose records; see store/db.h */
	const struct who *who;
	struct app *app;
	const struct action *action;
	enum face face;
	const struct lang *lang;
	struct sight sight;
	struct when now;		/* taken once */
	struct date today;
	int64_t request;		/* id, in log, audit and error pages */
	int64_t id, version;		/* of the record meant, from address or form; version 0: not said */
	struct str peer;		/* the client's address; empty for commands and jobs */
	void *record;			/* loaded by action->record */
	void *data;			/* what form_load left for the page */
	void *conflict;			/* ST_CONFLICT on a record: what is stored now */
	struct form *form;		/* POST: what was typed; GET page of a form: filled by page_form() */
	struct str if_match;		/* API */
	struct http_part *files;	/* uploads of this request, already stored: see app/file.h */
	size_t n_files;
	struct failure why;
	/* set by the action, used by the page */
	struct frame *frame;
	struct str goes_to;		/* POST: overrides page->then; a path made by url_for */
	struct str notice;
	bool more;			/* job step: call again with the cursor in out */
	struct search_held *held_words;	/* see app/search.h */
	struct memo *memo;		/* see memo_find() */
	struct audit *audit;		/* what this call leaves in the trail */
	struct str once;		/* key under which a repeat gets the first answer */
	const struct page *page;
	const struct pair *path_pairs;	/* {x} of the address */
	size_t n_path_pairs;
	const struct pair *asked;	/* GET page: {x} and query of the address; see page_asked() */
	size_t n_asked;
	bool refused;			/* see refuse() */
	/* Sign-in and sign-out, set in store; the HTTP face makes the cookie of them once the store part is committed. */
	struct str session_secret;	/* of a new session */
	bool session_over;		/* take the cookie away */
	bool kept;			/* the form was restored from a draft: it goes once this is accepted */
	const void *out;		/* of the action, for the page */
	/* A GET page without a template sends this as an attachment (or, with inline_ok, in place). */
	struct str download, download_name, download_type;
	const struct large_view *later;	/* or it is too large to come at once: see large_offer(); work is not run */
};

/* Fails at the point of origin; message is for the user, in the catalogue, with {name} places. */
#define fail(c, st, ...) fail_at((c), __FILE__, __LINE__, (st), __VA_ARGS__)
enum status fail_at(struct ctx *c, const char *file, int line, enum status st, const char *message, ...) MUST_CHECK;
	/* then pairs: const char *name, struct str value, ended by NULL: fail(c, ST_INVALID, M("No {kind} by that name."), "kind", S("unit"), NULL) */
/* The reason as a sentence in c->lang; no value when there is none. */
struct str failure_text(struct ctx *c);
bool may_who(const struct who *who, const struct action *a);
bool who_holds(const struct who *who, const struct action *a);	/* the token's list alone; may_who() asks it */
/* In store: what was written is committed, and the answer is that refusal all the same (a wrong password is counted).
 * An expression of value ST_OK: return refuse(c, ST_INVALID, M("…"), NULL); */
#define refuse(c, st, ...) ((c)->refused = fail_at((c), __FILE__, __LINE__, (st), __VA_ARGS__) != ST_OK, ST_OK)
/* Collects errors on input fields of action->in; end with TRY(errors(c)). */
void field_error(struct ctx *c, const char *field, const char *message, struct str value);
enum status errors(struct ctx *c) MUST_CHECK;	/* ST_INVALID when there are any */

void page_title(struct ctx *c, struct str title);
void page_crumb(struct ctx *c, struct str text, struct url to);
/* One more row of a summary list: a message for its key, what it says, or "Not provided". */
void page_row(struct ctx *c, struct summary_row *rows, size_t *n, const char *key, struct str value);
void page_row_who(struct ctx *c, struct summary_row *rows, size_t *n, const char *key, struct personal who);
void page_back(struct ctx *c, struct url to);
void page_notice(struct ctx *c, struct str text);
/* A GET page that shows a form: makes c->form from rec unless a failed POST left one with what was typed. */
struct form *page_form(struct ctx *c, const struct shape *s, const void *rec);
/* What the address of a GET page says about name, to set a form's first values by; no value when it says nothing,
 * as on a page that comes back after a refused POST. */
struct str page_asked(const struct ctx *c, const char *name);
/* Fills the choices of a reference field of c->form. */
void form_options(struct ctx *c, struct form *f, const char *field, struct option *o, size_t n);
/* What is worked out from one snapshot, for who asks again in it: a name, the scope and two numbers say what it is.
 * memo_find gives NULL where it is not there, and always while writing; what it gives belongs to all and is not changed. */
const void *memo_find(const struct ctx *c, const char *what, int64_t a, int64_t b);
void memo_keep(struct ctx *c, const char *what, int64_t a, int64_t b, const void *value);
void touch(struct ctx *c, const char *kind, int64_t record);	/* personal data of this record is shown */
bool may(const struct ctx *c, const char *action);	/* would this action be allowed here? for links and buttons */
/* Runs another action inside this one's transaction, with its own permission check left out only when
 * trusted is true (a feature calling its own rule); in and out are that action's structs. */
enum status call_action(struct ctx *c, const char *name, void *in, void *out, bool trusted) MUST_CHECK;
#endif
