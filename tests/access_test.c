/* SPDX-License-Identifier: MIT */
/* What access should be stands in access.txt; here the program is compared with it. */
#include "tests/testapp.h"

#include <stdio.h>
#include <string.h>

#include "app/account.h"
#include "app/registry.h"
#include "base/ids.h"
#include "tests/harness.h"

enum { COLUMNS = 12, FIRST = 11 /* that every line marks */, NOBODY = 0, GRANTEE = 10, LINES = 200 };

struct line { bool yes[COLUMNS], rule[COLUMNS]; struct str what, patterns; int number; };
struct rules { struct line line[LINES]; size_t n; struct str relation[5]; };

static struct str
file_text(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p = arena_alloc(test_arena(), 1 << 18, 1);
	size_t n = f != NULL ? fread(p, 1, 1 << 18, f) : 0;

	if (f != NULL)
		(void)fclose(f);
	CHECK_MSG(n > 0, "%s cannot be read; run from the top of the tree", path);
	return (struct str){ p, n };
}

static struct str
word(struct str *rest)
{
	struct str w;

	do
		w = str_cut(*rest, ' ', rest);
	while (w.n == 0 && rest->n > 0);
	return w;
}

static const char *
column_name(int k)
{
	return k == NOBODY ? "nobody" : role_names[k - 1];
}

static void
read_line(struct rules *r, struct str text, int number)
{
	struct line *l = &r->line[r->n];

	CHECK_MSG(r->n < LINES, "access.txt: more than %d lines", LINES);
	l->number = number;
	for (int k = 0; k < COLUMNS; k++) {
		struct str left = text, w = word(&text);
		if (k >= FIRST && !str_is(w, "yes") && !str_is(w, "rule") && !str_is(w, "-")) {
			text = left;
			break;
		}
		l->yes[k] = str_is(w, "yes");
		l->rule[k] = str_is(w, "rule");
		CHECK_MSG(l->yes[k] || l->rule[k] || str_is(w, "-"), "access.txt:%d: mark %d is none of yes, rule and -", number, k + 1);
	}
	l->what = str_trim(str_cut(text, ':', &l->patterns));
	CHECK_MSG(l->what.n > 0 && l->patterns.n > 0, "access.txt:%d: what, colon, actions", number);
	r->n++;
}

static struct rules *
rules_read(void)
{
	static const char *const relations[] = { "own record ", "record of another organisation ", "record of another branch ", "under a grant ", "token of that role " };
	struct rules *r = arena_new(test_arena(), struct rules);
	struct str text = file_text("tests/access.txt"), rest;
	bool matrix = true;

	for (int number = 1; text.n > 0; number++) {
		struct str one = str_trim(str_cut(text, '\n', &rest));
		text = rest;
		if (one.n == 0 || one.p[0] == '#')
			continue;
		if (one.p[0] == '[') {
			matrix = str_is(one, "[own organisation]");
		} else if (str_starts(one, S("columns "))) {
			(void)word(&one);
			for (int k = 0; k < COLUMNS; k++) {
				struct str w = word(&one);
				CHECK_MSG(str_is(w, column_name(k)), "access.txt:%d: column %d is %s", number, k + 1, column_name(k));
			}
		} else if (matrix) {
			read_line(r, one, number);
		} else {
			for (size_t i = 0; i < countof(relations); i++)
				if (str_starts(one, str_c(relations[i])))
					r->relation[i] = str_trim((struct str){ one.p + strlen(relations[i]), one.n - strlen(relations[i]) });
		}
	}
	CHECK_STR(r->relation[0], "same");
	CHECK_STR(r->relation[1], "nothing");
	CHECK_STR(r->relation[2], "nothing");
	CHECK_STR(r->relation[3], "read");
	CHECK_STR(r->relation[4], "same");
	return r;
}

/* How exactly a pattern names an action: 0 not at all. */
static size_t
fits(struct str pattern, const char *action)
{
	struct str tail, head = str_cut(pattern, '*', &tail), a = str_c(action);

	if (tail.p == NULL)
		return str_eq(pattern, a) ? 1000 : 0;
	return str_starts(a, head) && str_ends(a, tail) && a.n >= head.n + tail.n ? head.n + tail.n + 1 : 0;
}

/* What follows from other lines, as the head of access.txt says. */
static const struct line *line_of(const struct rules *r, const char *action);

static const struct line *
line_that_follows(const struct rules *r, const char *action)
{
	const struct known_action *k = registry_action(str_c(action));
	struct str verb, kind = str_cut(str_c(action), '.', &verb);

	if (k != NULL && k->list != NULL)
		return line_of(r, k->list->name);
	if (k != NULL && k->part != NULL)
		return line_of(r, test_fmt("%s.%s", k->part->whole->ops->kind, k->action->mode == MODE_READ ? "view" : k->part->verb));
	if (k == NULL || k->reg == NULL || (!str_is(verb, "import") && !str_is(verb, "accept") && !str_is(verb, "match")))
		return NULL;
	const struct line *create = line_of(r, test_fmt("%.*s.create", (int)kind.n, kind.p)), *edit = line_of(r, test_fmt("%.*s.edit", (int)kind.n, kind.p));
	if (create == NULL || edit == NULL)
		return NULL;
	struct line *both = arena_new(test_arena(), struct line);
	*both = *create;
	for (int i = 0; i < COLUMNS; i++) {
		both->yes[i] = create->yes[i] && edit->yes[i];
		both->rule[i] = create->rule[i] || edit->rule[i];
	}
	return both;
}

static const struct line *
line_of(const struct rules *r, const char *action)
{
	const struct line *found = NULL;
	size_t best = 0;

	for (size_t i = 0; i < r->n; i++)
		for (struct str rest = r->line[i].patterns; rest.n > 0;) {
			size_t f = fits(word(&rest), action);
			if (f > best) {
				best = f;
				found = &r->line[i];
			}
		}
	return found != NULL ? found : line_that_follows(r, action);
}

/* ---- a small region ---- */

struct region {
	struct test_app *t;
	const struct rules *rules;
	int64_t provider, other, commissioner, national, east, west;
	int64_t account[COLUMNS], org[COLUMNS];
	struct str session[COLUMNS], token[COLUMNS];
	struct who who[COLUMNS];
	int wrong;
};

struct entering { int64_t org; struct when until; };

static enum status
enter(struct ctx *c, void *arg)
{
	struct entering *e = arg;

	return session_enter_grant(c, 4711, e->org, e->until);
}

static void
sign_in(struct region *g, int k)
{
	struct entering e = { g->provider, { g->t->app->fixed_now.ms + 3600000 } };

	if (k == NOBODY)
		return;
	g->session[k] = test_app_session(g->t, g->account[k]);
	g->who[k] = test_app_who(g->t, g->session[k]);
	if (k != GRANTEE)
		return;
	CHECK_ST(test_app_write(g->t, &g->who[k], enter, &e), ST_OK);
	g->who[k] = test_app_who(g->t, g->session[k]);
	CHECK_EQ_I(g->who[k].roles, 1 << ROLE_GRANTEE);
	CHECK_EQ_I(g->who[k].org, g->provider);
}

static struct region *
region(void)
{
	struct region *g = arena_new(test_arena(), struct region);

	g->t = test_app();
	g->rules = rules_read();
	g->provider = test_app_org(g->t, "Northmoor", "provider");
	g->other = test_app_org(g->t, "Southfell", "provider");
	g->commissioner = test_app_org(g->t, "Westvale", "commissioner");
	g->national = test_app_org(g->t, "National", "national");
	g->east = test_app_unit(g->t, g->provider, "East", 0);
	g->west = test_app_unit(g->t, g->provider, "West", 0);
	for (int k = 1; k < COLUMNS; k++) {
		const char *role = k == GRANTEE ? "specialist" : column_name(k);
		g->org[k] = k == GRANTEE ? g->other : k - 1 == ROLE_MONITOR ? g->commissioner : k - 1 == ROLE_PROGRAMME || k - 1 == ROLE_INSPECTOR ? g->national : g->provider;
		g->account[k] = test_app_account(g->t, test_fmt("%s@region.example", column_name(k)), g->org[k], role, 0);
		sign_in(g, k);
		if (k != GRANTEE)
			g->token[k] = test_app_token(g->t, g->account[k], g->org[k], "");
	}
	return g;
}

static void
differs(struct region *g, const struct line *l, const char *action, int k, const char *face, int status)
{
	if (g->wrong++ < 40)
		printf("access.txt:%d: %s by %s, %s: answered %d, should be %s (%.*s)\n", l->number, action, column_name(k), face, status,
		    l->yes[k] ? "allowed" : "refused", (int)l->what.n, l->what.p);
}

/* ---- the faces ---- */

static bool
is_refusal(int status, bool there)
{
	return status == 401 || status == 403 || (there && status == 404);
}

static int
by_call(struct region *g, const struct action *a, int k, int64_t id)
{
	struct outcome o = id != 0
	    ? test_app_call(g->t, &g->who[k], a->name, "id", id_text(test_arena(), id).p, NULL) : test_app_call(g->t, &g->who[k], a->name, NULL, NULL);

	return status_http(o.st);
}

static const char *
api_path(const struct action *a, int64_t id)
{
	struct str verb, kind = str_cut(str_c(a->name), '.', &verb);
	bool plain = str_is(verb, "list") || str_is(verb, "create"), whole = a->record != NULL && (str_is(verb, "view") || str_is(verb, "edit"));
	const char *at = a->record != NULL ? test_fmt("/%lld", (long long)(id != 0 ? id : 4711)) : "";

	return test_fmt("/api/v1/%.*s%s%s%s", (int)kind.n, kind.p, at, plain || whole ? "" : "/", plain || whole ? "" : verb.p);
}

static int
by_api(struct region *g, const struct action *a, int k, int64_t id)
{
	bool edit = str_ends(str_c(a->name), S(".edit"));
	enum method m = edit ? PATCH : a->mode == MODE_READ ? GET : POST;

	return test_api(g->t, g->token[k], m, api_path(a, id), m == GET ? NULL : "{}", edit ? "\"1\"" : NULL, NULL).status;
}

/* Being sent to sign in is a refusal too. */
static int
by_page(struct region *g, const struct page *p, int k, int64_t id)
{
	struct str tail, head = str_cut(str_c(p->path), '{', &tail);

	const char *path = head.p;
	if (tail.p != NULL) {
		(void)str_cut(tail, '}', &tail);
		path = test_fmt("%.*s%lld%.*s", (int)head.n, head.p, (long long)(id != 0 ? id : 4711), (int)tail.n, tail.n > 0 ? tail.p : "");
	}
	struct test_reply r = p->method == GET ? test_get(g->t, g->session[k], path) : test_post(g->t, g->session[k], path, NULL, NULL);
	return r.status == 303 && str_starts(test_header(&r, "Location"), S("/sign-in")) && p->action->access != ACCESS_PUBLIC ? 401 : r.status;
}

static void
judge(struct region *g, const struct line *l, const struct action *a, int k, const char *face, int status, bool there)
{
	if (status >= 500 || (!l->rule[k] && is_refusal(status, there && l->yes[k]) == l->yes[k]))
		differs(g, l, a->name, k, face, status);
}

/* What a session is for is lost when it is ended, chosen anew or left. */
static bool
moves_sessions(const struct action *a)
{
	return a->access != ACCESS_ROLE && a->mode == MODE_WRITE;
}

static void
walk_action(struct region *g, const struct action *a, int64_t id)
{
	const struct registry *all = registry();
	const struct line *l = line_of(g->rules, a->name);

	if (l == NULL) {
		printf("tests/access.txt: no line covers the action %s\n", a->name);
		g->wrong++;
		return;
	}
	for (int k = 0; k < COLUMNS; k++) {
		bool there = id != 0 && g->who[k].org == g->provider;
		bool own = a->access == ACCESS_PUBLIC;	/* codes and first passwords ask for a session half begun */
		if (moves_sessions(a))
			sign_in(g, k);
		int status = by_call(g, a, k, id);
		judge(g, l, a, k, "call", own && status == 401 ? 422 : status, there);
		if (k != GRANTEE && !(a->access == ACCESS_PUBLIC)) {
			status = by_api(g, a, k, id);
			/* A token is never fresh: what asks for the password again is not for programs. */
			if (a->fresh && l->yes[k])
				status = status == 401 ? 200 : 599;
			judge(g, l, a, k, "API", status, there);
		}
		for (size_t i = 0; i < all->n_pages; i++)
			if (all->pages[i].page->action == a && a->access != ACCESS_PUBLIC) {
				if (moves_sessions(a))
					sign_in(g, k);
				judge(g, l, a, k, all->pages[i].page->path, by_page(g, all->pages[i].page, k, id), there);
			}
		if (moves_sessions(a))
			sign_in(g, k);
	}
}

static int64_t make_one(struct region *g, const struct record_type *t, int64_t org, int64_t unit);

/* The action that makes one: a part of a record is added to its whole, of which one is made first. */
static const struct action *
maker(struct region *g, const struct record_type *t, int64_t org, int64_t unit, int64_t *ret_whole)
{
	const struct registry *all = registry();

	*ret_whole = 0;
	for (size_t i = 0; i < all->n_actions; i++) {
		const struct part_def *d = all->actions[i].part;
		if (d == NULL || d->type != t || all->actions[i].action->record != d->whole || all->actions[i].action->mode != MODE_WRITE)
			continue;
		*ret_whole = make_one(g, d->whole, org, unit);
		return *ret_whole != 0 ? all->actions[i].action : NULL;
	}
	return action_find(str_c(test_fmt("%s.create", t->ops->kind)));
}

/* One record of this kind, made by the program's own rules where what a shape asks for is enough. */
static int64_t
make_one(struct region *g, const struct record_type *t, int64_t org, int64_t unit)
{
	int64_t whole;
	const struct action *a = maker(g, t, org, unit, &whole);
	struct who who = { .operator = true, .org = org };
	struct pair pairs[64];
	struct outcome out;

	if (a == NULL || a->in != t->shape)
		return 0;
	size_t n = test_app_fill(g->t, t->shape, org, g->other, 0, pairs);
	for (size_t i = 0; i < n; i++)
		if (unit != 0 && t->unit != NULL && str_is(pairs[i].name, t->unit))
			pairs[i].value = id_text(test_arena(), unit);
	if (whole != 0)
		pairs[n++] = (struct pair){ .name = S("id"), .value = id_text(test_arena(), whole) };
	dispatch_call(&(struct call){ .app = g->t->app, .db = g->t->db, .who = &who, .face = FACE_COMMAND, .action = a, .pairs = pairs,
		.n_pairs = n, .mem = test_arena() }, &out);
	return out.st == ST_OK ? record_head(t, out.out).id : 0;
}

TEST(access_is_as_the_file_says)
{
	struct region *g = region();
	const struct registry *all = registry();
	int64_t *made = arena_array(test_arena(), int64_t, all->n_types);
	int kinds = 0;

	for (size_t i = 0; i < all->n_types; i++) {
		made[i] = make_one(g, all->types[i], g->provider, 0);
		kinds += made[i] != 0;
	}
	CHECK(kinds >= 4);
	for (size_t i = 0; i < all->n_actions; i++) {
		const struct action *a = all->actions[i].action;
		int64_t id = 0;
		if (a->cli_only != NULL || a->access == ACCESS_OPERATOR)
			continue;
		for (size_t k = 0; k < all->n_types; k++)
			if (all->types[k] == a->record)
				id = made[k];
		walk_action(g, a, id);
	}
	CHECK_MSG(g->wrong == 0, "%d answers differ from tests/access.txt", g->wrong);
}

/* Every action on one record, by everybody, for a record that is not theirs. */
static void
walk_foreign(struct region *g, const struct record_type *t, int64_t id, const char *why)
{
	const struct registry *all = registry();

	for (size_t i = 0; i < all->n_actions; i++) {
		const struct action *a = all->actions[i].action;
		if (a->record != t || a->access != ACCESS_ROLE || a->cli_only != NULL)
			continue;
		for (int k = 0; k < COLUMNS; k++) {
			int status[2] = { by_call(g, a, k, id), k == GRANTEE ? 404 : by_api(g, a, k, id) };
			for (int f = 0; f < 2; f++)
				if (!is_refusal(status[f], true) && g->wrong++ < 25)
					printf("%s of %s by %s: answered %d\n", a->name, why, column_name(k), status[f]);
			for (size_t q = 0; q < all->n_pages; q++)
				if (all->pages[q].page->action == a) {
					int s = by_page(g, all->pages[q].page, k, id);
					if (!is_refusal(s, true) && g->wrong++ < 25)
						printf("%s of %s by %s: answered %d\n", all->pages[q].page->path, why, column_name(k), s);
				}
		}
	}
}

TEST(access_ends_at_the_organisation)
{
	struct region *g = region();
	const struct registry *all = registry();
	int64_t third = test_app_org(g->t, "Eastcombe", "provider");
	int kinds = 0;

	(void)test_app_unit(g->t, third, "Wards", 0);
	for (size_t i = 0; i < all->n_types; i++) {
		int64_t id = make_one(g, all->types[i], third, 0);
		kinds += id != 0;
		if (id != 0)
			walk_foreign(g, all->types[i], id, "another organisation");
	}
	CHECK(kinds >= 4);
	CHECK_MSG(g->wrong == 0, "%d answers came from another organisation", g->wrong);
}

TEST(access_ends_at_the_branch)
{
	struct region *g = region();
	const struct registry *all = registry();
	int kinds = 0;

	/* Everybody of the provider acts on the east branch alone from now on. */
	for (int k = 1; k < COLUMNS; k++) {
		if (k == GRANTEE || g->org[k] != g->provider) {
			g->session[k] = g->token[k] = (struct str){ NULL, 0 };
			g->who[k] = (struct who){ .account = 0 };
			continue;
		}
		g->account[k] = test_app_account(g->t, test_fmt("east-%s@region.example", column_name(k)), g->provider, column_name(k), g->east);
		sign_in(g, k);
		CHECK_EQ_I(g->who[k].branch, g->east);
		g->token[k] = (struct str){ NULL, 0 };	/* a token is for the whole organisation */
	}
	for (size_t i = 0; i < all->n_types; i++) {
		const struct record_type *t = all->types[i];
		if (t->unit == NULL)
			continue;
		int64_t id = make_one(g, t, g->provider, g->west);
		if (id == 0)
			continue;
		kinds++;
		walk_foreign(g, t, id, "another branch");
		int64_t mine = make_one(g, t, g->provider, g->east);
		const struct action *view = action_find(str_c(test_fmt("%s.view", t->ops->kind)));
		const struct line *l = view != NULL ? line_of(g->rules, view->name) : NULL;
		int spe = 1 + ROLE_SPECIALIST;
		if (mine != 0 && l != NULL && l->yes[spe])
			CHECK_MSG(by_call(g, view, spe, mine) == 200, "%s of one's own branch", view->name);
	}
	CHECK(kinds >= 1);
	CHECK_MSG(g->wrong == 0, "%d answers came from another branch", g->wrong);
}

TEST(access_under_a_grant_only_reads)
{
	struct region *g = region();
	const struct registry *all = registry();

	for (size_t i = 0; i < g->rules->n; i++)
		for (size_t k = 0; k < all->n_actions; k++) {
			const struct action *a = all->actions[k].action;
			if (a->access != ACCESS_ROLE || a->mode != MODE_WRITE || line_of(g->rules, a->name) != &g->rules->line[i])
				continue;
			CHECK_MSG(!g->rules->line[i].yes[GRANTEE], "access.txt:%d: %s changes something", g->rules->line[i].number, a->name);
			CHECK_EQ_I(by_call(g, a, GRANTEE, 0), 403);
		}
	/* Each look is an entry. */
	int64_t before = test_sql(g->t, "SELECT count(*) AS n FROM audit_entry");
	CHECK_EQ_I(test_get(g->t, g->session[GRANTEE], "/agreements").status, 200);
	CHECK(test_sql(g->t, "SELECT count(*) AS n FROM audit_entry") > before);
	/* A grant that has run out shows nothing. */
	g->t->app->fixed_now.ms += 2 * 3600000;
	CHECK(test_get(g->t, g->session[GRANTEE], "/agreements").status != 200);
}

struct giving { int64_t org, account; const char *role; enum status st; };

static enum status
give(struct ctx *c, void *arg)
{
	struct giving *v = arg;

	return account_role_give(c, scope_job(c->mem, v->org), v->account, str_c(v->role), 0, c->today, (struct date){ 0 });
}

TEST(access_roles_belong_to_their_kind_of_organisation)
{
	struct region *g = region();
	static const struct who operator = { .operator = true };
	static const char *const roles[] = { "programme", "inspector", "monitor", "grantee", "operator", "", "Administrator" };

	for (size_t i = 0; i < countof(roles); i++) {
		struct giving v = { g->provider, g->account[1], roles[i], ST_OK };
		CHECK_MSG(test_app_write(g->t, &operator, give, &v) == ST_INVALID, "the role %s was given in a provider", roles[i]);
	}
}
