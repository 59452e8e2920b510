/* SPDX-License-Identifier: MIT */
#ifndef APP_WEB_H
#define APP_WEB_H
#include "app/dispatch.h"
#include "app/registry.h"

/* The face of pages: routes, forms, redirects, error pages.  One struct web per server, one seat per worker. */
struct seat { struct arena mem; struct db *db; struct buf inner; /* of a page, before its frame is known */ };
struct web { struct app *app; struct seat *seats; int n; int64_t started_ms; _Atomic int64_t served, failed; };
enum status web_open(struct app *app, int workers, struct web **ret, struct str *ret_why) MUST_CHECK;
void web_close(struct web *w);
/* One request, also for tests without a socket: arg is struct web. */
void web_handle(void *arg, int worker, const struct http_request *req, struct http_reply *reply);
void web_refuse(void *arg, int status, const char *reason, struct str path, struct http_reply *reply);
struct http_limits web_limits(void *arg, enum method m, struct str path, bool has_session);
/* Name of the session cookie: with __Host- unless cookies are insecure. */
const char *web_cookie_name(const struct app *app);

/* One request on its way through the page or API face. */
struct visit {
	struct web *web;
	struct seat *seat;
	const struct http_request *req;
	struct http_reply *reply;
	struct arena *mem;
	struct who who;
	bool expired;			/* the session ran out: what was sent may be kept … */
	int64_t was;			/* … for this account; who is nobody then */
	struct pair *pairs; size_t n_pairs;	/* address, query and body together, in that order */
	size_t n_path;			/* those of the address */
	struct http_part *files; size_t n_files;
};
void visit_head(struct visit *v, int status, const char *type);	/* all but the body */
void visit_reply(struct visit *v, int status, const char *type, struct str body);
void visit_redirect(struct visit *v, struct str to);
void visit_attachment(struct visit *v, struct str name);
/* seconds 0 takes it away. */
void visit_cookie(struct visit *v, const char *name, struct str value, int64_t seconds);
/* Reads a multipart body: fields to pairs, files to files. */
enum status multipart_read(struct visit *v, struct str *ret_why) MUST_CHECK;
/* src/app/api.c */
size_t api_body_limit(struct arena *a, enum method m, struct str path);
void api_handle(struct visit *v, struct str path);
struct str api_description(struct arena *a);	/* OpenAPI 3.1 */
struct str answer_json(struct run *r, const void *out);	/* out by its shape */
/* src/app/web_page.c: renders what stands around every page. */
void page_render(struct visit *v, struct ctx *c, const struct known_page *p, int status);
void page_error(struct visit *v, struct ctx *c, enum status st);
void html_for(struct visit *v, struct ctx *c, struct html *ret, struct buf *out);
/* "/agreements/{id}" with {x} taken from out, the input, the address or c->id. */
struct str path_fill(struct ctx *c, const char *pattern, const void *out);
/* The same from pairs alone. */
struct str path_from(struct arena *a, const char *pattern, const struct pair *pairs, size_t n);
/* Drafts: keep what was sent, show it again. */
enum status draft_write(struct app *app, struct db *db, struct arena *a, int64_t account, struct str path, const struct pair *pairs, size_t n) MUST_CHECK;
void draft_restore(struct visit *v, struct ctx *c, const struct known_page *p);
/* Where to come back to after signing in afresh. */
struct str fresh_next(struct visit *v, const struct known_page *p);
enum status session_clock(struct app *app, struct db *db, struct arena *a, int64_t session) MUST_CHECK;
#endif
