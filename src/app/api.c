/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>
#include "app/access.h"
#include "app/record.h"
#include "app/session.h"
#include "app/web.h"
#include "base/ids.h"
#include "base/json.h"

/* The API is made from the actions: KIND.list is GET /api/v1/KIND, KIND.create POST there, KIND.view GET …/ID,
 * KIND.edit PATCH …/ID, any other verb GET or POST …/ID/VERB, or …/KIND/VERB where there is no record. */
struct api_route { const struct action *action; struct str id; const struct action *known; /* it has that address, whatever the method */ };

static bool
api_has(const struct action *a)
{
	return a->cli_only == NULL && a->access != ACCESS_OPERATOR && a->access != ACCESS_UNSET;
}

static struct str
action_named(struct arena *a, struct str kind, struct str verb)
{
	return arena_printf(a, "%.*s.%.*s", (int)kind.n, kind.p, (int)verb.n, verb.p);
}

static enum method
api_method(const struct action *a)
{
	struct str verb;

	(void)str_cut(str_c(a->name), '.', &verb);
	if (str_is(verb, "edit"))
		return PATCH;
	return a->mode == MODE_READ ? GET : POST;
}

static struct str
api_path(struct arena *a, const struct action *act)
{
	struct str verb, kind = str_cut(str_c(act->name), '.', &verb);
	bool plain = str_is(verb, "list") || str_is(verb, "create");
	bool whole = str_is(verb, "view") || str_is(verb, "edit");

	return arena_printf(a, "/api/v1/%.*s%s%s%.*s", (int)kind.n, kind.p, act->record != NULL ? "/{id}" : "",
	    plain || (whole && act->record != NULL) ? "" : "/", plain || (whole && act->record != NULL) ? 0 : (int)verb.n, verb.p);
}

static void
api_find(struct arena *a, enum method m, struct str path, struct api_route *ret)
{
	struct str rest, kind, second, third;
	int64_t id;
	bool get = m == GET || m == HEAD;

	*ret = (struct api_route){ .action = NULL };
	rest = (struct str){ path.p + strlen("/api/v1/"), path.n - strlen("/api/v1/") };
	kind = str_cut(rest, '/', &rest);
	second = str_cut(rest, '/', &rest);
	third = rest;
	struct str verb = second;
	if (second.n == 0) {
		verb = get ? S("list") : S("create");
	} else if (id_parse(second, &id)) {
		ret->id = second;
		verb = third.n > 0 ? third : m == PATCH ? S("edit") : S("view");
	} else if (third.n > 0) {
		return;
	}
	const struct action *act = action_find(action_named(a, kind, verb));
	if (act == NULL || !api_has(act) || (act->record != NULL) != (ret->id.n > 0))
		return;
	/* One address for each: what the description does not name is not there. */
	struct str head, tail, known = api_path(a, act);
	head = str_cut(known, '{', &tail);
	(void)str_cut(tail, '}', &tail);
	if (!str_eq(path, arena_printf(a, "%.*s%.*s%.*s", (int)head.n, head.p, (int)ret->id.n, ret->id.p, (int)tail.n, tail.p)))
		return;
	ret->known = act;
	if (api_method(act) == (get ? GET : m))
		ret->action = act;
}

static void
api_problem(struct visit *v, struct ctx *c, enum status st, int http)
{
	visit_reply(v, http != 0 ? http : status_http(st), "application/problem+json", problem_json(c, st, http));
}

static struct str
out_json(struct ctx *c, const struct shape *s, const void *out)
{
	struct json j;
	struct buf b;

	buf_init(&b, 16u << 20);
	json_init(&j, &b);
	if (s == NULL) {
		json_object(&j);
		json_end(&j, '}');
	} else {
		shape_json(&j, s, out, c->sight);
	}
	struct str r = buf_end(&b, c->mem);
	return r;
}

struct str
answer_json(struct run *r, const void *out)
{
	return out_json(r->c, r->c->action->out, out);
}

static const struct action no_action = { .name = "api.none", .title = "", .access = ACCESS_PUBLIC, .mode = MODE_READ };

static enum status
api_who(struct visit *v)
{
	struct str bearer = v->req->authorization;

	v->who = (struct who){ .example = v->web->app->example };
	if (bearer.n < 7 || !str_is((struct str){ bearer.p + 6, 1 }, " ") || strncasecmp(bearer.p, "bearer", 6) != 0)
		return ST_OK;
	bearer = str_trim((struct str){ bearer.p + 7, bearer.n - 7 });
	TRY(db_begin_read(v->seat->db));
	enum status st = session_token(v->web->app, v->seat->db, v->mem, bearer, app_now(v->web->app), &v->who);
	db_pause_read(v->seat->db);	/* the action reads on */
	return st;
}

static void
download_send(struct visit *v, struct ctx *c)
{
	visit_reply(v, 200, str_z(v->mem, c->download_type), c->download);
	visit_attachment(v, c->download_name);
}

/* The first answer again holds the version that it made. */
static struct str
version_of(struct visit *v, struct ctx *c, struct run *r)
{
	const struct shape *s = c->action->out;
	size_t k = s != NULL ? shape_index(s, "version") : SIZE_MAX;
	struct json_node *j;
	struct str why;

	if (k == SIZE_MAX)
		return S("");
	if (!r->repeated)
		return field_value(v->mem, &s->f[k], r->out);
	if (json_parse(v->mem, r->answer_text, &j, &why) != ST_OK || json_get(j, "version") == NULL)
		return S("");
	return arena_printf(v->mem, "%lld", (long long)json_get_i64(j, "version", 0));
}

static void
api_send(struct visit *v, struct ctx *c, struct run *r)
{
	const struct action *a = c->action;
	struct str verb, version;

	if (c->download.p != NULL) {
		download_send(v, c);
		return;
	}
	(void)str_cut(str_c(a->name), '.', &verb);
	visit_reply(v, str_is(verb, "create") ? 201 : 200, "application/json", r->answer_text.p != NULL ? r->answer_text : out_json(c, a->out, r->out));
	version = version_of(v, c, r);
	if (version.n > 0)
		http_header_add(v->reply, "ETag", arena_printf(v->mem, "\"%.*s\"", (int)version.n, version.p));
	if (r->repeated)
		http_header_add(v->reply, "Idempotent-Replayed", S("true"));
}

static bool
is_json(struct str type)
{
	struct str rest, plain = str_cut(type, ';', &rest);

	plain = str_trim(plain);
	return plain.n == strlen("application/json") && strncasecmp(plain.p, "application/json", plain.n) == 0;
}

/* *ret_http: another answer than the status has. */
static bool
takes_file(const struct shape *in)
{
	for (size_t i = 0; in != NULL && i < in->n; i++)
		if (in->f[i].type == F_FILE)
			return true;
	return false;
}

/* Files come with a token, which the guard cannot judge: only calls that take a file have their limit. */
size_t
api_body_limit(struct arena *a, enum method m, struct str path)
{
	struct api_route route = { .action = NULL };

	if (str_starts(path, S("/api/v1/")))
		api_find(a, m, path, &route);
	if (route.action != NULL && takes_file(route.action->in) && route.action->body > 0)
		return route.action->body;
	return 1 << 20;
}

static enum status
api_input(struct visit *v, struct ctx *c, struct run *r, const struct api_route *route, int *ret_http)
{
	struct str why;
	struct json_node *j = NULL;
	struct str tag = v->req->if_match;

	if (api_method(c->action) == GET) {
		TRY(http_parse_pairs(v->mem, v->req->query, 200, &v->pairs, &v->n_pairs));
	} else if (v->req->query.n > 0) {
		return fail(c, ST_INVALID, M("Send what is to be changed as JSON, not in the address."), NULL);
	} else if (str_starts(v->req->content_type, S("multipart/form-data")) && takes_file(c->action->in)) {
		*ret_http = 400;
		if (multipart_read(v, &why) != ST_OK)
			return fail(c, ST_INVALID, M("This upload cannot be read: {why}"), "why", why, NULL);
		*ret_http = 0;
		c->files = v->files;
		c->n_files = v->n_files;
	} else if (v->req->body.n > 0) {
		*ret_http = 415;
		if (!is_json(v->req->content_type))
			return fail(c, ST_INVALID, M("Send JSON, with Content-Type: application/json."), NULL);
		*ret_http = 400;
		if (json_parse(v->mem, v->req->body, &j, &why) != ST_OK)
			return fail(c, ST_INVALID, M("This is not JSON that can be read: {why}"), "why", why, NULL);
		*ret_http = 0;
		r->json = j;
	} else {
		j = arena_new(v->mem, struct json_node);
		j->type = JSON_OBJECT;
		r->json = j;
	}
	if (route->id.n > 0)
		(void)id_parse(route->id, &c->id);
	if (tag.n > 0 && (tag.n < 3 || tag.p[0] != '"' || tag.p[tag.n - 1] != '"' ||
	    !str_i64((struct str){ tag.p + 1, tag.n - 2 }, &c->version) || c->version < 1))
		return fail(c, ST_INVALID, M("If-Match must hold the ETag of the record as it was read."), NULL);
	if (api_method(c->action) == PATCH && c->version == 0) {
		*ret_http = 428;
		return fail(c, ST_INVALID, M("Say which version you are changing: If-Match with the ETag of the record as you read it."), NULL);
	}
	r->pairs = v->pairs;
	r->n_pairs = v->n_pairs;
	return ST_OK;
}

static void
api_run(struct visit *v, const struct api_route *route)
{
	int http = 0;
	enum status st = api_who(v);
	struct ctx *c = ctx_make(v->web->app, v->mem, &v->who, route->action, FACE_API);
	struct run r = { .c = c, .db = v->seat->db, .answer = route->action->mode == MODE_WRITE ? answer_json : NULL };

	c->peer = v->req->peer;
	c->once = v->req->idempotency_key;
	if (st != ST_OK && st != ST_SIGN_IN) {
		api_problem(v, c, st, 0);
		return;
	}
	if (st != ST_OK || (v->who.account == 0 && route->action->access != ACCESS_PUBLIC)) {
		c->why = (struct failure){ .st = ST_SIGN_IN, .message = M("Send a token that is in force: Authorization: Bearer …") };
		http_header_add(v->reply, "WWW-Authenticate", S("Bearer"));
		api_problem(v, c, ST_SIGN_IN, 0);
		return;
	}
	st = api_input(v, c, &r, route, &http);
	if (st == ST_OK)
		st = dispatch_run(&r);
	if (st == ST_OK)
		api_send(v, c, &r);
	else
		api_problem(v, c, c->why.st != ST_OK ? c->why.st : st, http);
}

void
api_handle(struct visit *v, struct str path)
{
	struct api_route route = { .action = NULL };
	struct ctx *c;

	if (str_is(path, "/api/openapi.json")) {
		visit_reply(v, 200, "application/json", api_description(v->mem));
		return;
	}
	if (str_starts(path, S("/api/v1/")))
		api_find(v->mem, v->req->method, path, &route);
	if (route.action != NULL) {
		api_run(v, &route);
		return;
	}
	v->who = (struct who){ 0 };
	c = ctx_make(v->web->app, v->mem, &v->who, &no_action, FACE_API);
	if (route.known != NULL)
		http_header_add(v->reply, "Allow", api_method(route.known) == GET ? S("GET, HEAD") : api_method(route.known) == PATCH ? S("PATCH") : S("POST"));
	api_problem(v, c, ST_NOT_FOUND, route.known != NULL ? 405 : 404);
}

/* ---- OpenAPI 3.1 ---- */

static void
describe_parameter(struct json *j, const char *name, const char *in, bool must, const char *about)
{
	json_object(j);
	json_key(j, "name");
	json_str(j, str_c(name));
	json_key(j, "in");
	json_str(j, str_c(in));
	json_key(j, "required");
	json_bool(j, must);
	json_key(j, "description");
	json_str(j, str_c(about));
	json_key(j, "schema");
	json_object(j);
	json_key(j, "type");
	json_str(j, S("string"));
	json_end(j, '}');
	json_end(j, '}');
}

static void
describe_content(struct json *j, const char *type, const struct shape *s, bool input)
{
	json_key(j, "content");
	json_object(j);
	json_key(j, type);
	json_object(j);
	json_key(j, "schema");
	if (s != NULL) {
		shape_schema(j, s, input);
	} else {
		json_object(j);
		json_key(j, "type");
		json_str(j, S("object"));
		json_end(j, '}');
	}
	json_end(j, '}');
	json_end(j, '}');
}

static void
describe(struct json *j, const struct action *a)
{
	enum method m = api_method(a);

	json_key(j, m == GET ? "get" : m == PATCH ? "patch" : "post");
	json_object(j);
	json_key(j, "operationId");
	json_str(j, str_c(a->name));
	json_key(j, "summary");
	json_str(j, str_c(a->title));
	json_key(j, "parameters");
	json_array(j);
	if (a->record != NULL)
		describe_parameter(j, "id", "path", true, "Id of the record, as text");
	if (m == PATCH)
		describe_parameter(j, "If-Match", "header", true, "ETag of the version that is changed");
	if (m != GET)
		describe_parameter(j, "Idempotency-Key", "header", false, "A repeat with the same key gets the first answer");
	for (size_t i = 0; m == GET && a->in != NULL && i < a->in->n; i++)
		describe_parameter(j, a->in->f[i].name, "query", false, a->in->f[i].label);
	json_end(j, ']');
	if (m != GET && a->in != NULL) {
		json_key(j, "requestBody");
		json_object(j);
		describe_content(j, "application/json", a->in, true);
		json_end(j, '}');
	}
	json_key(j, "responses");
	json_object(j);
	struct str verb;
	(void)str_cut(str_c(a->name), '.', &verb);
	json_key(j, str_is(verb, "create") ? "201" : "200");
	json_object(j);
	json_key(j, "description");
	json_str(j, S("Done"));
	describe_content(j, a->out == NULL && a->mode == MODE_READ ? "application/octet-stream" : "application/json", a->out, false);
	json_end(j, '}');
	json_key(j, "default");
	json_object(j);
	json_key(j, "description");
	json_str(j, S("Refused: an RFC 9457 problem"));
	describe_content(j, "application/problem+json", NULL, false);
	json_end(j, '}');
	json_end(j, '}');
	json_end(j, '}');
}

struct str
api_description(struct arena *a)
{
	const struct registry *r = registry();
	struct json j;
	struct buf b;

	buf_init(&b, 16u << 20);
	json_init(&j, &b);
	json_object(&j);
	json_key(&j, "openapi");
	json_str(&j, S("3.1.0"));
	json_key(&j, "info");
	json_object(&j);
	json_key(&j, "title");
	json_str(&j, S("Wardkeep"));
	json_key(&j, "version");
	json_str(&j, S("1"));
	json_end(&j, '}');
	json_key(&j, "security");
	json_array(&j);
	json_object(&j);
	json_key(&j, "token");
	json_array(&j);
	json_end(&j, ']');
	json_end(&j, '}');
	json_end(&j, ']');
	json_key(&j, "components");
	json_object(&j);
	json_key(&j, "securitySchemes");
	json_object(&j);
	json_key(&j, "token");
	json_object(&j);
	json_key(&j, "type");
	json_str(&j, S("http"));
	json_key(&j, "scheme");
	json_str(&j, S("bearer"));
	json_end(&j, '}');
	json_end(&j, '}');
	json_end(&j, '}');
	json_key(&j, "paths");
	json_object(&j);
	/* One path may have several methods: the actions that share it stand together. */
	for (size_t i = 0; i < r->n_actions; i++) {
		const struct action *x = r->actions[i].action;
		bool first = api_has(x);
		struct str path = api_path(a, x);
		for (size_t k = 0; first && k < i; k++)
			if (api_has(r->actions[k].action) && str_eq(api_path(a, r->actions[k].action), path))
				first = false;
		if (!first)
			continue;
		json_key_str(&j, path);
		json_object(&j);
		for (size_t k = i; k < r->n_actions; k++)
			if (api_has(r->actions[k].action) && str_eq(api_path(a, r->actions[k].action), path))
				describe(&j, r->actions[k].action);
		json_end(&j, '}');
	}
	json_end(&j, '}');
	json_end(&j, '}');
	struct str text = buf_end(&b, a);
	return text;
}
