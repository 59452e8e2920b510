/* SPDX-License-Identifier: MIT */
/* Self-reviews of the example region: each answer says what its ticks, evidence and evaluations bear out, but for a few
 * that are left unsupported on purpose. */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/framework/shipped.h"
#include "feature/review/example_text.h"
#include "feature/review/own.h"

#define ALL 1000

struct plan {
	size_t org;
	const char *key, *edition, *file;
	struct date from, rated_from;	/* first day of the period, and when work on it began */
	int rate;			/* so many answers, in the order of the standards; ALL */
	const char *skip, *bold;	/* standards to leave open; one to be rated above what bears it out */
};

/* ---- texts ---- */

static struct str
slots(struct example *e, const char *text)
{
	struct str s = str_c(text);
	struct buf b;

	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < s.n; i++) {
		bool slot = i + 2 < s.n && s.p[i] == '{' && s.p[i + 2] == '}';
		if (!slot)
			buf_char(&b, s.p[i]);
		else if (s.p[i + 1] == 'n')
			buf_printf(&b, "%d", 78 + (int)example_random(e, 20));
		else
			buf_printf(&b, "%d", 2 + (int)example_random(e, 4));
		i += slot ? 2 : 0;
	}
	struct str r = arena_copy(e->keep, buf_view(&b));
	buf_free(&b);
	return r;
}

static const struct example_answer *
words_for(const char *key, struct str standard)
{
	for (size_t i = 0; i < example_answer_count; i++)
		if (str_is(str_c(key), example_answers[i].key) && ids_have(str_c(example_answers[i].standard), standard))
			return &example_answers[i];
	return NULL;
}

/* ---- what is ticked ---- */

static const struct fw_standard *
standard_of(const struct framework *f, struct str id)
{
	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n; k++)
			if (str_eq(f->areas.at[i].standards.at[k].id, id))
				return &f->areas.at[i].standards.at[k];
	return NULL;
}

/* Cases of which somebody has to say whether they arose; the others the program knows.  One of a pair of opposites. */
static bool
arises(struct str condition)
{
	static const char *const not[] = { "no_", "assessment_done", "legal_fitting", "engagement_team", "limited_assurance", "initiative_required", "decision_against" };

	for (size_t i = 0; i < countof(not); i++)
		if (str_starts(condition, str_c(not[i])))
			return false;
	return true;
}

static bool
negated(const struct fw_criterion *shortfall, struct str id)
{
	for (size_t i = 0; i < shortfall->negates.n; i++)
		if (str_eq(shortfall->negates.at[i], id))
			return true;
	return false;
}

static bool
ticked(const struct fw_standard *s, const struct fw_criterion *x, enum rating r, const struct fw_criterion *shortfall)
{
	bool first = true;

	if (x->condition.n > 0 && !arises(x->condition))
		return false;
	switch (x->kind) {
	case KIND_FAILING:
		for (const struct fw_criterion *y = s->criteria.at; y < x; y++)
			first = first && y->kind != KIND_FAILING;
		return r == RATED_RED && first;
	case KIND_NEED:
		return r != RATED_RED;
	case KIND_ROUTE:
		return false;
	case KIND_SHORTFALL:
		return r == RATED_AMBER && x == shortfall;
	case KIND_WANTED:
		return r == RATED_GREEN || (r == RATED_AMBER && shortfall != NULL && !negated(shortfall, x->id));
	}
	return false;
}

static void
lists_write(struct json *j, const struct framework *f, const struct fw_standard *s, enum rating r)
{
	const struct fw_criterion *shortfall = NULL;

	for (size_t i = 0; i < s->criteria.n && shortfall == NULL; i++)
		if (s->criteria.at[i].kind == KIND_SHORTFALL)
			shortfall = &s->criteria.at[i];
	json_key(j, "ticks");
	json_array(j);
	for (size_t i = 0; i < s->criteria.n; i++)
		if (ticked(s, &s->criteria.at[i], r, shortfall)) {
			json_object(j);
			json_key(j, "id");
			json_str(j, s->criteria.at[i].id);
			json_end(j, '}');
		}
	json_end(j, ']');
	json_key(j, "cases");
	json_array(j);
	for (size_t i = 0; i < f->conditions.n; i++) {
		const struct fw_condition *k = &f->conditions.at[i];
		bool used = false;
		for (size_t m = 0; m < s->criteria.n; m++)
			used = used || str_eq(s->criteria.at[m].condition, k->id);
		for (size_t m = 0; m < s->rules.n; m++)
			used = used || str_eq(s->rules.at[m].condition, k->id);
		if (!used)
			continue;
		json_object(j);
		json_key(j, "id");
		json_str(j, k->id);
		json_key(j, "arose");
		json_str(j, arises(k->id) ? S("yes") : S("no"));
		json_end(j, '}');
	}
	json_end(j, ']');
}

static struct str
rating_json(struct example *e, const struct plan *p, const struct framework *f, const struct fw_standard *s, enum rating r)
{
	const struct example_answer *w = words_for(p->key, s->id);
	struct str done = w != NULL ? slots(e, w->done) : S(""), more = S("");
	struct buf b;
	struct json j;

	if (w != NULL)
		more = slots(e, r == RATED_GREEN ? w->effect : r == RATED_AMBER ? w->lacks : w->red);
	buf_init(&b, 1 << 18);
	json_init(&j, &b);
	json_object(&j);
	lists_write(&j, f, s, r);
	json_key(&j, "rating");
	json_str(&j, rating_mark(r));
	json_key(&j, "comment");
	json_str(&j, r == RATED_RED ? more : arena_printf(e->keep, "%.*s %.*s", (int)done.n, done.p, (int)more.n, more.p));
	json_key(&j, "reason");
	json_str(&j, r == RATED_GREEN ? S("") : more);
	json_key(&j, "corrective_action");
	json_str(&j, r == RATED_GREEN || w == NULL ? S("") : slots(e, w->action));
	json_end(&j, '}');
	struct str text = arena_copy(e->keep, buf_view(&b));
	buf_free(&b);
	return text;
}

/* ---- rating ---- */

static bool
supported(const struct json_node *j)
{
	const struct json_node *n = json_get(j, "supported");

	return n != NULL && n->b;
}

/* An honest organisation goes down until the rating is borne out. */
static enum status
answer_rate(struct example *e, const struct plan *p, const struct framework *f, const struct fw_standard *s, int64_t id)
{
	bool bold = p->bold != NULL && ids_have(str_c(p->bold), s->id);
	enum rating r = example_random(e, 10) < 7 || bold || !s->amber ? RATED_GREEN : RATED_AMBER;
	struct json_node *j;

	for (;;) {
		if (r == RATED_AMBER && !s->amber)
			r = RATED_RED;
		TRY(example_json(e, p->org, ROLE_SPECIALIST, "answer.rate", id, rating_json(e, p, f, s, r), &j));
		if (bold || supported(j) || r == RATED_RED)
			return ST_OK;
		r = r == RATED_GREEN && s->amber ? RATED_AMBER : RATED_RED;
	}
}

static enum status
framework_read(struct example *e, const struct plan *p, struct framework **ret)
{
	static struct { const char *file; struct framework *f; } kept[8];
	struct str why = S("");

	for (size_t i = 0; i < countof(kept); i++) {
		if (kept[i].file != NULL && str_is(str_c(p->file), kept[i].file)) {
			*ret = kept[i].f;
			return ST_OK;
		}
		if (kept[i].file == NULL) {
			TRY(framework_parse(&e->app->mem, shipped_text(p->file), &kept[i].f, &why));
			kept[i].file = p->file;
			*ret = kept[i].f;
			return ST_OK;
		}
	}
	return ST_INTERNAL;
}

static enum status
edition_id(struct example *e, const struct plan *p, struct str *ret)
{
	struct json_node *j;
	const struct json_node *items;

	TRY(example_do(e, p->org, ROLE_SPECIALIST, "framework.list", &j, NULL));
	items = json_get(j, "items");
	for (size_t i = 0; items != NULL && i < items->n; i++)
		if (str_is(json_get_str(items->items[i], "key"), p->key) && str_is(json_get_str(items->items[i], "edition"), p->edition)) {
			*ret = json_get_str(items->items[i], "framework");
			return ST_OK;
		}
	e->why = S("there is no such edition");
	return ST_NOT_FOUND;
}

/* Some standards belong to a unit or a person, as in a real organisation. */
static enum status
assigned(struct example *e, const struct plan *p, int64_t answer, size_t nth)
{
	size_t who = example_who(e, p->org, nth % 3 == 0 ? ROLE_MANAGER : ROLE_CONTRIBUTOR);
	bool awareness = nth == 7 || nth == 8;

	if (who == SIZE_MAX || (nth % 4 != 0 && !awareness))
		return ST_OK;
	return example_on(e, p->org, ROLE_SPECIALIST, "answer.assign", answer, NULL, "responsible_unit", example_text(e, e->org[p->org].unit[nth % EXAMPLE_UNITS]).p,
	    "responsible", example_text(e, e->person[who].person).p, NULL);
}

static enum status
review_make(struct example *e, const struct plan *p)
{
	struct json_node *j, *view;
	struct framework *f;
	const struct json_node *answers;
	struct str edition;
	int done = 0;

	TRY(framework_read(e, p, &f));
	example_at(e, p->rated_from, 9, 30);
	TRY(edition_id(e, p, &edition));
	TRY(example_do(e, p->org, ROLE_SPECIALIST, "review.create", &j, "framework", str_z(e->keep, edition), "period_from", example_date(e, p->from).p, "start", "empty", NULL));
	TRY(example_on(e, p->org, ROLE_SPECIALIST, "review.view", example_id(j), &view, NULL));
	answers = json_get(view, "answers");
	for (size_t i = 0; answers != NULL && i < answers->n; i++) {
		const struct json_node *a = answers->items[i];
		const struct fw_standard *s = standard_of(f, json_get_str(a, "standard"));
		TRY(assigned(e, p, example_id(a), i));
		if (s == NULL && str_starts(json_get_str(a, "standard"), S(LOCAL_PREFIX)) && p->rate == ALL)
			TRY(example_on(e, p->org, ROLE_SPECIALIST, "answer.rate", example_id(a), NULL, "rating", "amber",
			    "comment", "A taxi after 20:00 is paid for evening clinics. Who uses it has not been counted yet.",
			    "reason", "Its use is not counted.", "corrective_action", "The clinic managers count journeys from January.", NULL));
		if (s == NULL || done >= p->rate || (p->skip != NULL && ids_have(str_c(p->skip), s->id)))
			continue;
		example_at(e, date_add_days(p->rated_from, (int)(i * 14 / answers->n)), 10 + (int)(i % 6), (int)example_random(e, 60));
		TRY(answer_rate(e, p, f, s, example_id(a)));
		done++;
	}
	return ST_OK;
}

/* ---- who is how far ---- */

static enum status
yearly(struct example *e, size_t org, int back, int rate, const char *skip, const char *bold)
{
	bool commissioner = str_is(e->org[org].kind, "commissioner");
	struct date due = commissioner ? example_commissioner_due(e, back) : example_provider_due(e, back);
	struct plan p = { .org = org, .key = commissioner ? "commissioner-security" : "provider-security", .edition = commissioner ? "2017-18" : "1",
		.file = commissioner ? "commissioner-security-2017.yaml" : "provider-security.yaml", .from = example_from(e, back),
		.rated_from = date_add_days(due, -32), .rate = rate, .skip = skip, .bold = bold };

	return review_make(e, &p);
}

static enum status
all_of_year(struct example *e, int back)
{
	for (size_t org = EX_OVERSEER; org < e->n_org; org++)
		if (!(org == EX_VILLAGES && back < 2))
			TRY(yearly(e, org, back, ALL, NULL, NULL));
	return ST_OK;
}

static enum status
before_last(struct example *e)
{
	return all_of_year(e, 2);
}

static enum status
last(struct example *e)
{
	return all_of_year(e, 1);
}

static enum status
this_one(struct example *e)
{
	static const struct { size_t org; int rate; const char *skip, *bold; } lines[] = {
		{ EX_OVERSEER, 3, NULL, NULL }, { EX_FELLMOOR, ALL, "1.4 3.3 4.1 4.2", "2.2" }, { EX_SALTMARSH, ALL, NULL, NULL }, { EX_KINGSMERE, 5, NULL, NULL },
		{ EX_TEACHING, ALL, NULL, NULL }, { EX_DALES, ALL, NULL, NULL }, { EX_BLACKMERE, ALL, NULL, "3.3" }, { EX_MOORS_AMBULANCE, ALL, NULL, NULL },
		{ EX_GENERAL, ALL, NULL, NULL }, { EX_WOLDS, ALL, NULL, NULL }, { EX_EASTHOLME, 9, NULL, NULL }, { EX_UNIVERSITY, ALL, NULL, NULL },
		{ EX_AVONVALE, 14, NULL, NULL }, { EX_CHALK_AMBULANCE, ALL, NULL, NULL }, { EX_QUEENSMEAD, ALL, NULL, NULL },
	};

	for (size_t i = 0; i < countof(lines); i++)
		TRY(yearly(e, lines[i].org, 0, lines[i].rate, lines[i].skip, lines[i].bold));
	return ST_OK;
}

/* Twice a year, first in the form of four steps, then in the seven domains; the half year that runs is begun. */
static enum status
violence(struct example *e)
{
	static const size_t orgs[] = { EX_TEACHING, EX_BLACKMERE };

	for (size_t i = 0; i < countof(orgs); i++)
		for (int half = 0; half < 8; half++) {
			bool old = half < 4, now = half == 7;
			struct plan p = { .org = orgs[i], .key = "violence-prevention", .edition = old ? "2020" : "2024", .file = old ? "vpr-2020.yaml" : "vpr-2024.yaml",
				.from = date_add_months(example_from(e, 2), 6 * half), .rate = now ? 8 : ALL };
			p.rated_from = now ? date_add_days(e->today, -15) : date_add_days(date_add_months(p.from, 6), -20);
			if (p.rated_from.day < e->today.day)
				TRY(review_make(e, &p));
		}
	return ST_OK;
}

/* ---- the large data set ---- */

static enum status
scale_answers(struct ctx *c, const struct framework *f, int64_t review, uint64_t *seed)
{
	static const char *const ratings[] = { "green", "green", "amber", "green", "red" };

	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n; k++) {
			const struct fw_standard *s = &f->areas.at[i].standards.at[k];
			*seed = *seed * 6364136223846793005u + 1442695040888963407u;
			struct str rating = str_c(ratings[(*seed >> 33) % countof(ratings)]);
			struct answer a = { .review = review, .standard = s->id, .area = f->areas.at[i].id, .title = s->title, .rating = rating,
				.comment = S("The plan names who does it, and the report of last quarter says how far it is."), .ticks = S("N1 N2"),
				.reason = str_is(rating, "green") ? S("") : S("Not everything has been checked yet."),
				.corrective_action = str_is(rating, "green") ? S("") : S("Check the rest by the end of the quarter.") };
			TRY(record_create(c, &answer_type, &a));
		}
	return ST_OK;
}

static enum status
scale_review(struct ctx *c, struct example *e, const struct example_org *org)
{
	struct framework_entry *entries;
	const struct framework *f;
	uint64_t seed = (uint64_t)(org - e->many);
	size_t n;

	TRY(framework_list(c, &entries, &n));
	while (n > 1 && !str_is(entries->key, "measured"))
		entries++, n--;
	TRY(framework_get(c, entries->id, &f));
	struct review r = { .title = S("Measured standards, this year"), .framework = entries->id, .framework_key = f->key, .edition = f->edition,
		.period_from = example_from(e, 0), .period_to = example_to(e, 0), .due_on = example_to(e, 0), .state = S("draft"), .returned_why = S("") };
	TRY(record_create(c, &review_type, &r));
	return scale_answers(c, f, r.id, &seed);
}

static enum status
scale_reviews(struct example *e)
{
	for (int64_t i = 0; i < e->scale; i++)
		TRY(example_write(e, &e->many[i], "review.create", scale_review));
	return ST_OK;
}

const struct example_part review_scale[] = { { 60, "reviews", scale_reviews }, { 0, NULL, NULL } };
const struct example_part review_example[] = {
	{ 55, "reviews of the year before last", before_last },
	{ 65, "reviews of last year", last },
	{ 75, "reviews of this year", this_one },
	{ 78, "violence prevention reviews", violence },
	{ 0, NULL, NULL },
};
