/* SPDX-License-Identifier: MIT */
#include "feature/evaluation/evaluation.h"
#include "app/access.h"
#include "app/audit.h"
#include "app/dispatch.h"
#include "app/due.h"
#include "base/ids.h"
#include "base/time.h"
#include "tests/harness.h"
#include "tests/testdb.h"
#include "tests/testorg.h"

struct world { struct app *app; struct db *db; int64_t ours, theirs; };

static struct when
set_clock(struct app *app)
{
	return app->fixed_now;
}

static void
world_close(void *arg)
{
	struct world *w = arg;

	store_disconnect(w->db);
	app_close(w->app);
}

static struct world *
world(void)
{
	struct world *w = arena_new(test_arena(), struct world);
	struct app_options o = { .address = test_address(), .create = true, .migrate = true,
		.key_file = arena_printf(test_arena(), "%s/key", test_tmp_dir()).p };
	struct test_org ours = { id_new(), "Northmoor", "commissioner" }, theirs = { id_new(), "Southfell", "provider" };
	struct str why;
	enum status st = app_open(&o, &w->app, &why);

	CHECK_MSG(st == ST_OK, "app_open: %.*s", (int)why.n, why.p);
	CHECK_ST(store_connect(w->app->store, &w->db), ST_OK);
	arena_defer(test_arena(), world_close, w);
	w->app->fixed_now = when_of_date(date_of(2026, 9, 15), 10, 0);
	w->app->clock = set_clock;
	CHECK_ST(app_write(w->app, w->db, NULL, test_org_insert, &ours), ST_OK);
	CHECK_ST(app_write(w->app, w->db, NULL, test_org_insert, &theirs), ST_OK);
	w->ours = ours.id;
	w->theirs = theirs.id;
	return w;
}

static const struct who *
who(int64_t org, enum role role)
{
	struct who *x = arena_new(test_arena(), struct who);

	*x = (struct who){ .account = 4000 + (int64_t)role, .org = org, .org_kind = S("commissioner"), .roles = UINT64_C(1) << role };
	return x;
}

/* Names and values in turn, ended by NULL. */
static struct outcome
call(struct world *w, const struct who *as, const char *action, ...)
{
	struct pair *pairs = arena_array(test_arena(), struct pair, 32);
	const struct action *a = action_find(str_c(action));
	struct outcome out;
	const char *name;
	size_t n = 0;
	va_list ap;

	CHECK_MSG(a != NULL, "no action %s", action);
	va_start(ap, action);
	while ((name = va_arg(ap, const char *)) != NULL)
		pairs[n++] = (struct pair){ .name = str_c(name), .value = str_c(va_arg(ap, const char *)) };
	va_end(ap);
	dispatch_call(&(struct call){ .app = w->app, .db = w->db, .who = as, .face = FACE_API, .action = a, .pairs = pairs,
	    .n_pairs = n, .mem = test_arena() }, &out);
	return out;
}

static const char *
id_z(int64_t id)
{
	return str_z(test_arena(), id_text(test_arena(), id));
}

/* A finished one of awareness; what differs comes behind. */
static const char *
finished(struct world *w, const char *on, const char *data_to, const char *answers, const char *comparison, const char *none_needed)
{
	struct outcome o = call(w, who(w->ours, ROLE_SPECIALIST), "evaluation.create", "title", "Survey of staff", "arrangement", "awareness",
	    "started_on", "2024-01-02", "finished_on", on, "data_from", "2024-01-02", "data_to", data_to, "answers", answers,
	    "comparison", comparison, "finding", "better", "rests_on", "More staff know how to report", "none_needed", none_needed, NULL);

	CHECK_MSG(o.st == ST_OK, "evaluation.create: %.*s", (int)o.message.n, o.message.p);
	return id_z(o.ctx->id);
}

static struct evaluation_said *
said(struct world *w, int64_t org, struct date as_of, size_t *ret_n)
{
	struct ctx *c = ctx_make(w->app, test_arena(), who(org, ROLE_SPECIALIST), action_find(S("evaluation.overview")), FACE_API);
	struct evaluation_said *e;

	CHECK_ST(db_begin_read(w->db), ST_OK);
	c->db = w->db;
	CHECK_ST(evaluation_for(c, ARRANGEMENT_AWARENESS, as_of, &e, ret_n), ST_OK);
	db_end_read(w->db);
	return e;
}

static struct date
today(void)
{
	return date_of(2026, 9, 15);
}

TEST(evaluation_counts_only_as_a_finished_pair)
{
	struct world *w = world();
	const struct who *me = who(w->ours, ROLE_SPECIALIST);
	size_t n;
	const char *id = finished(w, "2026-06-30", "2026-05-31", "200", "yes", "");

	struct evaluation_said *e = said(w, w->ours, today(), &n);
	CHECK_EQ_I(n, 1);
	CHECK_EQ_I(e->changes, EVALUATION_CHANGES_UNSAID);
	CHECK(!e->complete);
	CHECK_EQ_I(e->strength, EVALUATION_SOUND);

	struct outcome o = call(w, me, "improvement.add", "id", id, "what", "Put the reporting line on every ward", "due_on", "2026-10-01", NULL);
	CHECK_ST(o.st, ST_OK);
	e = said(w, w->ours, today(), &n);
	CHECK_EQ_I(e->changes, EVALUATION_CHANGES_OPEN);
	CHECK(!e->complete);

	const int64_t *ids = o.out;
	o = call(w, me, "improvement.edit", "id", id_z(ids[1]), "done_on", "2026-09-10", NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Enter what shows that it was done");
	CHECK_ST(call(w, me, "improvement.edit", "id", id_z(ids[1]), "done_on", "2026-09-10", "proof", "Seen on all wards", NULL).st, ST_OK);
	e = said(w, w->ours, today(), &n);
	CHECK_EQ_I(e->changes, EVALUATION_CHANGES_DONE);
	CHECK(e->complete);
	/* Before it was finished it was nothing. */
	(void)said(w, w->ours, date_of(2026, 6, 29), &n);
	CHECK_EQ_I(n, 0);
}

TEST(evaluation_none_needed_completes_and_excludes_improvements)
{
	struct world *w = world();
	const struct who *me = who(w->ours, ROLE_SPECIALIST);
	size_t n;
	const char *id = finished(w, "2026-06-30", "2026-05-31", "", "yes", "Everything asked for is in place");

	struct evaluation_said *e = said(w, w->ours, today(), &n);
	CHECK_EQ_I(e->changes, EVALUATION_CHANGES_NOT_NEEDED);
	CHECK(e->complete);
	struct outcome o = call(w, me, "improvement.add", "id", id, "what", "Something", "due_on", "2026-10-01", NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "This evaluation says that nothing has to be improved. Change that first.");
	CHECK_ST(call(w, me, "evaluation.edit", "id", id, "none_needed", "", NULL).st, ST_OK);
	CHECK_ST(call(w, me, "improvement.add", "id", id, "what", "Something", "due_on", "2026-10-01", NULL).st, ST_OK);
	o = call(w, me, "evaluation.edit", "id", id, "none_needed", "Nothing after all", NULL);
	CHECK_ST(o.st, ST_INVALID);
}

TEST(evaluation_refuses_what_cannot_be)
{
	struct world *w = world();
	const struct who *me = who(w->ours, ROLE_SPECIALIST);
	struct outcome o = call(w, me, "evaluation.create", "title", "T", "arrangement", "awareness", "started_on", "2026-05-01",
	    "finished_on", "2026-06-01", NULL);

	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Choose what a finished evaluation found");
	o = call(w, me, "evaluation.create", "title", "T", "arrangement", "parking", "started_on", "2026-05-01", NULL);
	CHECK_ST(o.st, ST_INVALID);
	o = call(w, me, "evaluation.create", "title", "T", "arrangement", "alerts", "started_on", "2026-05-01", "finding", "better", NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_STR(o.message, "Enter when it was finished, or take the finding away");
	o = call(w, me, "evaluation.create", "title", "T", "arrangement", "alerts", "started_on", "2026-05-01", "finished_on", "2026-04-30",
	    "finding", "better", "rests_on", "x", NULL);
	CHECK_ST(o.st, ST_INVALID);
	o = call(w, me, "evaluation.create", "title", "T", "arrangement", "alerts", "started_on", "2026-09-16", NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_ST(call(w, who(w->ours, ROLE_AUDITOR), "evaluation.create", "title", "T", "arrangement", "alerts", "started_on", "2026-05-01", NULL).st,
	    ST_FORBIDDEN);
}

TEST(evaluation_limits_are_visible_settings)
{
	struct world *w = world();
	const struct who *me = who(w->ours, ROLE_SPECIALIST);
	size_t n;

	(void)finished(w, "2025-09-15", "2025-08-31", "29", "yes", "x");
	struct evaluation_said *e = said(w, w->ours, today(), &n);
	CHECK_EQ_I(e->strength, EVALUATION_WEAK);
	CHECK_STR(e->weak, "It rests on fewer than 30 answers.");
	CHECK(!e->old);				/* twelve months to the day */
	e = said(w, w->ours, date_of(2026, 9, 16), &n);
	CHECK(e->old);
	CHECK_ST(call(w, me, "evaluation.limits", "age_months", "13", "data_months", "12", "answers", "29", "compare", "true",
	    "reason", "Small teams", NULL).st, ST_OK);
	e = said(w, w->ours, date_of(2026, 9, 16), &n);
	CHECK(!e->old);
	CHECK(e->data_old);
	CHECK_EQ_I(e->strength, EVALUATION_SOUND);
	struct outcome o = call(w, me, "evaluation.limits", "age_months", "0", "data_months", "12", "answers", "29", "compare", "true",
	    "reason", "Never", NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK_ST(call(w, me, "evaluation.limits", "age_months", "14", "data_months", "12", "answers", "29", "compare", "true",
	    "reason", "Two at once", "version", "7", NULL).st, ST_CONFLICT);
	CHECK_ST(call(w, who(w->ours, ROLE_MANAGER), "evaluation.limits", "age_months", "14", "data_months", "12", "answers", "29",
	    "compare", "true", "reason", "x", NULL).st, ST_FORBIDDEN);
	/* Theirs stay the product's. */
	o = call(w, who(w->theirs, ROLE_SPECIALIST), "evaluation.overview", NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(str_find(o.json, S("12 months")) < 0);
}

TEST(evaluation_comparison_and_data_decide_strength)
{
	struct world *w = world();
	size_t n;

	(void)finished(w, "2026-06-30", "2024-12-29", "500", "yes", "x");
	CHECK_EQ_I(said(w, w->ours, today(), &n)->strength, EVALUATION_WEAK);
	(void)finished(w, "2026-07-01", "2025-01-01", "500", "yes", "x");
	CHECK_EQ_I(said(w, w->ours, today(), &n)->strength, EVALUATION_SOUND);
	(void)finished(w, "2026-07-02", "2026-01-01", "500", "no", "x");
	struct evaluation_said *e = said(w, w->ours, today(), &n);
	CHECK_EQ_I(e->strength, EVALUATION_WEAK);
	CHECK_STR(e->weak, "Its result is compared with nothing.");
	(void)finished(w, "2026-07-03", "2026-01-01", "500", "", "x");
	e = said(w, w->ours, today(), &n);
	CHECK_EQ_I(n, 4);
	CHECK_EQ_I(e->strength, EVALUATION_STRENGTH_UNSAID);
	CHECK_EQ_I(e->finished.day, date_of(2026, 7, 3).day);	/* last one first */
}

TEST(evaluation_of_others_does_not_exist)
{
	struct world *w = world();
	const struct who *stranger = who(w->theirs, ROLE_SPECIALIST);
	const char *id = finished(w, "2026-06-30", "2026-05-31", "200", "yes", "");
	struct outcome o = call(w, who(w->ours, ROLE_SPECIALIST), "improvement.add", "id", id, "what", "W", "due_on", "2026-10-01", NULL);
	const char *improvement = id_z(((const int64_t *)o.out)[1]);
	static const char *const on_one[] = { "evaluation.view", "evaluation.report", "evaluation.history", "evaluation.edit", "evaluation.restore" };
	size_t n;

	for (size_t i = 0; i < countof(on_one); i++)
		CHECK_ST(call(w, stranger, on_one[i], "id", id, NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, stranger, "evaluation.withdraw", "id", id, "why", "x", NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, stranger, "improvement.add", "id", id, "what", "x", "due_on", "2026-10-01", NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, stranger, "improvement.edit", "id", improvement, "what", "x", NULL).st, ST_NOT_FOUND);
	CHECK_ST(call(w, stranger, "improvement.withdraw", "id", improvement, NULL).st, ST_NOT_FOUND);
	(void)said(w, w->theirs, today(), &n);
	CHECK_EQ_I(n, 0);
	CHECK(str_find(call(w, stranger, "evaluation.list", NULL).json, S("Survey")) < 0);
	CHECK(str_find(call(w, stranger, "evaluation.export", NULL).json, S("Survey")) < 0);
}

TEST(evaluation_two_editors_and_withdrawal)
{
	struct world *w = world();
	const struct who *me = who(w->ours, ROLE_SPECIALIST);
	const char *id = finished(w, "2026-06-30", "2026-05-31", "200", "yes", "x");
	size_t n;

	CHECK_ST(call(w, me, "evaluation.edit", "id", id, "version", "1", "title", "First", NULL).st, ST_OK);
	struct outcome o = call(w, me, "evaluation.edit", "id", id, "version", "1", "title", "Second", NULL);
	CHECK_ST(o.st, ST_CONFLICT);
	CHECK(o.ctx->conflict != NULL);
	CHECK_ST(call(w, me, "evaluation.withdraw", "id", id, "version", "2", "why", "Entered twice", NULL).st, ST_OK);
	(void)said(w, w->ours, today(), &n);
	CHECK_EQ_I(n, 0);
	CHECK_ST(call(w, me, "improvement.add", "id", id, "what", "x", "due_on", "2026-10-01", NULL).st, ST_INVALID);
	CHECK_ST(call(w, me, "evaluation.restore", "id", id, "version", "3", NULL).st, ST_OK);
	(void)said(w, w->ours, today(), &n);
	CHECK_EQ_I(n, 1);
	CHECK(str_find(call(w, me, "evaluation.history", "id", id, NULL).json, S("Entered twice")) >= 0);
}

TEST(evaluation_due_from_those_who_may_act)
{
	struct world *w = world();
	const char *id = finished(w, "2025-10-20", "2025-09-30", "200", "yes", "");
	struct due_list due;

	CHECK_ST(call(w, who(w->ours, ROLE_SPECIALIST), "improvement.add", "id", id, "what", "Tell the wards", "due_on", "2026-09-20", NULL).st, ST_OK);
	for (int k = 0; k < 2; k++) {
		struct ctx *c = ctx_make(w->app, test_arena(), who(w->ours, k == 0 ? ROLE_SPECIALIST : ROLE_AUDITOR),
		    action_find(S("home.due")), FACE_API);
		CHECK_ST(db_begin_read(w->db), ST_OK);
		c->db = w->db;
		CHECK_ST(due_collect(c, &due), ST_OK);
		db_end_read(w->db);
		CHECK_EQ_I(due.n, k == 0 ? 2 : 0);
		if (k == 0) {
			CHECK_STR(due.items[0].title, "Tell the wards");
			CHECK_STR(due.items[1].title, "Awareness programme");
			CHECK_EQ_I(due.items[1].due.day, date_of(2026, 10, 20).day);
		}
	}
}
