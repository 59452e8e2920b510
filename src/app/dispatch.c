/* SPDX-License-Identifier: MIT */
#include "app/dispatch.h"
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/file.h"
#include "app/record.h"
#include "app/registry.h"
#include "app/session.h"
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
		.now = app_now(app), .request = id_new(), .scope = scope_for(mem, who), .sight = sight_for(who) };
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

/* id and version come beside the fields, whatever the face. */
static void
beside_read(struct run *r)
{
	struct ctx *c = r->c;

	for (size_t i = 0; i < r->n_pairs; i++) {
		if (str_is(r->pairs[i].name, "id"))
			(void)id_parse(r->pairs[i].value, &c->id);
		else if (str_is(r->pairs[i].name, "version"))
			(void)str_i64(r->pairs[i].value, &c->version);
		else if (str_is(r->pairs[i].name, "once"))
			c->once = r->pairs[i].value;
	}
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
	if (st != ST_OK && a->mode == MODE_READ)
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	if (st != ST_OK)
		c->why.st = ST_INVALID;
	return st;
}

static enum status
prepare(struct run *r)
{
	struct ctx *c = r->c;

	if (c->action->record == NULL)
		TRY(authorise(c));
	else if (c->who->account == 0 && !c->who->operator)
		return authorise(c);	/* a stranger learns nothing about which records there are */
	TRY(record_load(c));
	if (c->action->record != NULL)
		TRY(authorise(c));
	if (r->form_only)
		return c->page->form_load != NULL ? c->page->form_load(c) : ST_OK;
	TRY(fields_read(r));
	if (c->action->load != NULL)
		TRY(c->action->load(c, r->in, r->out));
	return errors(c);
}

/* ---- the store part ---- */

struct storing { struct run *r; void *in, *out; struct form form; };

static enum status
first_answer(struct run *r, bool *ret_repeated)
{
	struct ctx *c = r->c;
	struct once_get_row row;

	*ret_repeated = false;
	if (c->once.n == 0 || c->who->account == 0)
		return ST_OK;
	enum status st = once_get(c->db, c->mem, c->who->account, c->once, &row);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	if (!str_is(row.action, c->action->name))
		return fail(c, ST_INVALID, M("This form has been used for something else. Open it again."), NULL);
	r->repeated = *ret_repeated = true;
	r->answer_text = row.answer;
	return ST_OK;
}

static enum status
store_run(void *arg, struct db *db)
{
	struct storing *s = arg;
	struct run *r = s->r;
	struct ctx *c = r->c;
	const struct action *a = c->action;
	bool repeated;
	int64_t n;

	/* Repeatable: an earlier try on this transaction leaves nothing behind. */
	c->db = db;
	c->why = (struct failure){ 0 };
	c->refused = false;
	c->conflict = NULL;
	if (c->form != NULL)
		*c->form = s->form;
	if (r->in != NULL && a->in != NULL)
		memcpy(r->in, s->in, a->record != NULL && a->in == a->record->shape ? a->record->ops->size : a->in->size);
	if (r->out != NULL)
		memcpy(r->out, s->out, a->out->size);
	TRY(first_answer(r, &repeated));
	if (repeated)
		return ST_OK;
	TRY(a->store(c, r->in, r->out));
	TRY(errors(c));
	if (!c->refused && r->answer != NULL) {
		r->answer_text = r->answer(r, r->out);
		if (c->once.n > 0 && c->who->account != 0)
			TRY(once_put(db, c->who->account, c->once, str_c(a->name), c->now, 0, r->answer_text, &n));
	}
	return ST_OK;
}

static enum status
store_part(struct run *r)
{
	struct ctx *c = r->c;
	const struct action *a = c->action;
	struct storing s = { .r = r };

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

static enum status
steps(struct run *r)
{
	struct ctx *c = r->c;
	const struct action *a = c->action;

	TRY(db_begin_read(r->db));
	c->db = r->db;
	enum status st = prepare(r);
	bool page = c->face == FACE_PAGE;
	if (st != ST_OK || !page) {	/* a page's template may still look things up in this snapshot */
		db_end_read(r->db);
		c->db = NULL;
	}
	TRY(st);
	if (r->form_only || (a->work == NULL && a->store == NULL))
		goto read_only;
	if (page) {
		db_end_read(r->db);
		c->db = NULL;
	}
	TRY(file_keep_all(r));
	if (a->work != NULL)
		TRY(a->work(c, r->in, r->out));
	TRY(errors(c));
	if (a->store != NULL) {
		TRY(store_part(r));
		return c->refused ? c->why.st : ST_OK;
	}
	return ST_OK;
read_only:
	if (a->personal || c->who->grant != 0 || (r->form_only && a->record != NULL && a->record->personal)) {
		if (page) {
			db_end_read(r->db);
			c->db = NULL;
		}
		/* Recorded before it is shown. */
		TRY(app_write(c->app, r->db, c, NULL, NULL));
		if (page) {
			TRY(db_begin_read(r->db));
			c->db = r->db;
		}
	}
	return ST_OK;
}

enum status
dispatch_run(struct run *r)
{
	struct ctx *c = r->c;

	beside_read(r);
	int limit = c->action->rate > 0 ? c->action->rate : 600;
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
problem_json(struct ctx *c, enum status st)
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
	json_str(&j, str_c(status_title(st)));
	json_key(&j, "status");
	json_i64(&j, status_http(st));
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
	struct str r = arena_copy(c->mem, buf_view(&b));
	buf_free(&b);
	return r;
}
