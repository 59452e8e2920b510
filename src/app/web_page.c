/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/draft.h"
#include "app/session.h"
#include "app/sheet.h"
#include "app/web.h"
#include "base/ids.h"
#include "app/pages.h"
#include "tpl/app/error.h"
#include "tpl/app/conflict.h"
#include "tpl/app/sheet_links.h"

/* What an ordinary page's frame takes, and how large a page may be for its memory to be kept for the next. */
#define PAGE_FRAME 8192
#define PAGE_KEEP (256 << 10)

/* ---- addresses ---- */

static struct str
pairs_get(const struct pair *p, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(p[i].name, name))
			return p[i].value;
	return (struct str){ NULL, 0 };
}

static struct str
shape_get(struct ctx *c, const struct shape *s, const void *rec, struct str name)
{
	for (size_t i = 0; s != NULL && rec != NULL && i < s->n; i++)
		if (str_is(name, s->f[i].name))
			return field_value(c->mem, &s->f[i], rec);
	return (struct str){ NULL, 0 };
}

struct str
path_fill(struct ctx *c, const char *pattern, const void *out)
{
	struct str rest = str_c(pattern != NULL ? pattern : "/");
	struct buf b;

	buf_init(&b, 4096);
	while (rest.n > 0) {
		struct str name, tail, head = str_cut(rest, '{', &tail);
		buf_str(&b, head);
		if (tail.p == NULL)
			break;
		name = str_cut(tail, '}', &rest);
		struct str v = shape_get(c, c->action->out, out, name);
		if (v.n == 0)
			v = pairs_get(c->path_pairs, c->n_path_pairs, name);
		if (v.n == 0 && str_is(name, "id") && c->id != 0)
			v = id_text(c->mem, c->id);
		buf_str(&b, v);
	}
	struct str r = buf_end(&b, c->mem);
	return r;
}

struct str
path_from(struct arena *a, const char *pattern, const struct pair *pairs, size_t n)
{
	struct str rest = str_c(pattern);
	struct buf b;

	buf_init(&b, 4096);
	while (rest.n > 0) {
		struct str name, tail, head = str_cut(rest, '{', &tail);
		buf_str(&b, head);
		if (tail.p == NULL)
			break;
		name = str_cut(tail, '}', &rest);
		struct str v = pairs_get(pairs, n, name);
		/* From the address alone: what a form says may not steer a redirect elsewhere. */
		for (size_t i = 0; i < v.n; i++)
			if (v.p[i] == '/' || v.p[i] == '?' || v.p[i] == '#' || v.p[i] == '\\')
				v.n = 0;
		buf_str(&b, v);
	}
	struct str r = buf_end(&b, a);
	return r;
}

struct str
fresh_next(struct visit *v, const struct known_page *p)
{
	if (p->page->method == POST && p->page->on_error != NULL)
		return path_from(v->mem, p->page->on_error, v->pairs, v->n_pairs);
	return p->page->method == GET ? v->req->path : S("/");
}

/* ---- the session's clock and drafts ---- */

struct clock_tick { struct ctx *c; int64_t session; };

static enum status
clock_write(void *arg, struct db *db)
{
	struct clock_tick *t = arg;

	t->c->db = db;
	return session_touch(t->c, t->session);
}

static const struct action housekeeping = { .name = "session.clock", .title = "", .access = ACCESS_OPERATOR, .mode = MODE_WRITE };

enum status
session_clock(struct app *app, struct db *db, struct arena *a, int64_t session)
{
	static const struct who nobody = { .account = 0 };
	struct clock_tick t = { ctx_make(app, a, &nobody, &housekeeping, FACE_JOB), session };

	return app_write(app, db, NULL, clock_write, &t);
}

struct draft_in { struct app *app; struct arena *a; int64_t account; struct str path, body; };

static enum status
draft_store(void *arg, struct db *db)
{
	struct draft_in *d = arg;

	return draft_keep(d->app, db, d->a, d->account, d->path, d->body, app_now(d->app));
}

enum status
draft_write(struct app *app, struct db *db, struct arena *a, int64_t account, struct str path, const struct pair *pairs, size_t n)
{
	struct url u = URL(a, "/");

	for (size_t i = 0; i < n; i++)
		if (!str_is(pairs[i].name, "csrf") && !str_is(pairs[i].name, "once"))
			u = url_with(a, u, str_z(a, pairs[i].name), pairs[i].value);
	struct draft_in d = { app, a, account, path, u.s.n > 2 ? (struct str){ u.s.p + 2, u.s.n - 2 } : S("") };
	return app_write(app, db, NULL, draft_store, &d);
}

void
draft_restore(struct visit *v, struct ctx *c, const struct known_page *p)
{
	const struct registry *r = registry();
	const struct page *post = NULL;
	struct str body = { NULL, 0 };
	struct pair *pairs;
	size_t n;

	for (size_t i = 0; i < r->n_pages && post == NULL; i++)
		if (r->pages[i].page->method == POST && r->pages[i].page->on_error != NULL &&
		    strcmp(r->pages[i].page->on_error, p->page->path) == 0)
			post = r->pages[i].page;
	if (post == NULL || post->action->in == NULL || v->who.account == 0 || db_begin_read(v->seat->db) != ST_OK)
		return;
	enum status st = draft_take(c->app, v->seat->db, c->mem, v->who.account, v->req->path, c->now, &body);
	db_end_read(v->seat->db);
	if (st != ST_OK || http_parse_pairs(c->mem, body, 2000, &pairs, &n) != ST_OK)
		return;
	static const char *const beside[] = { "id", "version", NULL };
	struct form *f = arena_new(c->mem, struct form);
	void *scratch = arena_alloc(c->mem, post->action->in->size + 4096, _Alignof(max_align_t));
	if (form_read(c->mem, post->action->in, pairs, n, beside, c->today, f, scratch) != ST_OK)
		f->n_errors = 0;	/* shown as it was, judged when it is sent */
	c->form = f;
	c->kept = true;
}

/* ---- what stands around a page ---- */

static int
by_order(const void *x, const void *y)
{
	const struct nav_entry *const *a = x, *const *b = y;

	return (*a)->order - (*b)->order;
}

/* How much of this page's path the entry's is, in whole segments; of two that fit, the longer is where one stands. */
static size_t
nav_fits(const struct ctx *c, const struct nav_entry *e)
{
	size_t n = strlen(e->path);

	if (c->page == NULL || n < 2 || strncmp(c->page->path, e->path, n) != 0)
		return 0;
	return c->page->path[n] == 0 || c->page->path[n] == '/' ? n : 0;
}

static void
nav_fill(struct ctx *c, struct frame *f)
{
	const struct nav_entry *all[64];
	size_t n = 0, best = 1;

	for (size_t i = 0; i < feature_count; i++)
		for (const struct nav_entry *e = features[i]->nav; e != NULL && e->label != NULL; e++) {
			const struct action *a = action_find(str_c(e->action));
			if (n < countof(all) && a != NULL && c->who->account != 0 && may_who(c->who, a))
				all[n++] = e;
		}
	qsort(all, n, sizeof *all, by_order);
	struct nav_item *items = arena_array(c->mem, struct nav_item, n + 1);
	for (size_t i = 0; i < n; i++)
		best = nav_fits(c, all[i]) > best ? nav_fits(c, all[i]) : best;
	for (size_t i = 0; i < n; i++)
		items[i] = (struct nav_item){ .label = all[i]->label, .to = URL(c->mem, all[i]->path), .current = nav_fits(c, all[i]) == best };
	f->nav = items;
	f->n_nav = n;
}

static void
frame_fill(struct visit *v, struct ctx *c, const struct known_page *p)
{
	struct frame *f = c->frame;

	bool bare = p != NULL && p->page->bare;

	f->service = c->app->service;
	f->script = p != NULL ? p->page->script : NULL;
	f->organisation = bare ? S("") : c->who->org_name;
	f->person = c->who->account != 0 && !bare ? c->who->name : S("");
	f->example = c->app->example;
	if (f->title.n == 0 && p != NULL && p->page->title != NULL)
		f->title = lang_text(c->lang, c->mem, p->page->title);
	if (p != NULL && p->page->wide)
		f->wide = true;
	if (f->help.s.n == 0 && p != NULL) {
		struct str topic = str_c(p->page->help != NULL ? p->page->help : p->feature->name);
		f->help = (struct url){ arena_printf(c->mem, "/help/%.*s", (int)topic.n, topic.p) };
	}
	if (bare)
		return;
	if (c->who->grant != 0)
		f->warning = lang_format(c->lang, c->mem, M("You are reading the records of {organisation} under a grant. Everything you open is recorded and {organisation} sees that record."),
		    (struct msg_arg[]){ { "organisation", c->who->org_name } }, 1);
	struct str notice = http_cookie(v->req->cookie, "notice");
	if (notice.n > 0) {
		struct pair *pr;
		size_t n;
		if (http_parse_pairs(v->mem, arena_printf(v->mem, "n=%.*s", (int)notice.n, notice.p), 1, &pr, &n) == ST_OK && n == 1 &&
		    f->notice.n == 0)
			f->notice = pr[0].value;
		visit_cookie(v, "notice", S(""), 0);
	}
	nav_fill(c, f);
}

void
html_for(struct visit *v, struct ctx *c, struct html *ret, struct buf *out)
{
	*ret = (struct html){ .out = out, .mem = c->mem, .lang = c->lang, .sight = c->sight };
	if (c->page != NULL && c->page->bare)
		return;
	if (v->who.session != 0)
		ret->csrf = session_csrf(c->app, c->mem, v->who.session);
	ret->once = c->kept ? arena_printf(c->mem, "kept-%.*s", 26, secret_text(c->mem).p) : secret_text(c->mem);
}

void
visit_attachment(struct visit *v, struct str name)
{
	struct url u = url_with(v->mem, URL(v->mem, "/"), "n", name);

	http_header_add(v->reply, "Content-Disposition", u.s.n <= 4 ? S("attachment")
	    : arena_printf(v->mem, "attachment; filename*=UTF-8''%.*s", (int)(u.s.n - 4), u.s.p + 4));
}

static void
download_send(struct visit *v, struct ctx *c)
{
	visit_reply(v, 200, str_z(v->mem, c->download_type), c->download);
	visit_attachment(v, c->download_name);
}

/* Both versions of a record that two people changed: what is stored now and what was typed here. */
static void
conflict_rows(struct ctx *c, struct conflict_view *view)
{
	const struct record_type *t = c->action->record;
	const struct form *f = c->form;

	*view = (struct conflict_view){ .rows = NULL };
	if (c->conflict == NULL || t == NULL || f == NULL)
		return;
	view->rows = arena_array(c->mem, struct conflict_row, t->shape->n);
	for (size_t i = 0; i < t->shape->n; i++) {
		const struct field *fd = &t->shape->f[i];
		size_t k = shape_index(f->shape, fd->name);
		if (fd->read_only || k == SIZE_MAX || f->presence[k] == ABSENT)
			continue;
		struct str theirs = fd->type == F_ID ? record_name(c, fd->ref, *(const int64_t *)(const void *)((const char *)c->conflict + fd->at))
		    : field_shown(c->mem, fd, c->conflict, c->sight);
		struct str mine = f->typed[k];
		int64_t id;
		if (fd->type == F_ID && id_parse(mine, &id))
			mine = record_name(c, fd->ref, id);
		if (fd->type == F_CHOICE)
			for (size_t q = 0; q < fd->choices->n; q++)
				if (str_is(mine, fd->choices->c[q].value))
					mine = lang_text(c->lang, c->mem, fd->choices->c[q].label);
		view->rows[view->n++] = (struct conflict_row){ lang_text(c->lang, c->mem, fd->label), theirs, mine };
	}
}

void
page_render(struct visit *v, struct ctx *c, const struct known_page *p, int status)
{
	struct buf *inner = &v->seat->inner, *whole = &v->reply->body;
	struct conflict_view conflict;
	struct sheet_links links;
	struct html o;

	if (p->page->html == NULL || c->download.p != NULL) {
		download_send(v, c);
		return;
	}
	if (c->frame->title.n == 0 && p->page->title != NULL)
		c->frame->title = lang_text(c->lang, c->mem, p->page->title);
	if (inner->failed || inner->room > PAGE_KEEP)
		buf_free(inner);
	inner->max = 16u << 20;
	inner->n = 0;
	html_for(v, c, &o, inner);
	c->frame->errors = c->form != NULL && (c->form->n_errors > 0 || c->form->problem.n > 0);
	conflict_rows(c, &conflict);
	if (conflict.n > 0)
		app_conflict_html(&o, &conflict);
	p->page->html(&o, c, c->out);
	if (sheet_links_for(c, p->page, &links))
		app_sheet_links_html(&o, &links);
	frame_fill(v, c, p);
	buf_ready(whole, inner->n + PAGE_FRAME);
	o.out = whole;
	html_frame_begin(&o, c->frame);
	/* A page with a button alone has no form that would say why it was refused. */
	if (c->frame->errors && !o.summary)
		html_error_summary(&o, c->form);
	buf_str(whole, buf_view(inner));
	html_frame_end(&o, c->frame);
	if (!whole->failed && !inner->failed) {
		visit_head(v, status, "text/html; charset=utf-8");
		return;
	}
	c->why = (struct failure){ .st = ST_TOO_LARGE, .message = M("There is too much on this page to show it.") };
	page_error(v, c, ST_INTERNAL);
}

void
page_error(struct visit *v, struct ctx *c, enum status st)
{
	struct str why = failure_text(c);
	struct error_view view = {
		.title = lang_text(c->lang, c->mem, status_title(st)),
		.text = why.n > 0 && st != ST_INTERNAL ? why : lang_text(c->lang, c->mem, status_sentence(st)),
		.request = c->request, .ours = st == ST_INTERNAL,
		.back = URL(c->mem, "/"),
	};
	struct html o;

	/* Field errors without a form to show them on. */
	if (why.n == 0 && c->form != NULL && c->form->n_errors > 0)
		view.text = form_error_text(c->lang, c->mem, &c->form->errors[0]);
	buf_free(&v->reply->body);	/* of a page that did not come to its end */
	if (c->page != NULL && c->page->bare)
		c->page = NULL;		/* this one is for the person */
	html_for(v, c, &o, &v->reply->body);
	c->frame->title = view.title;
	c->frame->crumbs = NULL;
	c->frame->n_crumbs = 0;
	c->frame->help = URL(c->mem, "/help");
	c->frame->errors = false;
	frame_fill(v, c, NULL);
	html_frame_begin(&o, c->frame);
	app_error_html(&o, &view);
	html_frame_end(&o, c->frame);
	visit_head(v, status_http(st), "text/html; charset=utf-8");
}
