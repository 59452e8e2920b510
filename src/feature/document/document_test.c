/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"
#include <string.h>
#include "app/access.h"
#include "app/job.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/comparison/comparison.h"
#include "feature/document/own.h"
#include "tests/testapp.h"

/* A national body, its commissioner, one that is reviewed, a provider, and one that has nothing to do with it. */
struct scene {
	struct test_app *t;
	int64_t national, overseer, moor, trust, other, framework, provider_framework, review, round;
	struct who programme, inspector, monitor, specialist, lead, trust_specialist, trust_lead, trust_admin, stranger, overseer_monitor, operator;
};

static struct who
person(struct test_app *t, const char *email, int64_t org, const char *role)
{
	return test_app_who(t, test_app_session(t, test_app_account(t, email, org, role, 0)));
}

/* A field of the JSON that came out. */
static struct str
field(struct outcome o, const char *name)
{
	struct json_node *j;
	struct str why;

	CHECK_MSG(o.st == ST_OK, "refused: %.*s", (int)o.message.n, o.message.p);
	CHECK_ST(json_parse(test_arena(), o.json, &j, &why), ST_OK);
	return json_get_str(j, name);
}

static size_t
count(struct outcome o)
{
	struct json_node *j;
	struct str why;

	CHECK_MSG(o.st == ST_OK, "refused: %.*s", (int)o.message.n, o.message.p);
	CHECK_ST(json_parse(test_arena(), o.json, &j, &why), ST_OK);
	return json_get(j, "items")->n;
}

static const char *
num(int64_t id)
{
	return test_fmt("%lld", (long long)id);
}

static const char *
text_of(struct str s)
{
	return str_z(test_arena(), s);
}

#define DONE(o) do { struct outcome o_ = (o); CHECK_MSG(o_.st == ST_OK, "refused: %.*s", (int)o_.message.n, o_.message.p); } while (0)
#define CALL(s, who, ...) test_app_call((s)->t, &(s)->who, __VA_ARGS__)

static int64_t
review_open(struct test_app *t, const struct who *who, int64_t framework)
{
	int64_t id = 0;

	CHECK(id_parse(field(test_app_call(t, who, "review.create", "framework", num(framework), NULL), "id"), &id));
	return id;
}

static void
rate_all(struct test_app *t, int64_t review)
{
	test_sql_write(t, test_fmt("UPDATE answer SET rating = 'red', comment = 'Guarded wording 7', fresh_look = 0 WHERE review = %lld", (long long)review));
}

static struct scene *
scene(void)
{
	struct scene *s = arena_new(test_arena(), struct scene);
	struct test_app *t = s->t = test_app();

	s->national = test_app_org(t, "Crown Security", "national");
	s->overseer = test_app_org(t, "Nation Commissioner", "commissioner");
	s->moor = test_app_org(t, "Moor Commissioner", "commissioner");
	s->trust = test_app_org(t, "Dale Trust", "provider");
	s->other = test_app_org(t, "Far Trust", "provider");
	test_sql_write(t, test_fmt("UPDATE organisation SET oversees = 1 WHERE id = %lld", (long long)s->overseer));
	s->programme = person(t, "programme@example.org", s->national, "programme");
	s->inspector = person(t, "inspector@example.org", s->national, "inspector");
	s->overseer_monitor = person(t, "overseer@example.org", s->overseer, "monitor");
	s->monitor = person(t, "monitor@example.org", s->moor, "monitor");
	s->specialist = person(t, "specialist@example.org", s->moor, "specialist");
	s->lead = person(t, "lead@example.org", s->moor, "lead");
	s->trust_specialist = person(t, "trust@example.org", s->trust, "specialist");
	s->trust_lead = person(t, "trustlead@example.org", s->trust, "lead");
	s->trust_admin = person(t, "trustadmin@example.org", s->trust, "administrator");
	s->stranger = person(t, "stranger@example.org", s->other, "specialist");
	s->operator = (struct who){ .operator = true };
	DONE(CALL(s, operator, "framework.load_shipped", NULL));
	s->framework = test_sql(t, "SELECT id FROM framework_version WHERE key = 'commissioner-security' AND status = 'published' ORDER BY in_force_from LIMIT 1");
	s->provider_framework = test_sql(t, "SELECT id FROM framework_version WHERE key = 'provider-security' AND status = 'published' LIMIT 1");
	CHECK(s->framework > 0 && s->provider_framework > 0);
	s->review = review_open(t, &s->specialist, s->framework);
	rate_all(t, s->review);
	return s;
}

static struct outcome
sign_as(struct scene *s, const struct who *who, int64_t review)
{
	struct outcome read = test_app_call(s->t, who, "submission.read", "id", num(review), NULL);

	return test_app_call(s->t, who, "submission.sign", "id", num(review), "post", "Director of Finance", "board", "true", "agreed", "true",
	    "shown", read.st == ST_OK ? text_of(field(read, "shown")) : "x", NULL);
}

static int64_t
sign_and_send(struct scene *s)
{
	int64_t id = 0;

	DONE(sign_as(s, &s->lead, s->review));
	CHECK(id_parse(field(CALL(s, specialist, "submission.send", "id", num(s->review), NULL), "document"), &id) ||
	    (id = test_sql(s->t, "SELECT MAX(id) FROM document WHERE kind = 'submission'")) > 0);
	return id;
}

static int64_t
delivered_to(struct scene *s, int64_t org)
{
	return test_sql(s->t, test_fmt("SELECT MAX(id) FROM delivery WHERE kind = 'submission' AND org = %lld", (long long)org));
}

static void
jobs_run(struct scene *s)
{
	int ran;

	CHECK_ST(job_run_due(s->t->app, s->t->db, 50, &ran), ST_OK);
}

static struct str
review_state(struct scene *s)
{
	return test_sql_text(s->t, test_fmt("SELECT state FROM review WHERE id = %lld", (long long)s->review));
}

static struct str
verified(struct scene *s)
{
	struct buf bad;

	buf_init(&bad, 1 << 20);
	CHECK_ST(db_begin_read(s->t->db), ST_OK);
	CHECK_ST(document_verify(s->t->app, s->t->db, test_arena(), &bad), ST_OK);
	db_end_read(s->t->db);
	struct str r = arena_copy(test_arena(), buf_view(&bad));
	buf_free(&bad);
	return r;
}

TEST(submission_sign_wants_the_right_person)
{
	struct scene *s = scene();
	struct who stale = s->lead, branch = s->lead;

	stale.fresh_at.ms -= 11 * 60 * 1000;
	CHECK_ST(sign_as(s, &stale, s->review).st, ST_SIGN_IN);
	CHECK_ST(sign_as(s, &s->specialist, s->review).st, ST_FORBIDDEN);
	branch.branch = test_app_unit(s->t, s->moor, "North", 0);
	CHECK_ST(sign_as(s, &branch, s->review).st, ST_FORBIDDEN);
	CHECK_ST(sign_as(s, &s->trust_lead, s->review).st, ST_NOT_FOUND);
	CHECK(sign_as(s, &s->operator, s->review).st != ST_OK);
	/* Without saying that the post is at board level, or that it was read. */
	struct outcome o = CALL(s, lead, "submission.sign", "id", num(s->review), "post", "Assistant", "agreed", "true", "shown", "x", NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "board level"));
	CHECK_STR(review_state(s), "draft");
	DONE(sign_as(s, &s->lead, s->review));
	CHECK_STR(review_state(s), "signed");
	CHECK(sign_as(s, &s->lead, s->review).st != ST_OK);
	CHECK_STR(verified(s), "");
}

TEST(submission_sign_only_who_was_named)
{
	struct scene *s = scene();
	struct who admin = person(s->t, "admin@example.org", s->moor, "administrator");
	struct who second = person(s->t, "second@example.org", s->moor, "lead");

	CHECK_ST(test_app_call(s->t, &admin, "signatory.name", "framework", "commissioner-security", "account", num(s->specialist.account), NULL).st, ST_INVALID);
	CHECK_ST(test_app_call(s->t, &admin, "signatory.name", "framework", "no-such", "account", num(second.account), NULL).st, ST_INVALID);
	DONE(test_app_call(s->t, &admin, "signatory.name", "framework", "commissioner-security", "account", num(second.account), NULL));
	CHECK(test_has(test_get(s->t, test_app_session(s->t, admin.account), "/signatories").body, "Named on"));
	CHECK_ST(sign_as(s, &s->lead, s->review).st, ST_FORBIDDEN);
	DONE(sign_as(s, &second, s->review));
}

static struct outcome
sign_named(struct scene *s, const struct who *who, int64_t review, const char *named)
{
	struct outcome read = test_app_call(s->t, who, "submission.read", "id", num(review), NULL);

	return test_app_call(s->t, who, "submission.sign", "id", num(review), "post", "Director of Workforce", "named", named, "agreed", "true",
	    "shown", read.st == ST_OK ? text_of(field(read, "shown")) : "x", NULL);
}

/* The framework wants the lead for violence prevention: a manager who holds that post signs once named, and nothing else. */
TEST(submission_violence_lead_signs_once_named)
{
	struct scene *s = scene();
	struct who manager = person(s->t, "manager@example.org", s->trust, "manager"), other = person(s->t, "other@example.org", s->trust, "manager");
	int64_t violence = test_sql(s->t, "SELECT id FROM framework_version WHERE key = 'violence-prevention' AND edition = '2024'");
	int64_t review = review_open(s->t, &s->trust_specialist, violence), security = review_open(s->t, &s->trust_specialist, s->provider_framework);

	rate_all(s->t, review);
	rate_all(s->t, security);
	struct outcome o = sign_named(s, &manager, review, "true");
	CHECK_ST(o.st, ST_FORBIDDEN);
	CHECK(test_has(o.message, "Only a board-level lead of the whole organisation signs."));
	/* Nobody can be named whom the register of posts does not name in that post. */
	o = CALL(s, trust_admin, "signatory.name", "framework", "violence-prevention", "account", num(manager.account), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "The executive lead for violence prevention"));
	struct str who = field(CALL(s, trust_admin, "person.create", "name", "Ada Kestrel", "job_title", "Director of Workforce", NULL), "id");
	DONE(CALL(s, trust_admin, "person.link", "id", text_of(who), "email", "manager@example.org", NULL));
	o = CALL(s, trust_admin, "post_holding.create", "post", "violence_lead", "person", text_of(who), "from_on", "2026-01-01", NULL);
	struct str post = field(o, "id");
	CHECK_ST(CALL(s, trust_admin, "signatory.name", "framework", "provider-security", "account", num(manager.account), NULL).st, ST_INVALID);
	CHECK_ST(CALL(s, trust_admin, "signatory.name", "framework", "violence-prevention", "account", num(other.account), NULL).st, ST_INVALID);
	CHECK_ST(sign_named(s, &manager, review, "true").st, ST_FORBIDDEN);	/* holds the post, is not named */
	DONE(CALL(s, trust_admin, "signatory.name", "framework", "violence-prevention", "account", num(manager.account), NULL));
	struct who both = manager;
	both.roles |= UINT64_C(1) << ROLE_ADMINISTRATOR;
	o = test_app_call(s->t, &both, "signatory.name", "framework", "violence-prevention", "account", num(manager.account), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "nobody gives themselves the right to sign"));
	/* Named, the manager signs this framework and no other; the board-level lead the other way round. */
	CHECK_ST(sign_named(s, &manager, security, "true").st, ST_FORBIDDEN);
	CHECK_ST(sign_as(s, &s->trust_lead, review).st, ST_FORBIDDEN);
	o = sign_named(s, &manager, review, "false");
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "have been named"));
	struct who stale = manager, branch = manager;
	stale.fresh_at.ms -= 11 * 60 * 1000;
	CHECK_ST(sign_named(s, &stale, review, "true").st, ST_SIGN_IN);
	branch.branch = test_app_unit(s->t, s->trust, "North", 0);
	CHECK_ST(sign_named(s, &branch, review, "true").st, ST_FORBIDDEN);
	struct test_reply page = test_get(s->t, test_app_session(s->t, manager.account), test_fmt("/reviews/%lld", (long long)review));
	CHECK(test_has(page.body, "Sign this review"));
	page = test_get(s->t, test_app_session(s->t, other.account), test_fmt("/reviews/%lld", (long long)review));
	CHECK(!test_has(page.body, "Sign this review"));
	/* Out of the post: out of the right, and the list says so. */
	DONE(CALL(s, trust_admin, "post_holding.end", "id", text_of(post), "ended_on", "2026-09-01", NULL));
	CHECK_ST(sign_named(s, &manager, review, "true").st, ST_FORBIDDEN);
	CHECK(test_has(test_get(s->t, test_app_session(s->t, s->trust_admin.account), "/signatories").body, "does not name this person in the post"));
	DONE(CALL(s, trust_admin, "post_holding.create", "post", "violence_lead", "person", text_of(who), "from_on", "2026-09-02", NULL));
	DONE(sign_named(s, &manager, review, "true"));
	CHECK(test_sql(s->t, "SELECT COUNT(*) FROM document WHERE kind = 'review' AND body LIKE '%my organisation has named me for it%'") == 1);
	DONE(sign_as(s, &s->trust_lead, security));
	CHECK_STR(verified(s), "");
}

/* Another commissioner that hands in, all at one rating; hand_in false: it only drafts. */
static int64_t
another(struct scene *s, const char *name, const char *rating, bool hand_in)
{
	int64_t org = test_app_org(s->t, name, "commissioner");
	struct who specialist = person(s->t, test_fmt("s-%s@example.org", name), org, "specialist"), lead = person(s->t, test_fmt("l-%s@example.org", name), org, "lead");
	int64_t review = review_open(s->t, &specialist, s->framework);

	test_sql_write(s->t, test_fmt("UPDATE answer SET rating = '%s', comment = 'Guarded wording 8', fresh_look = 0 WHERE review = %lld", rating, (long long)review));
	if (hand_in) {
		DONE(sign_as(s, &lead, review));
		DONE(test_app_call(s->t, &specialist, "submission.send", "id", num(review), NULL));
	}
	return org;
}

static struct str
compared(struct scene *s, const struct who *who, const char *path)
{
	struct json_node *tree;
	struct str why, rest = str_c(path), step;
	struct outcome o = test_app_call(s->t, who, "comparison.view", NULL);

	CHECK_MSG(o.st == ST_OK, "refused: %.*s", (int)o.message.n, o.message.p);
	CHECK_ST(json_parse(test_arena(), o.json, &tree, &why), ST_OK);
	const struct json_node *j = tree;
	while (j != NULL && rest.n > 0) {
		int64_t at;
		step = str_cut(rest, '.', &rest);
		j = j->type == JSON_ARRAY ? (str_i64(step, &at) && (size_t)at < j->n ? j->items[at] : NULL)
		    : json_get(j, str_z(test_arena(), step));
	}
	return j == NULL ? S("") : j->type == JSON_INT ? arena_printf(test_arena(), "%lld", (long long)j->i) : j->type == JSON_STR ? j->s : S("?");
}

/* REV-9: counts of what was handed in, from enough organisations on, after the deadline; never a draft, a name or what was returned. */
TEST(comparison_counts_what_was_handed_in_and_holds_small_groups_back)
{
	struct scene *s = scene();
	static const char *const names[] = { "Aa", "Bb", "Cc", "Dd" };

	test_sql_write(s->t, test_fmt("UPDATE answer SET rating = 'amber' WHERE review = %lld", (long long)s->review));
	CHECK(test_has(compared(s, &s->specialist, "none"), "handed in no self-review"));
	DONE(sign_as(s, &s->lead, s->review));
	DONE(CALL(s, specialist, "submission.send", "id", num(s->review), NULL));
	for (size_t i = 0; i < countof(names); i++)
		another(s, names[i], i == 0 ? "red" : "green", true);
	another(s, "Draft", "green", false);
	CHECK(test_has(compared(s, &s->specialist, "none"), "Comparisons are shown once it is over"));
	test_sql_write(s->t, "UPDATE delivery SET due_on = 20000");
	CHECK(test_has(compared(s, &s->specialist, "groups.0.held_back"), "fewer than 5"));
	CHECK_STR(compared(s, &s->specialist, "groups.0.organisations"), "0");
	int64_t last = another(s, "Ee", "green", true);
	test_sql_write(s->t, "UPDATE delivery SET due_on = 20000");
	CHECK_STR(compared(s, &s->specialist, "groups.0.organisations"), "5");
	CHECK_STR(compared(s, &s->specialist, "groups.0.figures.0.own"), "amber");
	CHECK_STR(compared(s, &s->specialist, "groups.0.figures.0.better"), "4");
	CHECK_STR(compared(s, &s->specialist, "groups.0.figures.0.worse"), "1");
	struct test_reply page = test_get(s->t, test_app_session(s->t, s->specialist.account), "/comparison");
	CHECK(test_has(page.body, "5 other organisations have handed in."));
	for (size_t i = 0; i < countof(names); i++)
		CHECK(!test_has(page.body, test_fmt(">%s<", names[i])));
	CHECK(!test_has(page.body, "Guarded wording"));
	/* In the region there are all five, or four and one left: then the region is held back. */
	test_sql_write(s->t, "UPDATE organisation SET region = 'North' WHERE kind = 'commissioner'");
	CHECK_STR(compared(s, &s->specialist, "groups.1.organisations"), "5");
	test_sql_write(s->t, test_fmt("UPDATE organisation SET region = 'South' WHERE id = %lld", (long long)last));
	CHECK(test_has(compared(s, &s->specialist, "groups.1.held_back"), "Held back"));
	/* What is returned counts no more. */
	DONE(CALL(s, inspector, "submission.return", "id", num(test_sql(s->t, test_fmt("SELECT id FROM delivery WHERE kind = 'submission' AND org = %lld AND from_org = %lld",
	    (long long)s->national, (long long)last))), "reasons", "Say more", NULL));
	CHECK(test_has(compared(s, &s->specialist, "groups.0.held_back"), "fewer than 5"));
	/* The national body sets from how many on. */
	CHECK_ST(CALL(s, specialist, "comparison.limit", "least", "3", "reason", "x", NULL).st, ST_FORBIDDEN);
	CHECK_ST(CALL(s, programme, "comparison.limit", "least", "2", "reason", "Too few", NULL).st, ST_INVALID);
	DONE(CALL(s, programme, "comparison.limit", "least", "4", "reason", "A small region", NULL));
	CHECK_STR(compared(s, &s->specialist, "groups.0.organisations"), "4");
	CHECK_EQ_I(test_get(s->t, test_app_session(s->t, s->programme.account), "/comparison/limit").status, 200);
	/* A standard that applies to four of six, three of them in the region: the region's figure would give the fourth away. */
	DONE(CALL(s, programme, "comparison.limit", "least", "3", "reason", "A small kind", NULL));
	for (int i = 0; i < 2; i++) {
		int64_t org = another(s, i == 0 ? "Ff" : "Gg", "green", true);
		test_sql_write(s->t, test_fmt("UPDATE delivered_figure SET rating = 'na' WHERE what = '1.1' AND from_org = %lld", (long long)org));
		test_sql_write(s->t, test_fmt("UPDATE organisation SET region = 'South' WHERE id = %lld", (long long)org));
	}
	test_sql_write(s->t, "UPDATE organisation SET region = 'South' WHERE name = 'Dd'");
	test_sql_write(s->t, "UPDATE delivery SET due_on = 20000");
	CHECK_STR(compared(s, &s->specialist, "groups.0.organisations"), "6");
	CHECK_STR(compared(s, &s->specialist, "groups.1.organisations"), "3");
	CHECK_STR(compared(s, &s->specialist, "groups.0.figures.2.what"), "1.1");
	CHECK_STR(compared(s, &s->specialist, "groups.1.figures.2.what"), "1.2");
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM delivered_figure WHERE rating NOT IN ('red', 'amber', 'green', 'na')"), 0);
	CHECK_STR(verified(s), "");
}

/* STD-10: standard 1.7 says by which framework each contract goes, and what was delivered under it. */
TEST(submission_stands_beside_the_contract_that_asks_for_it)
{
	struct scene *s = scene();
	int64_t review = review_open(s->t, &s->trust_specialist, s->provider_framework), answer = test_sql(s->t, test_fmt("SELECT id FROM answer WHERE review = %lld AND standard = '1.7'", (long long)s->review));
	struct str secret = test_app_session(s->t, s->specialist.account);
	const char *page = test_fmt("/reviews/standards/%lld", (long long)answer);

	CHECK(test_has(test_get(s->t, secret, page).body, "No contract in scope is recorded for this period."));
	for (int i = 0; i < 3; i++)
		DONE(CALL(s, specialist, "contract.create", "title", i == 0 ? "Acute care" : i == 1 ? "Dental care" : "Eye care", "provider", num(s->trust), "starts_on", "2026-05-01",
		    "ends_on", "2028-09-30", "standard", "true", "provider_status", "nhs_trust", "goes_by", i == 0 ? num(s->provider_framework) : "", "framework",
		    i == 1 ? "Our <own> schedule" : "", NULL));
	struct str body = test_get(s->t, secret, page).body;
	CHECK(test_has(body, "No self-review under it has been delivered to you"));
	CHECK(test_has(body, "Our &lt;own&gt; schedule"));
	CHECK(test_has(body, "Names no provider framework."));
	rate_all(s->t, review);
	DONE(sign_as(s, &s->trust_lead, review));
	CHECK(test_has(test_get(s->t, secret, page).body, "No self-review under it has been delivered to you"));	/* signed is not delivered */
	DONE(CALL(s, trust_specialist, "submission.send", "id", num(review), NULL));
	CHECK(test_has(test_get(s->t, secret, page).body, "Last self-review under it delivered to you"));
	/* Beside a standard that is not about providers, nothing of this. */
	answer = test_sql(s->t, test_fmt("SELECT id FROM answer WHERE review = %lld AND standard = '1.4'", (long long)s->review));
	CHECK(!test_has(test_get(s->t, secret, test_fmt("/reviews/standards/%lld", (long long)answer)).body, "The provider framework of each contract"));
}

TEST(comparison_never_leaves_a_small_rest)
{
	CHECK(comparison_shown(9, 9, 5));
	CHECK(!comparison_shown(4, 4, 5));
	CHECK(comparison_shown(10, 5, 5));
	CHECK(!comparison_shown(10, 6, 5));	/* four are left */
	CHECK(!comparison_shown(10, 4, 5));
	CHECK(!comparison_shown(0, 0, 5));
}

TEST(submission_sign_seals_what_was_read)
{
	struct scene *s = scene();
	struct outcome read = CALL(s, lead, "submission.read", "id", num(s->review), NULL);

	test_sql_write(s->t, test_fmt("UPDATE answer SET comment = 'Another wording', version = version + 1 WHERE review = %lld AND standard = '1.1'", (long long)s->review));
	struct outcome o = CALL(s, lead, "submission.sign", "id", num(s->review), "post", "Director", "board", "true", "agreed", "true", "shown",
	    text_of(field(read, "shown")), NULL);
	CHECK_ST(o.st, ST_CONFLICT);
	CHECK_STR(review_state(s), "draft");
}

TEST(submission_unsigned_stays)
{
	struct scene *s = scene();

	struct outcome o = CALL(s, specialist, "submission.send", "id", num(s->review), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "signed"));
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM delivery"), 0);
	CHECK_ST(CALL(s, lead, "submission.send", "id", num(s->review), NULL).st, ST_FORBIDDEN);
}

TEST(submission_goes_to_whom_it_must)
{
	struct scene *s = scene();

	(void)sign_and_send(s);
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM delivery WHERE kind = 'submission'"), 2);
	CHECK(delivered_to(s, s->national) > 0);
	CHECK(delivered_to(s, s->overseer) > 0);
	CHECK_EQ_I(count(CALL(s, inspector, "submission.list", NULL)), 1);
	CHECK_EQ_I(count(CALL(s, overseer_monitor, "submission.list", NULL)), 1);
	CHECK_EQ_I(count(CALL(s, monitor, "submission.list", NULL)), 0);
	/* A receipt for each, with the sender's audit head in the recipient's hands. */
	CHECK_EQ_I(test_sql(s->t, test_fmt("SELECT COUNT(*) FROM delivery WHERE kind = 'receipt' AND org = %lld", (long long)s->moor)), 2);
	CHECK_EQ_I(test_sql(s->t, test_fmt("SELECT COUNT(*) FROM document WHERE kind = 'receipt' AND org = %lld", (long long)s->national)), 1);
	CHECK_EQ_I(test_sql(s->t, "SELECT MIN(LENGTH(code)) FROM delivery WHERE kind = 'submission'"), 26);
	CHECK_STR(verified(s), "");
	CHECK_STR(review_state(s), "submitted");
}

TEST(submission_of_a_provider_goes_to_the_coordinator)
{
	struct scene *s = scene();
	int64_t review = review_open(s->t, &s->trust_specialist, s->provider_framework);
	struct date day = when_date(app_now(s->t->app));

	rate_all(s->t, review);
	test_sql_write(s->t, test_fmt("INSERT INTO contract (org, id, version, title, title_sort, provider, starts_on, ends_on, standard, provider_status, "
	    "created_at, created_by, changed_at, changed_by) VALUES (%lld, 77, 1, 'Beds', 'beds', %lld, %d, %d, 1, 'nhs_trust', 1, 1, 1, 1)", (long long)s->moor,
	    (long long)s->trust, day.day - 10, day.day + 10));
	DONE(sign_as(s, &s->trust_lead, review));
	DONE(CALL(s, trust_specialist, "submission.send", "id", num(review), NULL));
	CHECK(delivered_to(s, s->national) > 0);
	CHECK(delivered_to(s, s->moor) > 0);
	CHECK_EQ_I(delivered_to(s, s->overseer), -1);
	CHECK_EQ_I(count(CALL(s, monitor, "submission.list", NULL)), 1);
}

TEST(submission_nothing_is_seen_before)
{
	struct scene *s = scene();
	struct str nothing = S("\"items\":[]");
	int64_t answer = test_sql(s->t, test_fmt("SELECT MIN(id) FROM answer WHERE review = %lld", (long long)s->review));

	DONE(sign_as(s, &s->lead, s->review));
	int64_t document = test_sql(s->t, "SELECT MAX(id) FROM document");
	const struct who *outside[] = { &s->programme, &s->inspector, &s->overseer_monitor, &s->trust_lead, &s->stranger };
	static const char *const by_id[] = { "review.view", "review.result", "review.print", "review.history", "submission.history", "submission.read",
		"submission.view", "submission.file", "submission.return", "submission.accept", "document.view", "document.file", "document.export" };
	for (size_t w = 0; w < countof(outside); w++) {
		struct outcome o = test_app_call(s->t, outside[w], "submission.list", NULL);
		CHECK(o.st == ST_FORBIDDEN || test_has(o.json, nothing.p));
		o = test_app_call(s->t, outside[w], "home.search", "q", "Guarded", NULL);
		CHECK(o.st == ST_OK && !test_has(o.json, "Guarded") && test_has(o.json, nothing.p));
		for (size_t i = 0; i < countof(by_id); i++) {
			o = test_app_call(s->t, outside[w], by_id[i], "id", num(by_id[i][0] == 'd' ? document : s->review), "n", "1", "reasons", "x", NULL);
			CHECK_MSG(o.st == ST_NOT_FOUND || o.st == ST_FORBIDDEN || o.st == ST_INVALID, "%s gives %s", by_id[i], status_name(o.st));
			CHECK_MSG(!test_has(o.json, "Guarded"), "%s gives it away", by_id[i]);
		}
		o = test_app_call(s->t, outside[w], "answer.view", "id", num(answer), NULL);
		CHECK(o.st == ST_NOT_FOUND || o.st == ST_FORBIDDEN);
	}
	DONE(CALL(s, specialist, "submission.send", "id", num(s->review), NULL));
	struct outcome o = CALL(s, inspector, "submission.view", "id", num(delivered_to(s, s->national)), NULL);
	CHECK(test_has(field(o, "body"), "Guarded wording 7"));
	/* And even now the neighbour sees nothing. */
	CHECK(CALL(s, stranger, "submission.view", "id", num(delivered_to(s, s->national)), NULL).st != ST_OK);
	CHECK_ST(CALL(s, overseer_monitor, "submission.view", "id", num(delivered_to(s, s->national)), NULL).st, ST_NOT_FOUND);
}

static struct str
late_when(int hour, int minute, int days)
{
	struct scene *s = scene();
	struct date due = { (int32_t)test_sql(s->t, test_fmt("SELECT due_on FROM review WHERE id = %lld", (long long)s->review)) };

	s->t->app->fixed_now = when_of_date(date_add_days(due, days), hour, minute);
	s->lead.fresh_at = s->t->app->fixed_now;
	(void)sign_and_send(s);
	return test_sql_text(s->t, "SELECT CASE WHEN MIN(late) = 1 THEN 'late' WHEN MAX(late) = 0 THEN 'in time' ELSE 'both' END FROM delivery WHERE kind = 'submission'");
}

TEST(submission_late_by_the_day_in_the_united_kingdom)
{
	CHECK_STR(late_when(23, 59, 0), "in time");
	CHECK_STR(late_when(0, 0, 1), "late");
	CHECK_STR(late_when(9, 0, -40), "in time");
}

TEST(submission_late_in_summer_time)
{
	struct scene *s = scene();

	/* 22:59:59Z on 30 June is a second before midnight in London; 23:00Z is the next day there. */
	test_sql_write(s->t, test_fmt("UPDATE review SET due_on = %d WHERE id = %lld", (int)date_of(2027, 6, 30).day, (long long)s->review));
	CHECK(when_parse(S("2027-06-30T23:00:00Z"), &s->t->app->fixed_now));
	s->lead.fresh_at = s->t->app->fixed_now;
	(void)sign_and_send(s);
	CHECK_EQ_I(test_sql(s->t, "SELECT MIN(late) FROM delivery WHERE kind = 'submission'"), 1);
}

TEST(submission_returned_and_sent_again)
{
	struct scene *s = scene();
	int64_t first = sign_and_send(s), delivery = delivered_to(s, s->national);

	CHECK_ST(CALL(s, overseer_monitor, "submission.return", "id", num(delivered_to(s, s->overseer)), "reasons", "No", NULL).st, ST_FORBIDDEN);
	CHECK_ST(CALL(s, inspector, "submission.return", "id", num(delivery), NULL).st, ST_INVALID);
	DONE(CALL(s, inspector, "submission.return", "id", num(delivery), "reasons", "Standard 1.4 is not borne out", NULL));
	CHECK_ST(CALL(s, inspector, "submission.return", "id", num(delivery), "reasons", "Again", NULL).st, ST_CONFLICT);
	CHECK_ST(CALL(s, programme, "submission.accept", "id", num(delivery), NULL).st, ST_CONFLICT);
	jobs_run(s);
	CHECK_STR(review_state(s), "returned");
	struct outcome o = CALL(s, specialist, "submission.history", "id", num(s->review), NULL);
	CHECK(test_has(o.json, "Standard 1.4 is not borne out"));
	s->t->app->fixed_now.ms += 60000;
	test_sql_write(s->t, test_fmt("UPDATE answer SET comment = 'Mended wording', version = version + 1 WHERE review = %lld AND standard = '1.4'", (long long)s->review));
	int64_t second = sign_and_send(s);
	CHECK(second != first);
	CHECK_EQ_I(test_sql(s->t, test_fmt("SELECT replaces FROM document WHERE id = %lld", (long long)second)), first);
	/* Both stay readable on both sides; what had not been answered is superseded, what was returned stays returned. */
	DONE(CALL(s, specialist, "document.view", "id", num(first), NULL));
	CHECK_STR(field(CALL(s, inspector, "submission.view", "id", num(delivery), NULL), "state"), "returned");
	CHECK(!test_has(field(CALL(s, inspector, "submission.view", "id", num(delivery), NULL), "body"), "Mended"));
	CHECK(test_has(field(CALL(s, inspector, "submission.view", "id", num(delivered_to(s, s->national)), NULL), "body"), "Mended"));
	CHECK_EQ_I(count(CALL(s, overseer_monitor, "submission.list", "state", "superseded", NULL)), 1);
	DONE(CALL(s, programme, "submission.accept", "id", num(delivered_to(s, s->national)), NULL));
	jobs_run(s);
	CHECK_STR(review_state(s), "accepted");
	CHECK_STR(verified(s), "");
}

TEST(submission_changed_by_hand_shows)
{
	struct scene *s = scene();
	int64_t document = sign_and_send(s), delivery = delivered_to(s, s->national);
	struct str inspector = test_app_session(s->t, s->inspector.account);

	CHECK(test_has(test_get(s->t, inspector, test_fmt("/received/%lld", (long long)delivery)).body, "Sealed and unchanged"));
	test_sql_write(s->t, test_fmt("UPDATE document SET body = replace(body, 'Guarded wording', 'Better wording') WHERE id = %lld", (long long)document));
	struct test_reply page = test_get(s->t, inspector, test_fmt("/received/%lld", (long long)delivery));
	CHECK_EQ_I(page.status, 200);
	CHECK(test_has(page.body, "This document is broken"));
	CHECK(test_has(page.body, "changed after it was sealed"));
	struct str bad = verified(s);
	CHECK(test_has(bad, "Moor Commissioner"));
	CHECK(test_has(bad, "submission"));
	CHECK(test_has(bad, "its text was changed"));
	CHECK_ST(CALL(s, inspector, "submission.accept", "id", num(delivery), NULL).st, ST_INVALID);
	CHECK_ST(CALL(s, specialist, "document.export", "id", num(document), NULL).st, ST_INVALID);
	/* The signed review on the sender's side is another row, and whole. */
	test_sql_write(s->t, "UPDATE document SET about = 'Something else' WHERE kind = 'review'");
	CHECK(test_has(verified(s), "not what was sealed"));
	test_sql_write(s->t, "UPDATE document SET sealed_at = sealed_at + 1 WHERE kind = 'receipt'");
	CHECK(test_has(verified(s), "The sealed receipt"));
}

/* What the register's pages show of a signed review is guarded too, not only the document. */
/* The file of what is signed is made of the sealed bytes, whatever stands in the tables by now. */
TEST(submission_as_a_file_is_what_was_sealed)
{
	struct scene *s = scene();
	int64_t document = sign_and_send(s), delivery = delivered_to(s, s->national);
	struct str inspector = test_app_session(s->t, s->inspector.account), mine = test_app_session(s->t, s->specialist.account);

	jobs_run(s);
	test_sql_write(s->t, test_fmt("UPDATE answer SET comment = 'Changed by hand', rating = 'red' WHERE review = %lld", (long long)s->review));
	const struct { struct str who; const char *path; } looks[] = { { inspector, test_fmt("/received/%lld/print?format=json", (long long)delivery) },
		{ mine, test_fmt("/reviews/%lld/file?format=json", (long long)s->review) }, { mine, test_fmt("/documents/%lld/print?format=json", (long long)document) } };
	struct str first = { NULL, 0 };
	for (size_t i = 0; i < countof(looks); i++) {
		struct test_reply r = test_get(s->t, looks[i].who, looks[i].path);
		CHECK_EQ_I(r.status, 200);
		CHECK(test_has(test_header(&r, "Content-Disposition"), "attachment") && str_is(test_header(&r, "X-Content-Type-Options"), "nosniff"));
		CHECK(test_has(r.body, "wardkeep-review/1") && !test_has(r.body, "Changed by hand"));
		CHECK(i == 0 || str_eq(first, r.body));
		first = r.body;
	}
	CHECK(!test_has(test_get(s->t, mine, test_fmt("/reviews/%lld/print", (long long)s->review)).body, "Changed by hand"));
	struct test_reply pdf = test_get(s->t, inspector, test_fmt("/received/%lld/print?format=pdf", (long long)delivery));
	CHECK(pdf.status == 200 && str_starts(pdf.body, S("%PDF-")));
	/* Somebody else's is not there; what is broken is not drawn. */
	CHECK_EQ_I(test_get(s->t, mine, test_fmt("/received/%lld/print?format=pdf", (long long)delivery)).status, 403);
	test_sql_write(s->t, test_fmt("UPDATE document SET body = replace(body, 'wardkeep-review', 'wardkeep-Review') WHERE id = %lld", (long long)document));
	CHECK_EQ_I(test_get(s->t, inspector, test_fmt("/received/%lld/print?format=pdf", (long long)delivery)).status, 422);
}

TEST(submission_answers_changed_by_hand_are_named)
{
	struct scene *s = scene();

	test_sql_write(s->t, "UPDATE answer SET comment = 'Still being written'");
	CHECK_EQ_I(verified(s).n, 0);
	sign_and_send(s);
	CHECK_EQ_I(verified(s).n, 0);
	test_sql_write(s->t, "UPDATE answer SET rating = CASE rating WHEN 'red' THEN 'green' ELSE 'red' END WHERE standard = '1.1'");
	struct str bad = verified(s);
	CHECK(test_has(bad, "Moor Commissioner"));
	CHECK(test_has(bad, "the answer to standard 1.1 in the database is no longer the one that was sealed"));
	CHECK(!test_has(bad, "standard 1.2"));
	/* Its own page says so as well. */
	struct str broken;
	struct ctx *c = ctx_make(s->t->app, test_arena(), &s->specialist, action_find(S("review.view")), FACE_PAGE);
	CHECK_ST(db_begin_read(s->t->db), ST_OK);
	c->db = s->t->db;
	CHECK_ST(seal_broken(c, "review", s->review, &broken), ST_OK);
	db_end_read(s->t->db);
	CHECK(test_has(broken, "standard 1.1"));
}

TEST(submission_of_a_broken_review_is_refused)
{
	struct scene *s = scene();

	DONE(sign_as(s, &s->lead, s->review));
	test_sql_write(s->t, "UPDATE document SET body = replace(body, 'Guarded', 'Altered') WHERE kind = 'review'");
	struct outcome o = CALL(s, specialist, "submission.send", "id", num(s->review), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "broken"));
	CHECK_EQ_I(test_sql(s->t, "SELECT COUNT(*) FROM delivery"), 0);
}

/* ---- between two installations ---- */

struct other { struct test_app *t; int64_t national, moor; struct who programme, inspector; };

static struct other
other(void)
{
	struct other o = { .t = test_app() };

	o.national = test_app_org(o.t, "Crown Security", "national");
	o.moor = test_app_org(o.t, "Moor Commissioner", "commissioner");
	o.programme = person(o.t, "p@example.org", o.national, "programme");
	o.inspector = person(o.t, "i@example.org", o.national, "inspector");
	return o;
}

/* What is sent to who takes no part here. */
static struct scene *
alone(void)
{
	struct scene *s = scene();

	test_sql_write(s->t, test_fmt("DELETE FROM membership WHERE org = %lld", (long long)s->national));
	return s;
}

static struct str
exported(struct scene *s, int64_t document)
{
	struct outcome o = CALL(s, specialist, "document.export", "id", num(document), NULL);

	CHECK_MSG(o.st == ST_OK, "refused: %.*s", (int)o.message.n, o.message.p);
	CHECK(o.ctx->download.n > 1000);
	return o.ctx->download;
}

static void
key_confirm(struct other *o)
{
	int64_t key = test_sql(o->t, "SELECT id FROM signer_key WHERE trusted_at IS NULL");

	CHECK(key > 0);
	CHECK_ST(test_app_call(o->t, &o->inspector, "signer.confirm", "id", num(key), NULL).st, ST_FORBIDDEN);
	DONE(test_app_call(o->t, &o->programme, "signer.confirm", "id", num(key), NULL));
}

TEST(document_goes_by_file_and_its_answer_comes_back)
{
	struct scene *s = alone();
	int64_t document = sign_and_send(s);
	const char *file = text_of(exported(s, document));
	struct other there = other();

	CHECK_STR(test_sql_text(s->t, test_fmt("SELECT state FROM delivery WHERE kind = 'submission' AND org = %lld", (long long)s->national)), "waiting");
	struct outcome o = test_app_call(there.t, &there.inspector, "document.import", "text", file, NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "nobody here has confirmed"));
	CHECK_EQ_I(test_sql(there.t, "SELECT COUNT(*) FROM document"), 0);
	key_confirm(&there);
	DONE(test_app_call(there.t, &there.inspector, "document.import", "text", file, NULL));
	CHECK_STR_EQ(test_sql_text(there.t, "SELECT body FROM document WHERE kind = 'submission'"),
	    test_sql_text(s->t, "SELECT body FROM document WHERE kind = 'submission'"));
	CHECK_STR_EQ(test_sql_text(there.t, "SELECT signature FROM document WHERE kind = 'submission'"),
	    test_sql_text(s->t, "SELECT signature FROM document WHERE kind = 'submission'"));
	/* A second time: nothing is changed, and it says so. */
	int64_t before = test_sql(there.t, "SELECT COUNT(*) FROM delivery") + test_sql(there.t, "SELECT COUNT(*) FROM document");
	o = test_app_call(there.t, &there.inspector, "document.import", "text", file, NULL);
	CHECK(test_has(o.json, "\"already\":true"));
	CHECK_EQ_I(test_sql(there.t, "SELECT COUNT(*) FROM delivery") + test_sql(there.t, "SELECT COUNT(*) FROM document"), before);
	/* It is returned, and the return goes back as a file. */
	int64_t delivery = test_sql(there.t, "SELECT id FROM delivery WHERE kind = 'submission'");
	DONE(test_app_call(there.t, &there.inspector, "submission.return", "id", num(delivery), "reasons", "Say more about 1.4", NULL));
	o = test_app_call(there.t, &there.inspector, "document.export", "id", num(test_sql(there.t, "SELECT id FROM document WHERE kind = 'return'")), NULL);
	DONE(o);
	const char *back = text_of(o.ctx->download);
	CHECK_ST(CALL(s, specialist, "document.import", "text", back, NULL).st, ST_INVALID);
	test_sql_write(s->t, "UPDATE signer_key SET trusted_at = 5 WHERE trusted_at IS NULL");
	DONE(CALL(s, specialist, "document.import", "text", back, NULL));
	CHECK_STR(review_state(s), "returned");
	CHECK(test_has(CALL(s, specialist, "submission.history", "id", num(s->review), NULL).json, "Say more about 1.4"));
	CHECK(test_has(CALL(s, specialist, "document.import", "text", back, NULL).json, "\"already\":true"));
	/* Somebody else's answer is none of the stranger's. */
	CHECK(CALL(s, stranger, "document.import", "text", back, NULL).st != ST_OK || test_sql(s->t, test_fmt("SELECT COUNT(*) FROM document WHERE org = %lld", (long long)s->other)) == 0);
	CHECK_STR(verified(s), "");
}

TEST(document_import_refuses_what_was_tampered_with)
{
	struct scene *s = alone();
	struct str file = exported(s, sign_and_send(s)), why;
	struct other there = other();
	struct document d;
	struct document_file *f;
	size_t n;

	test_sql_write(there.t, "DELETE FROM signer_key");
	(void)test_app_call(there.t, &there.inspector, "document.import", "text", text_of(file), NULL);
	key_confirm(&there);
	/* A byte in the envelope. */
	char *bytes = (char *)(uintptr_t)arena_copy(test_arena(), file).p;
	bytes[file.n / 2] = bytes[file.n / 2] == 'A' ? 'B' : 'A';
	struct outcome o = test_app_call(there.t, &there.inspector, "document.import", "text", bytes, NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "changed or cut short"));
	/* Packed anew with another text, then with another signature. */
	CHECK_ST(document_unpack(test_arena(), file, &d, &f, &n, &why), ST_OK);
	struct document x = d;
	char *body = (char *)(uintptr_t)arena_copy(test_arena(), d.body).p;
	char *at = strstr(body, "Guarded");
	CHECK(at != NULL);
	memcpy(at, "Altered", 7);
	x.body = str_c(body);
	o = test_app_call(there.t, &there.inspector, "document.import", "text", text_of(document_pack(test_arena(), &x, f, n)), NULL);
	CHECK_ST(o.st, ST_INVALID);
	CHECK(test_has(o.message, "changed after it was sealed"));
	x.hash = hash_of(x.body);
	o = test_app_call(there.t, &there.inspector, "document.import", "text", text_of(document_pack(test_arena(), &x, f, n)), NULL);
	CHECK(test_has(o.message, "signature"));
	/* A file too many. */
	struct document_file extra = { .name = S("more.txt"), .type = S("text/plain"), .bytes = S("more") };
	extra.hash = hash_of(extra.bytes);
	o = test_app_call(there.t, &there.inspector, "document.import", "text", text_of(document_pack(test_arena(), &d, &extra, 1)), NULL);
	CHECK(test_has(o.message, "files are not those"));
	CHECK_EQ_I(test_sql(there.t, "SELECT COUNT(*) FROM document"), 0);
	/* Not for us. */
	struct who stray = person(there.t, "stray@example.org", test_app_org(there.t, "Stray Trust", "provider"), "specialist");
	o = test_app_call(there.t, &stray, "document.import", "text", text_of(file), NULL);
	CHECK(test_has(o.message, "not addressed"));
	CHECK_EQ_I(test_sql(there.t, "SELECT COUNT(*) FROM document"), 0);
	DONE(test_app_call(there.t, &there.inspector, "document.import", "text", text_of(file), NULL));
}

TEST(document_key_is_not_for_one_administrator)
{
	struct scene *s = scene();

	test_sql_write(s->t, test_fmt("INSERT INTO signer_key (id, org, key, first_seen) VALUES (9, %lld, 'ab', 1)", (long long)s->moor));
	CHECK_ST(CALL(s, trust_admin, "signer.confirm", "id", "9", NULL).st, ST_FORBIDDEN);
	DONE(CALL(s, programme, "signer.confirm", "id", "9", NULL));
}

TEST(document_pages_are_drawn)
{
	struct scene *s = scene();
	struct str lead = test_app_session(s->t, s->lead.account), specialist = test_app_session(s->t, s->specialist.account);
	struct str inspector = test_app_session(s->t, s->inspector.account), programme = test_app_session(s->t, s->programme.account);
	struct test_reply r = test_get(s->t, lead, test_fmt("/reviews/%lld/sign", (long long)s->review));

	CHECK_EQ_I(r.status, 200);
	CHECK(test_has(r.body, "Guarded wording 7"));
	CHECK(test_has(r.body, "Crown Security"));
	CHECK_EQ_I(test_get(s->t, specialist, test_fmt("/reviews/%lld/send", (long long)s->review)).status, 200);
	int64_t document = sign_and_send(s);
	CHECK(test_has(test_get(s->t, specialist, test_fmt("/reviews/%lld/submissions", (long long)s->review)).body, "Received"));
	CHECK_EQ_I(test_get(s->t, specialist, test_fmt("/documents/%lld", (long long)document)).status, 200);
	CHECK(test_has(test_get(s->t, inspector, "/received").body, "Moor Commissioner"));
	CHECK_EQ_I(test_get(s->t, inspector, test_fmt("/received/%lld/return", (long long)delivered_to(s, s->national))).status, 200);
	CHECK_EQ_I(test_get(s->t, inspector, "/documents/import").status, 200);
	CHECK_EQ_I(test_get(s->t, programme, "/signers").status, 200);
	CHECK_EQ_I(test_get(s->t, test_app_session(s->t, s->trust_admin.account), "/signatories").status, 200);
	CHECK_EQ_I(test_get(s->t, test_app_session(s->t, s->trust_admin.account), "/signatories/name").status, 200);
	CHECK_EQ_I(test_get(s->t, test_app_session(s->t, s->stranger.account), test_fmt("/documents/%lld", (long long)document)).status, 404);
}

TEST(submission_in_a_round_keeps_its_deadline_and_its_silence)
{
	struct scene *s = scene();
	const char *from = text_of(date_iso(test_arena(), (struct date){ (int32_t)test_sql(s->t, test_fmt("SELECT period_from FROM review WHERE id = %lld", (long long)s->review)) }));
	const char *to = text_of(date_iso(test_arena(), (struct date){ (int32_t)test_sql(s->t, test_fmt("SELECT period_to FROM review WHERE id = %lld", (long long)s->review)) }));
	struct date today = when_date(app_now(s->t->app));
	struct who neighbour = person(s->t, "overseer-s@example.org", s->overseer, "specialist");

	DONE(CALL(s, programme, "round.create", "title", "This year", "framework", num(s->framework), "period_from", from, "period_to", to,
	    "opens_on", text_of(date_iso(test_arena(), today)), "due_on", text_of(date_iso(test_arena(), date_add_days(today, 5))), "kind", "commissioner", NULL));
	int64_t round = test_sql(s->t, "SELECT id FROM review_round");
	/* One begun in the round has its deadline; the board knows that it is opened, and not what is in it. */
	int64_t theirs = review_open(s->t, &neighbour, s->framework);
	CHECK_EQ_I(test_sql(s->t, test_fmt("SELECT due_on FROM review WHERE id = %lld", (long long)theirs)), today.day + 5);
	rate_all(s->t, theirs);
	struct outcome o = CALL(s, programme, "round.view", "id", num(round), NULL);
	CHECK(test_has(o.json, "\"state\":\"opened\"") && test_has(o.json, "\"state\":\"asked\"") && !test_has(o.json, "Guarded"));
	s->t->app->fixed_now = when_of_date(date_add_days(today, 6), 9, 0);
	s->lead.fresh_at = s->t->app->fixed_now;
	(void)sign_and_send(s);
	CHECK_EQ_I(test_sql(s->t, test_fmt("SELECT late FROM round_member WHERE member = %lld", (long long)s->moor)), 1);
	CHECK_EQ_I(count(CALL(s, inspector, "submission.list", "round", num(round), "late", "true", NULL)), 1);
	DONE(CALL(s, inspector, "submission.return", "id", num(delivered_to(s, s->national)), "reasons", "More on 2.1", NULL));
	jobs_run(s);
	CHECK_STR(test_sql_text(s->t, test_fmt("SELECT state FROM round_member WHERE member = %lld", (long long)s->moor)), "returned");
}
