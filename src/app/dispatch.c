/* SPDX-License-Identifier: MIT */
#include "app/dispatch.h"
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/draft.h"
#include "app/file.h"
#include "app/record.h"
#include "app/registry.h"
#include "app/session.h"
#include "app/web.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/log.h"
#include "base/time.h"
#include "sql/app.h"

/* Names that stand in forms beside an action's own fields. */
static const char *const beside[] = { "id", "version", "csrf", "once", NULL };

struct ctx *
ctx_make(struct app *app, struct arena *mem, const struct who *who, const struct action *action, enum face face)
{
	struct ctx *c = arena_new(mem, struct ctx);

	*c = (struct ctx){ .mem = mem, .app = app, .who = who, .action = action, .face = face, .lang = app->lang,
		.now = app_now(app), .request = id_new(), .scope = scope_for(mem, who), 
		.sight = sight_for(who, SUBJECT_REGISTER, RELATION_NONE, PURPOSE_HANDLE) };
	c->today = when_date(c->now);
	audit_start(c);
	return c;
}

static enum status
authorise(struct ctx *c)
{
	const struct action *a = c->action;

	if (may_who(c->who, a)) {
		if (a->fresh && !c->who->operator && c->now.ms - c->who->fresh_at.ms > SESSION_FRESH_MS)
			return fail(c, ST_SIGN_IN, M("Enter your password and code again to do this."), NULL);
		return ST_OK;
	}
	if (c->who->account == 0)
		return fail(c, ST_SIGN_IN, M("Sign in to see this."), NULL);
	if (!who_holds(c->who, a))
		return fail(c, ST_FORBIDDEN, M("This token does not include that action."), NULL);
	if (c->who->grant != 0 && a->mode == MODE_WRITE)
		return fail(c, ST_FORBIDDEN, M("You are reading under a grant. Nothing can be changed."), NULL);
	return fail(c, ST_FORBIDDEN, M("Your role does not include this."), NULL);
}

static enum status
record_load(struct ctx *c)
{
	const struct record_type *t = c->action->record;

	if (t == NULL)
		return ST_OK;
	if (c->id == 0)
		return fail(c, ST_NOT_FOUND, M("There is no such record."), NULL);
	c->record = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
	enum status st = record_get(c, t, c->id, c->record);
	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no such {kind}, or it is not yours to see."), "kind",
		    lang_text(c->lang, c->mem, t->one), NULL);
	return st;
}

void
ctx_sight(struct ctx *c)
{
	struct str verb, kind = str_cut(str_c(c->action->name), '.', &verb);
	const struct record_type *t = c->action->record != NULL ? c->action->record : record_type_find(kind);
	/* What comes in as a file is compared with what an export gives. */
	bool file = str_is(verb, "export") || str_is(verb, "import") || str_is(verb, "match") || str_is(verb, "accept");

	if (t != NULL)
		record_sight(c, t, c->record, file ? PURPOSE_EXPORT : c->record != NULL ? PURPOSE_HANDLE : PURPOSE_LIST);
}

/* The first one counts: the address comes before the query, and the query before the body. */
static struct str
beside_find(const struct run *r, const char *name)
{
	for (size_t i = 0; i < r->n_pairs; i++)
		if (str_is(r->pairs[i].name, name))
			return r->pairs[i].value;
	return (struct str){ NULL, 0 };
}

/* A key of our own forms, or of a client's choice: nothing that a database or a log could stumble over. */
static bool
once_fits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f)
			return false;
	return s.n <= 200;
}

/* id and version come beside the fields, whatever the face. */
static enum status
beside_read(struct run *r)
{
	struct ctx *c = r->c;
	struct str version = beside_find(r, "version");

	if (c->id == 0)
		(void)id_parse(beside_find(r, "id"), &c->id);
	if (version.n > 0 && c->version == 0)
		(void)str_i64(version, &c->version);
	if (c->once.n == 0)
		c->once = beside_find(r, "once");
	if (!once_fits(c->once))
		return fail(c, ST_INVALID, M("The key against sending twice must be at most 200 plain characters."), NULL);
	return ST_OK;
}

/* What is asked for, so that the same key with something else is not taken for a repeat. */
static void
print_text(struct hasher *h, struct str s)
{
	uint64_t n = s.n;

	hasher_add(h, &n, sizeof n);
	if (s.n > 0)
		hasher_add(h, s.p, s.n);
}

static void
print_json(struct hasher *h, const struct json_node *j)
{
	hasher_add(h, &(char){ (char)('a' + (int)j->type) }, 1);
	print_text(h, j->s);
	hasher_add(h, &j->i, sizeof j->i);
	hasher_add(h, &j->real, sizeof j->real);
	hasher_add(h, &j->b, sizeof j->b);
	for (size_t i = 0; i < j->n; i++) {
		if (j->keys != NULL)
			print_text(h, j->keys[i]);
		print_json(h, j->items[i]);
	}
	hasher_add(h, "", 1);
}

static struct str
print_of(struct run *r)
{
	struct ctx *c = r->c;
	struct hasher h;

	hasher_init(&h);
	hasher_add(&h, &c->scope->org, sizeof c->scope->org);
	hasher_add(&h, &c->id, sizeof c->id);
	for (size_t i = 0; i < r->n_pairs; i++)
		if (!str_is(r->pairs[i].name, "csrf") && !str_is(r->pairs[i].name, "once")) {
			print_text(&h, r->pairs[i].name);
			print_text(&h, r->pairs[i].value);
		}
	for (size_t i = 0; i < c->n_files; i++) {
		print_text(&h, c->files[i].name);
		print_text(&h, c->files[i].body);
	}
	if (r->json != NULL)
		print_json(&h, r->json);
	struct hash done = hasher_end(&h);
	/* Keyed: it may rest on a password. */
	done = hash_keyed(c->app->secret_key, (struct str){ (const char *)done.b, sizeof done.b });
	return hash_hex(c->mem, &done);
}

static enum status
first_answer(struct run *r)
{
	struct ctx *c = r->c;
	struct once_get_row row;

	r->repeated = false;
	if (c->once.n == 0 || c->who->account == 0 || r->answer == NULL)
		return ST_OK;
	if (r->print.n == 0)
		r->print = print_of(r);
	enum status st = once_get(c->db, c->mem, c->who->account, c->once, &row);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	if (!str_is(row.action, c->action->name))
		return fail(c, ST_INVALID, M("This form has been used for something else. Open it again."), NULL);
	if (!str_eq(row.print, r->print))
		return fail(c, ST_INVALID, M("This was sent before with other content, and that was accepted. Send it once more if you want this as well."), NULL);
	r->repeated = true;
	r->answer_text = row.answer;
	return ST_OK;
}

static enum status
fields_read(struct run *r)
{
	struct ctx *c = r->c;
	const struct action *a = c->action;
	const struct record_type *t = a->record;

	if (a->out != NULL)
		r->out = arena_alloc(c->mem, a->out->size, _Alignof(max_align_t));
	if (a->in == NULL)
		return ST_OK;
	bool whole = t != NULL && a->in == t->shape;
	r->in = arena_alloc(c->mem, whole ? t->ops->size : a->in->size, _Alignof(max_align_t));
	if (whole) {
		memcpy(r->in, c->record, t->ops->size);
		if (c->version != 0)
			memcpy((char *)r->in + t->ops->at_version, &c->version, sizeof c->version);
	}
	/* A page that shows a form may come with one that holds what was typed. */
	struct form *form = arena_new(c->mem, struct form);
	struct form *before = c->form;
	enum status st = r->json != NULL
	    ? form_read_json(c->mem, a->in, r->json, c->today, form, r->in)
	    : form_read(c->mem, a->in, r->pairs, r->n_pairs, beside, c->today, form, r->in);
	c->form = a->mode == MODE_READ && before != NULL ? before : form;
	if (st != ST_OK && a->mode == MODE_READ && c->face == FACE_PAGE)	/* programs and commands are told which field */
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	if (st != ST_OK)
		c->why.st = ST_INVALID;
	/* A file that has come is stored later: its form shows no number for it before. */
	for (size_t i = 0; i < a->in->n; i++)
		if (a->in->f[i].type == F_FILE && c->n_files > 0 &&
		    ((struct file_ref *)(void *)((char *)r->in + a->in->f[i].at))->id == FILE_UPLOADED)
			form->typed[i] = S("");
	return st;
}

/* The action's own right first: who may not do it learns nothing about which records there are. */
static enum status
prepare(struct run *r)
{
	struct ctx *c = r->c;
	size_t shown = c->form != NULL ? c->form->n_errors : 0;	/* of a refused form that this page shows again */

	TRY(authorise(c));
	TRY(record_load(c));
	ctx_sight(c);
	if (r->form_only)
		return c->page->form_load != NULL ? c->page->form_load(c) : ST_OK;
	TRY(fields_read(r));
	/* Before the action's own rules, which what was done the first time may have changed. */
	TRY(first_answer(r));
	if (r->repeated)
		return ST_OK;
	if (c->action->load != NULL)
		TRY(c->action->load(c, r->in, r->out));
	return c->form != NULL && c->form->n_errors > shown ? ST_INVALID : ST_OK;
}

/* ---- the store part ---- */

struct storing { struct run *r; void *in, *out; struct form form; int64_t id, version; };

/* A draft goes with the form that was made of it. */
static enum status
draft_done(struct run *r)
{
	struct ctx *c = r->c;

	if (!str_starts(c->once, S("kept-")) || c->page == NULL || c->page->on_error == NULL || c->who->account == 0)
		return ST_OK;
	return draft_drop(c->app, c->db, c->who->account, path_from(c->mem, c->page->on_error, r->pairs, r->n_pairs));
}

static enum status
store_run(void *arg, struct db *db)
{
	struct storing *s = arg;
	struct run *r = s->r;
	struct ctx *c = r->c;
	const struct action *a = c->action;
	int64_t n;

	/* Repeatable: an earlier try on this transaction leaves nothing behind. */
	c->db = db;
	c->why = (struct failure){ 0 };
	c->refused = false;
	c->conflict = NULL;
	c->id = s->id;
	c->version = s->version;
	if (c->form != NULL)
		*c->form = s->form;
	if (r->in != NULL && a->in != NULL)
		memcpy(r->in, s->in, a->record != NULL && a->in == a->record->shape ? a->record->ops->size : a->in->size);
	if (r->out != NULL)
		memcpy(r->out, s->out, a->out->size);
	TRY(first_answer(r));
	if (r->repeated)
		return ST_OK;
	TRY(a->store(c, r->in, r->out));
	TRY(errors(c));
	if (c->refused || r->answer == NULL)
		return ST_OK;
	r->answer_text = r->answer(r, r->out);
	if (c->once.n == 0 || c->who->account == 0)
		return ST_OK;
	/* Somebody sent the same at the same time and was first: the whole is tried again and finds that answer. */
	enum status st = once_put(db, c->who->account, c->once, str_c(a->name), c->now, 0, r->answer_text, r->print, &n);
	TRY(st == ST_CONFLICT ? ST_BUSY : st);
	return draft_done(r);
}

static enum status
store_part(struct run *r)
{
	struct ctx *c = r->c;
	const struct action *a = c->action;
	struct storing s = { .r = r, .id = c->id, .version = c->version };

	if (r->in != NULL) {
		size_t size = a->record != NULL && a->in == a->record->shape ? a->record->ops->size : a->in->size;
		s.in = arena_alloc(c->mem, size, _Alignof(max_align_t));
		memcpy(s.in, r->in, size);
	}
	if (r->out != NULL) {
		s.out = arena_alloc(c->mem, a->out->size, _Alignof(max_align_t));
		memcpy(s.out, r->out, a->out->size);
	}
	if (c->form != NULL)
		s.form = *c->form;
	enum status st = app_write(c->app, r->db, c, store_run, &s);
	c->db = NULL;
	return st;
}

static void
read_end(struct run *r)
{
	if (r->c->db != NULL)
		db_end_read(r->db);
	r->c->db = NULL;
}

/* What shows personal data, or anything under a grant, is recorded before it is shown. */
static enum status
show(struct run *r)
{
	struct ctx *c = r->c;
	const struct action *a = c->action;

	if (a->personal || c->who->grant != 0 || (r->form_only && a->record != NULL && a->record->personal)) {
		read_end(r);	/* on SQLite as well: a snapshot that waits for a commit keeps the log from being emptied */
		TRY(app_write(c->app, r->db, c, NULL, NULL));
	}
	/* A page's template may still look things up. */
	if (c->face != FACE_PAGE || c->db != NULL)
		return ST_OK;
	TRY(db_begin_read(r->db));
	c->db = r->db;
	return ST_OK;
}

static enum status
steps(struct run *r)
{
	struct ctx *c = r->c;
	const struct action *a = c->action;
	bool shows = r->form_only || (a->work == NULL && a->store == NULL);

	TRY(db_begin_read(r->db));
	c->db = r->db;
	enum status st = prepare(r);
	if (st != ST_OK || r->repeated || !shows || c->face != FACE_PAGE)
		read_end(r);
	TRY(st);
	if (r->repeated)
		return ST_OK;
	if (shows)
		return show(r);
	if (a->mode == MODE_WRITE)
		TRY(file_keep_all(r));
	if (a->work != NULL && c->later == NULL)
		TRY(a->work(c, r->in, r->out));
	TRY(errors(c));
	if (a->store == NULL)
		return show(r);
	TRY(store_part(r));
	return c->refused ? c->why.st : ST_OK;
}

enum status
dispatch_load(struct run *r)
{
	TRY(beside_read(r));
	return prepare(r);
}

enum status
dispatch_run(struct run *r)
{
	struct ctx *c = r->c;

	TRY(beside_read(r));
	int limit = c->action->rate > 0 ? c->action->rate : c->app->rate;
	struct str caller = c->who->account != 0 ? id_text(c->mem, c->who->account) : c->peer;
	if (!c->who->operator && c->face != FACE_JOB && !rate_allow(c->app->rates, caller, c->action->name, limit, c->now))
		return fail(c, ST_TOO_MANY, M("That was tried too often. Wait a minute and try again."), NULL);
	enum status st = steps(r);
	if (st == ST_OK)
		return st;
	if (c->why.st == ST_OK)
		c->why.st = st;
	st = c->why.st;
	/* A refusal is an entry too. */
	if (c->who->account != 0 && (st == ST_FORBIDDEN || (st == ST_NOT_FOUND && c->action->record != NULL))) {
		if (c->action->record != NULL && c->id != 0)
			audit_record(c, c->action->record->ops->kind, c->id);
		enum status noted = app_write(c->app, r->db, c, NULL, NULL);
		if (noted != ST_OK)
			log_printf("audit", "a refusal of %s could not be recorded: %s", c->action->name, status_name(noted));
	}
	if (st == ST_INTERNAL)
		log_printf("fault", "action %s, request %lld, %s:%d", c->action->name, (long long)c->request,
		    c->why.file != NULL ? c->why.file : "?", c->why.line);
	return st;
}

/* ---- what a status is called ---- */

int
status_http(enum status st)
{
	switch (st) {
	case ST_OK: return 200;
	case ST_NOT_FOUND: return 404;
	case ST_INVALID: return 422;
	case ST_FORBIDDEN: return 403;
	case ST_SIGN_IN: return 401;
	case ST_CONFLICT: return 409;
	case ST_TOO_LARGE: return 413;
	case ST_TOO_MANY: return 429;
	case ST_BUSY:
	case ST_UNAVAILABLE: return 503;
	case ST_INTERNAL:
	case ST__MAX: break;
	}
	return 500;
}

const char *
status_title(enum status st)
{
	switch (st) {
	case ST_OK: return M("Done");
	case ST_NOT_FOUND: return M("Page not found");
	case ST_INVALID: return M("There is a problem");
	case ST_FORBIDDEN: return M("You cannot do this");
	case ST_SIGN_IN: return M("Sign in first");
	case ST_CONFLICT: return M("Somebody else has changed this");
	case ST_TOO_LARGE: return M("This is too large");
	case ST_TOO_MANY: return M("Too many tries");
	case ST_BUSY:
	case ST_UNAVAILABLE: return M("Not available right now");
	case ST_INTERNAL:
	case ST__MAX: break;
	}
	return M("Sorry, there is a problem with the service");
}

const char *
status_sentence(enum status st)
{
	switch (st) {
	case ST_OK: return M("It has been done.");
	case ST_NOT_FOUND: return M("There is nothing at this address, or it is not yours to see.");
	case ST_INVALID: return M("Something that was sent is not right.");
	case ST_FORBIDDEN: return M("Your role does not include this.");
	case ST_SIGN_IN: return M("Sign in to see this.");
	case ST_CONFLICT: return M("Somebody else has changed or made this meanwhile.");
	case ST_TOO_LARGE: return M("What was sent is larger than may be sent here.");
	case ST_TOO_MANY: return M("That was tried too often. Wait a minute and try again.");
	case ST_BUSY: return M("Many people are changing things at once. Try again.");
	case ST_UNAVAILABLE: return M("The database could not be written or read. Nothing was saved. Try again later.");
	case ST_INTERNAL:
	case ST__MAX: break;
	}
	return M("Nothing was saved. Try again later. If it happens again, tell your administrator the number below.");
}

struct str
problem_json(struct ctx *c, enum status st, int http)
{
	struct json j;
	struct buf b;
	struct str text = failure_text(c);

	buf_init(&b, 1 << 20);
	json_init(&j, &b);
	json_object(&j);
	json_key(&j, "type");
	json_str(&j, arena_printf(c->mem, "/help/api#%s", status_name(st)));
	json_key(&j, "title");
	json_str(&j, lang_text(c->lang, c->mem, status_title(st)));
	json_key(&j, "status");
	json_i64(&j, http != 0 ? http : status_http(st));
	json_key(&j, "detail");
	if (text.n == 0 && st == ST_INVALID && c->form != NULL)
		text = c->form->problem;
	json_str(&j, text.n > 0 && st != ST_INTERNAL ? text : lang_text(c->lang, c->mem, status_sentence(st)));
	json_key(&j, "request");
	json_id(&j, c->request);
	if (st == ST_INVALID && c->form != NULL && c->form->n_errors > 0) {
		json_key(&j, "errors");
		json_array(&j);
		for (size_t i = 0; i < c->form->n_errors; i++) {
			const struct field_error *e = &c->form->errors[i];
			json_object(&j);
			json_key(&j, "field");
			json_str(&j, str_c(e->f != NULL ? e->f->name : ""));
			json_key(&j, "message");
			json_str(&j, form_error_text(c->lang, c->mem, e));
			json_end(&j, '}');
		}
		json_end(&j, ']');
	}
	json_end(&j, '}');
	struct str r = buf_end(&b, c->mem);
	return r;
}
