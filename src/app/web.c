/* SPDX-License-Identifier: MIT */
#include "app/web.h"
#include "app/mail.h"
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "app/access.h"
#include "app/draft.h"
#include "app/file.h"
#include "app/session.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/text.h"
#include "base/log.h"
#include "base/time.h"

const char *
web_cookie_name(const struct app *app)
{
	return app->insecure_cookies ? "wardkeep" : "__Host-wardkeep";
}

enum status
web_open(struct app *app, int workers, struct web **ret, struct str *ret_why)
{
	struct web *w = arena_new(&app->mem, struct web);

	w->app = app;
	w->n = workers;
	w->started_ms = when_now().ms;
	w->seats = arena_array(&app->mem, struct seat, (size_t)workers);
	for (int i = 0; i < workers; i++) {
		if (!arena_open(&w->seats[i].mem, 64u << 20)) {
			*ret_why = S("There is not enough memory to start.");
			return ST_UNAVAILABLE;
		}
		enum status st = store_connect(app->store, &w->seats[i].db);
		if (st != ST_OK) {
			*ret_why = S("The database does not take enough connections.");
			return st;
		}
	}
	*ret = w;
	return ST_OK;
}

void
web_close(struct web *w)
{
	for (int i = 0; i < w->n; i++) {
		store_disconnect(w->seats[i].db);
		buf_free(&w->seats[i].inner);
		arena_close(&w->seats[i].mem);
	}
}

/* Limits are asked for on the event thread, before any body is read: the action that the address names decides. */
struct http_limits
web_limits(void *arg, enum method m, struct str path, bool has_session)
{
	static _Thread_local struct arena scratch;
	struct pair *pairs;
	size_t n;
	bool other;

	(void)arg;
	if (scratch.base == NULL && !arena_open(&scratch, 1 << 20))
		return (struct http_limits){ 16384 };
	arena_reset(&scratch);
	if (str_starts(path, S("/api/")))
		return (struct http_limits){ api_body_limit(&scratch, m, path) };
	const struct known_page *p = registry_page(&scratch, m, path, &pairs, &n, &other);
	size_t body = p != NULL && p->page->action->body > 0 && has_session ? p->page->action->body : 16384;
	return (struct http_limits){ body };
}

/* ---- answers ---- */

static void
security_headers(struct http_reply *reply, bool secure)
{
	static const struct http_header fixed[] = {
		{ "Content-Security-Policy", STR_INIT("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
		    "manifest-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'") },
		{ "X-Content-Type-Options", STR_INIT("nosniff") },
		{ "Referrer-Policy", STR_INIT("same-origin") },
		{ "Cross-Origin-Opener-Policy", STR_INIT("same-origin") },
		{ "Cross-Origin-Resource-Policy", STR_INIT("same-origin") },
		{ "Permissions-Policy", STR_INIT("camera=(), geolocation=(), microphone=()") },
	};

	for (size_t i = 0; i < countof(fixed); i++)
		http_header_add(reply, fixed[i].name, fixed[i].value);
	if (secure)
		http_header_add(reply, "Strict-Transport-Security", S("max-age=31536000; includeSubDomains"));
}

void
visit_head(struct visit *v, int status, const char *type)
{
	v->reply->status = status;
	security_headers(v->reply, v->req->secure);
	http_header_add(v->reply, "Content-Type", str_c(type));
	http_header_add(v->reply, "Cache-Control", S("no-store"));
}

void
visit_reply(struct visit *v, int status, const char *type, struct str body)
{
	visit_head(v, status, type);
	buf_put(&v->reply->body, body.p, body.n);
}

void
visit_redirect(struct visit *v, struct str to)
{
	v->reply->status = 303;
	security_headers(v->reply, v->req->secure);
	http_header_add(v->reply, "Location", to);
	http_header_add(v->reply, "Cache-Control", S("no-store"));
}

void
visit_cookie(struct visit *v, const char *name, struct str value, int64_t seconds)
{
	const struct app *app = v->web->app;

	http_header_add(v->reply, "Set-Cookie", arena_printf(v->mem, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
	    name, (int)value.n, value.p, (long long)seconds, app->insecure_cookies ? "" : "; Secure"));
}

/* ---- static files ---- */

static bool
asset_handle(struct visit *v, struct str path)
{
	const struct asset *a = asset_find(path);

	if (a == NULL)
		return false;
	v->reply->status = 200;
	security_headers(v->reply, v->req->secure);
	http_header_add(v->reply, "Content-Type", str_c(a->type));
	http_header_add(v->reply, "Cache-Control", S("public, max-age=31536000, immutable"));
	if (a->gzip)
		http_header_add(v->reply, "Content-Encoding", S("gzip"));
	if (a->scope != NULL)
		http_header_add(v->reply, "Service-Worker-Allowed", str_c(a->scope));
	buf_put(&v->reply->body, a->bytes, a->n);
	return true;
}

/* ---- what was sent ---- */

static enum status
append_pairs(struct visit *v, struct str text)
{
	struct pair *p;
	size_t n;

	TRY(http_parse_pairs(v->mem, text, 2000, &p, &n));
	struct pair *all = arena_array(v->mem, struct pair, v->n_pairs + n + 1);
	if (v->n_pairs > 0)
		memcpy(all, v->pairs, v->n_pairs * sizeof *all);
	if (n > 0)
		memcpy(all + v->n_pairs, p, n * sizeof *all);
	v->pairs = all;
	v->n_pairs += n;
	return ST_OK;
}

enum status
multipart_read(struct visit *v, struct str *ret_why)
{
	struct http_part *parts;
	size_t n;

	TRY(http_parse_multipart(v->mem, v->req->content_type, v->req->body, 2000, &parts, &n, ret_why));
	struct pair *all = arena_array(v->mem, struct pair, v->n_pairs + n + 1);
	if (v->n_pairs > 0)
		memcpy(all, v->pairs, v->n_pairs * sizeof *all);
	v->pairs = all;
	v->files = arena_array(v->mem, struct http_part, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (parts[i].file_name.p == NULL) {
			v->pairs[v->n_pairs++] = (struct pair){ .name = parts[i].name, .value = parts[i].body };
			continue;
		}
		/* A place holder, so that a file that must be there counts as given before it is stored. */
		if (parts[i].body.n > 0)
			v->pairs[v->n_pairs++] = (struct pair){ .name = parts[i].name, .file = FILE_UPLOADED };
		v->files[v->n_files++] = parts[i];
	}
	return ST_OK;
}

static struct str
pair_value(const struct visit *v, const char *name)
{
	for (size_t i = 0; i < v->n_pairs; i++)
		if (str_is(v->pairs[i].name, name))
			return v->pairs[i].value;
	return (struct str){ NULL, 0 };
}

/* A change may only be asked for by one of our own pages: the browser says where the form stood, and a form of a
 * signed-in person carries the session's token. */
static bool
origin_ok(struct visit *v)
{
	const struct http_request *q = v->req;

	if (q->sec_fetch_site.n > 0)
		return str_is(q->sec_fetch_site, "same-origin");
	if (q->origin.n > 0) {
		struct str rest = q->origin;
		ptrdiff_t at = str_find(rest, S("://"));
		return at > 0 && str_eq((struct str){ rest.p + at + 3, rest.n - (size_t)at - 3 }, q->host);
	}
	return false;
}

static enum status
who_is_asking(struct visit *v)
{
	struct app *app = v->web->app;
	struct str secret = http_cookie(v->req->cookie, web_cookie_name(app));
	enum session_state state = SESSION_NONE;
	bool touch = false;

	v->who = (struct who){ .example = app->example };
	if (secret.n == 0)
		return ST_OK;
	TRY(db_begin_read(v->seat->db));
	enum status st = session_resolve(app, v->seat->db, v->mem, secret, app_now(app), &v->who, &state, &touch);
	db_pause_read(v->seat->db);	/* the action reads on */
	TRY(st);
	v->who.example = app->example;
	/* Whose session has run out is nobody until they sign in again; only what they typed is kept for them. */
	v->expired = state == SESSION_EXPIRED;
	if (v->expired) {
		v->was = v->who.account;
		v->who.account = 0;
	}
	/* Where nothing can be written, reading goes on. */
	if (touch && session_clock(app, v->seat->db, v->mem, v->who.session) != ST_OK)
		log_printf("session", "the clock of a session could not be moved");
	return ST_OK;
}

/* ---- the page face ---- */

static struct str
answer_redirect(struct run *r, const void *out)
{
	struct ctx *c = r->c;
	const char *notice = c->page->notice;

	(void)out;
	struct str to = c->goes_to.n > 0 ? c->goes_to : path_fill(c, c->page->then, r->out);
	if (c->notice.n == 0 && notice != NULL)
		c->notice = lang_text(c->lang, c->mem, notice);
	return arena_printf(c->mem, "%.*s\n%.*s", (int)to.n, to.p, (int)c->notice.n, c->notice.p);
}

static struct str
percent(struct arena *a, struct str s)
{
	struct url u = url_with(a, URL(a, "/"), "n", s);

	return u.s.n > 4 ? (struct str){ u.s.p + 4, u.s.n - 4 } : (struct str){ "", 0 };
}

static void
post_done(struct visit *v, struct run *r)
{
	struct app *app = v->web->app;
	struct ctx *c = r->c;
	struct str notice, to = str_cut(r->answer_text, '\n', &notice);

	visit_redirect(v, to);
	if (notice.n > 0)
		visit_cookie(v, "notice", percent(v->mem, text_shorten(v->mem, notice, 120)), 60);
	if (c->session_secret.n > 0)
		visit_cookie(v, web_cookie_name(app), c->session_secret, SESSION_WHOLE_MS / 1000);
	else if (c->session_over)
		visit_cookie(v, web_cookie_name(app), S(""), 0);
}

static void
keep_and_sign_in(struct visit *v, const struct known_page *p)
{
	struct app *app = v->web->app;
	struct str back = v->req->path, next;

	if (p->page->method == POST && p->page->on_error != NULL)
		back = path_from(v->mem, p->page->on_error, v->pairs, v->n_pairs);
	bool kept = p->page->method == POST && v->expired && v->was != 0 && draft_allowed(p->page->action->in) &&
	    draft_write(app, v->seat->db, v->mem, v->was, back, v->pairs, v->n_pairs) == ST_OK;
	if (p->page->method == GET && v->req->query.n > 0)
		back = arena_printf(v->mem, "%.*s?%.*s", (int)back.n, back.p, (int)v->req->query.n, v->req->query.p);
	if (kept)
		back = url_with(v->mem, (struct url){ back }, "kept", S("1")).s;
	next = url_with(v->mem, URL(v->mem, "/sign-in"), "next", str_is(back, "/") ? S("") : back).s;
	visit_redirect(v, next);
}

/* Of an action that asks for nothing: a button alone. */
static const struct shape nothing = { .name = "nothing" };

/* A refused form comes back as it was typed, on the page that showed it. */
static void
form_again(struct visit *v, struct run *post, enum status st)
{
	struct ctx *pc = post->c;
	struct pair *pairs;
	size_t n;
	bool other;
	struct str path = path_from(v->mem, pc->page->on_error, v->pairs, v->n_pairs);
	const struct known_page *p = registry_page(v->mem, GET, path, &pairs, &n, &other);

	if (p == NULL) {
		page_error(v, pc, st);
		return;
	}
	struct ctx *c = ctx_make(v->web->app, v->mem, &v->who, p->page->action, FACE_PAGE);
	struct run r = { .c = c, .db = v->seat->db, .pairs = pairs, .n_pairs = n, .form_only = p->page->form };
	c->page = p->page;
	c->peer = pc->peer;
	c->path_pairs = pairs;
	c->n_path_pairs = n;
	c->form = pc->form;
	c->conflict = pc->conflict;
	c->request = pc->request;
	struct frame *f = arena_new(v->mem, struct frame);
	c->frame = f;
	if (c->form == NULL) {
		c->form = arena_new(v->mem, struct form);
		form_new(v->mem, pc->action->in != NULL ? pc->action->in : &nothing, c->form);
	}
	struct str why = failure_text(pc);
	if (why.n > 0)
		c->form->problem = why;
	else if (c->form->n_errors == 0 && c->form->problem.n == 0 && c->conflict == NULL)
		c->form->problem = lang_text(c->lang, c->mem, status_sentence(st));	/* a full disk, say: never a form without a word */
	enum status shown = dispatch_run(&r);
	c->out = r.out;
	if (shown == ST_OK)
		page_render(v, c, p, status_http(st));
	else	/* the page that showed it is not for this person: the reason stands alone */
		page_error(v, pc, st);
	if (c->db != NULL)
		db_end_read(v->seat->db);
}

/* A script of one of our own pages that sends what a form would gets the same as a program does. */
static void
script_answer(struct visit *v, struct run *r, enum status st)
{
	if (st != ST_OK && r->c->why.st != ST_OK)
		st = r->c->why.st;
	if (st == ST_OK)
		visit_reply(v, 200, "application/json", r->answer_text);
	else
		visit_reply(v, status_http(st), "application/problem+json", problem_json(r->c, st, 0));
}

static void
page_handle(struct visit *v, const struct known_page *p)
{
	struct app *app = v->web->app;
	struct ctx *c = ctx_make(app, v->mem, &v->who, p->page->action, FACE_PAGE);
	struct run r = { .c = c, .db = v->seat->db, .pairs = v->pairs, .n_pairs = v->n_pairs };
	bool post = p->page->method == POST, script = post && str_is(v->req->accept, "application/json");

	r.form_only = p->page->form;
	c->page = p->page;
	c->peer = v->req->peer;
	c->path_pairs = v->pairs;
	c->n_path_pairs = v->n_path;
	c->frame = arena_new(v->mem, struct frame);
	c->files = v->files;
	c->n_files = v->n_files;
	if (post && (!origin_ok(v) || (v->who.session != 0 && !session_csrf_ok(app, v->who.session, pair_value(v, "csrf"))))) {
		c->why = (struct failure){ .st = ST_FORBIDDEN, .message = M("This form did not come from a page of this service, or you have signed in again since. Open the page again and send it once more.") };
		page_error(v, c, ST_FORBIDDEN);
		return;
	}
	if (v->expired && !script && p->page->action->access != ACCESS_PUBLIC) {
		keep_and_sign_in(v, p);
		return;
	}
	if (!post) {
		c->asked = v->pairs;
		c->n_asked = v->n_pairs;
	}
	if (post)
		r.answer = script ? answer_json : answer_redirect;
	else if (str_is(pair_value(v, "kept"), "1"))
		draft_restore(v, c, p);
	enum status st = dispatch_run(&r);
	c->out = r.out;
	if (script)
		script_answer(v, &r, st);
	else if (st == ST_SIGN_IN && v->who.account == 0)
		keep_and_sign_in(v, p);
	else if (st == ST_SIGN_IN)
		visit_redirect(v, url_with(v->mem, URL(v->mem, "/sign-in/again"), "next", fresh_next(v, p)).s);
	else if (st != ST_OK && post && p->page->on_error != NULL && (st == ST_INVALID || st == ST_CONFLICT || st == ST_BUSY ||
	    st == ST_UNAVAILABLE || st == ST_TOO_LARGE || st == ST_TOO_MANY))
		form_again(v, &r, st);
	else if (st != ST_OK)
		page_error(v, c, st);
	else if (post)
		post_done(v, &r);
	else
		page_render(v, c, p, 200);
	if (c->db != NULL)
		db_end_read(v->seat->db);
}

static bool
plain_handle(struct visit *v, struct str path)
{
	struct web *w = v->web;

	if (str_is(path, "/healthz")) {
		visit_reply(v, 200, "text/plain; charset=utf-8", S("ok\n"));
		return true;
	}
	if (str_is(path, "/readyz")) {
		bool ok = db_begin_read(v->seat->db) == ST_OK;
		if (ok)
			db_end_read(v->seat->db);
		visit_reply(v, ok ? 200 : 503, "text/plain; charset=utf-8", ok ? S("ready\n") : S("the database cannot be read\n"));
		return true;
	}
	if (str_is(path, "/metrics")) {
		visit_reply(v, 200, "text/plain; version=0.0.4; charset=utf-8", arena_printf(v->mem,
		    "# TYPE wardkeep_requests_total counter\nwardkeep_requests_total %lld\n"
		    "# TYPE wardkeep_faults_total counter\nwardkeep_faults_total %lld\n"
		    "# TYPE wardkeep_writer_longest_hold_seconds gauge\nwardkeep_writer_longest_hold_seconds %lld.%06lld\n"
		    "# TYPE wardkeep_start_time_seconds gauge\nwardkeep_start_time_seconds %lld\n",
		    (long long)w->served, (long long)w->failed, (long long)(app_longest_hold(w->app) / 1000000),
		    (long long)(app_longest_hold(w->app) % 1000000), (long long)(w->started_ms / 1000)));
		if (mail_on(w->app) && db_begin_read(v->seat->db) == ST_OK) {
			struct str mail;
			if (mail_metrics(v->seat->db, v->mem, &mail) == ST_OK)
				buf_str(&v->reply->body, mail);
			db_end_read(v->seat->db);
		}
		return true;
	}
	return false;
}

static void
route(struct visit *v)
{
	const struct http_request *q = v->req;
	struct pair *path_pairs;
	size_t n_path;
	bool other;
	struct str why = { NULL, 0 };
	enum method m = q->method == HEAD ? GET : q->method;

	if (m == GET && (asset_handle(v, q->path) || plain_handle(v, q->path)))
		return;
	if (str_starts(q->path, S("/api/"))) {
		api_handle(v, q->path);
		return;
	}
	enum status st = who_is_asking(v);
	const struct known_page *p = registry_page(v->mem, m, q->path, &path_pairs, &n_path, &other);
	struct ctx *c = ctx_make(v->web->app, v->mem, &v->who, p != NULL ? p->page->action : &(const struct action){ .name = "page.none", .title = "", .access = ACCESS_PUBLIC, .mode = MODE_READ }, FACE_PAGE);
	c->frame = arena_new(v->mem, struct frame);
	if (st == ST_OK && p == NULL && other) {
		c->why = (struct failure){ .st = ST_NOT_FOUND, .message = M("This page cannot be used in that way. Open it from the menu.") };
		page_error(v, c, ST_NOT_FOUND);
		v->reply->status = 405;
		http_header_add(v->reply, "Allow", m == GET ? S("POST") : S("GET, HEAD"));
		return;
	}
	if (st != ST_OK || p == NULL) {
		page_error(v, c, st != ST_OK ? st : ST_NOT_FOUND);
		return;
	}
	v->pairs = path_pairs;
	v->n_pairs = v->n_path = n_path;
	st = append_pairs(v, q->query);
	if (st == ST_OK && m == POST) {
		if (str_starts(q->content_type, S("multipart/form-data")))
			st = multipart_read(v, &why);
		else
			st = append_pairs(v, q->body);
	}
	if (st != ST_OK) {
		c->why = (struct failure){ .st = st, .message = why.n > 0 ? str_z(v->mem, why) : NULL };
		page_error(v, c, st);
		return;
	}
	page_handle(v, p);
}

static int64_t
monotonic_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The request wanted more memory than any may have: what it held goes, and a page comes that needs none. */
static void
over_memory(struct visit *v)
{
	db_end_read(v->seat->db);
	arena_reset(v->mem);
	buf_free(&v->reply->body);
	v->reply->n_headers = 0;
	if (str_starts(v->req->path, S("/api/")))
		visit_reply(v, 500, "application/problem+json", S("{\"type\":\"/help/api#too_large\",\"title\":\"Too much for one request\",\"status\":500,"
		    "\"detail\":\"This was too much for one request. Nothing was saved.\"}"));
	else
		visit_reply(v, 500, "text/html; charset=utf-8", S("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
		    "<title>Too much for one request</title></head><body><main><h1>Too much for one request</h1>"
		    "<p>Nothing was saved. Ask for less at once, or send it in parts.</p>"
		    "<p><a href=\"/\">Go to the start page</a></p></main></body></html>\n"));
	log_printf("fault", "a request went over its memory");
}

void
web_handle(void *arg, int worker, const struct http_request *req, struct http_reply *reply)
{
	struct web *w = arg;
	struct seat *seat = &w->seats[worker];
	jmp_buf over;
	struct visit v = { .web = w, .seat = seat, .req = req, .reply = reply, .mem = &seat->mem };

	/* Headers of the last answer pointed into it until they were copied. */
	arena_reset(&seat->mem);
	buf_init(&reply->body, 64u << 20);
	db_deadline(seat->db, 10000);
	seat->mem.over = &over;
	if (setjmp(over) == 0)
		route(&v);
	else
		over_memory(&v);
	db_end_read(seat->db);
	w->served++;
	if (reply->status >= 500)
		w->failed++;
	log_printf("request", "%s %d %lld us", method_name(req->method), reply->status, (long long)(monotonic_us() - req->received_us));
	seat->mem.over = NULL;
}

/* A problem document without a request behind it: nothing of the sender's is in it. */
static void
refuse_call(int status, const char *reason, struct http_reply *reply)
{
	struct json j;

	http_header_add(reply, "Content-Type", S("application/problem+json"));
	json_init(&j, &reply->body);
	json_object(&j);
	json_key(&j, "type");
	json_str(&j, S("about:blank"));
	json_key(&j, "title");
	json_str(&j, S("The request was refused"));
	json_key(&j, "status");
	json_i64(&j, status);
	json_key(&j, "detail");
	json_str(&j, status == 413 ? S("What was sent is too large. Nothing was saved.") :
	    status == 408 ? S("What was sent did not arrive whole. Nothing was saved.") : str_c(reason));
	json_end(&j, '}');
}

void
web_refuse(void *arg, int status, const char *reason, struct str path, struct http_reply *reply)
{
	(void)arg;
	buf_init(&reply->body, 1 << 16);
	reply->status = status;
	reply->close = true;
	security_headers(reply, false);
	http_header_add(reply, "Cache-Control", S("no-store"));
	if (str_starts(path, S("/api/"))) {
		refuse_call(status, reason, reply);
		return;
	}
	http_header_add(reply, "Content-Type", S("text/html; charset=utf-8"));
	buf_lit(&reply->body, "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>There is a problem</title>"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head><body><main><h1>");
	if (status == 413)
		buf_lit(&reply->body, "This is too large</h1><p>A file may be up to 20 MB. Allowed are PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, plain text and CSV. Nothing was saved.</p>");
	else if (status == 408)
		buf_lit(&reply->body, "The upload was cut short</h1><p>What was sent did not arrive whole. Nothing was saved. Check your connection and try again.</p>");
	else {
		buf_lit(&reply->body, "This request was refused</h1><p>");
		buf_str(&reply->body, str_c(reason));
		buf_lit(&reply->body, "</p>");
	}
	buf_lit(&reply->body, "<p><a href=\"/\">Go to the start page</a></p></main></body></html>\n");
}
