/* SPDX-License-Identifier: MIT */
#include "tests/testworld.h"
#include "app/audit.h"
#include "base/ids.h"
#include "base/json.h"
#include "tests/harness.h"
#include "tests/testdb.h"
#include "tests/testorg.h"

#define NOON 1789988400000	/* 21 September 2026, 12:00 in the United Kingdom */

static struct when
set_clock(struct app *app)
{
	return app->fixed_now;
}

static void
world_close(void *arg)
{
	struct test_world *w = arg;

	store_disconnect(w->db);
	app_close(w->app);
}

struct test_world *
test_world(void)
{
	struct test_world *w = arena_new(test_arena(), struct test_world);
	struct app_options o = { .address = test_address(), .create = true, .migrate = true,
		.key_file = arena_printf(test_arena(), "%s/key", test_tmp_dir()).p };
	struct str why;
	enum status st = app_open(&o, &w->app, &why);

	CHECK_MSG(st == ST_OK, "app_open: %.*s", (int)why.n, why.p);
	CHECK_ST(store_connect(w->app->store, &w->db), ST_OK);
	arena_defer(test_arena(), world_close, w);
	w->app->fixed_now = (struct when){ NOON };
	w->app->clock = set_clock;
	return w;
}

int64_t
test_world_org(struct test_world *w, const char *name, const char *kind)
{
	struct test_org o = { id_new(), name, kind };

	CHECK_ST(app_write(w->app, w->db, NULL, test_org_insert, &o), ST_OK);
	return o.id;
}

void
test_world_pass(struct test_world *w, int64_t seconds)
{
	w->app->fixed_now.ms += seconds * 1000;
}

struct who
test_who(struct test_world *w, int64_t org, const char *kind, uint64_t roles, int64_t account)
{
	return (struct who){ .account = account, .name = S("Somebody"), .email = S("somebody@example.test"), .org = org,
		.org_name = S("An organisation"), .org_kind = str_c(kind), .roles = roles, .home_org = org, .fresh_at = w->app->fixed_now };
}

struct who
test_operator(void)
{
	return (struct who){ .operator = true };
}

struct outcome
test_call(struct test_world *w, struct who who, const char *action, ...)
{
	struct pair *pairs = arena_array(test_arena(), struct pair, 40);
	struct who *keep = arena_new(test_arena(), struct who);
	const struct action *a = action_find(str_c(action));
	const char *name;
	struct outcome out;
	size_t n = 0;
	va_list ap;

	CHECK_MSG(a != NULL, "no action %s", action);
	va_start(ap, action);
	while ((name = va_arg(ap, const char *)) != NULL && n < 40)
		pairs[n++] = (struct pair){ .name = str_c(name), .value = va_arg(ap, struct str) };
	va_end(ap);
	*keep = who;
	dispatch_call(&(struct call){ .app = w->app, .db = w->db, .who = keep, .face = FACE_API, .action = a, .pairs = pairs,
	    .n_pairs = n, .mem = test_arena() }, &out);
	return out;
}

static const struct json_node *
node_at(struct outcome o, const char *path)
{
	struct json_node *root;
	const struct json_node *at;
	struct str why, rest = str_c(path);

	if (json_parse(test_arena(), o.json, &root, &why) != ST_OK)
		return NULL;
	at = root;
	while (at != NULL && rest.n > 0) {
		struct str name = str_cut(rest, '.', &rest);
		const struct json_node *next = NULL;
		int64_t i;
		if (at->type == JSON_ARRAY && str_i64(name, &i) && i >= 0 && (size_t)i < at->n)
			next = at->items[i];
		for (size_t k = 0; at->type == JSON_OBJECT && k < at->n; k++)
			if (str_eq(at->keys[k], name))
				next = at->items[k];
		at = next;
	}
	return at;
}

struct str
test_field(struct outcome o, const char *path)
{
	const struct json_node *n = node_at(o, path);

	if (n == NULL)
		return (struct str){ NULL, 0 };
	if (n->type == JSON_BOOL)
		return n->b ? S("true") : S("false");
	if (n->type == JSON_INT)
		return arena_printf(test_arena(), "%lld", (long long)n->i);
	return n->type == JSON_STR ? n->s : (struct str){ NULL, 0 };
}

size_t
test_count(struct outcome o, const char *list)
{
	const struct json_node *n = node_at(o, list);

	return n != NULL && n->type == JSON_ARRAY ? n->n : 0;
}

struct str
test_id(int64_t id)
{
	return id_text(test_arena(), id);
}
