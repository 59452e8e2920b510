/* SPDX-License-Identifier: MIT */
/* REV-1, REV-2: what a review and its answers are, and the states they go through. */
#include "feature/review/own.h"

CHOICES(review_states,
	{ "draft", M("In progress"), NULL },
	{ "signed", M("Signed"), NULL },
	{ "submitted", M("Submitted"), NULL },
	{ "returned", M("Returned for correction"), NULL },
	{ "accepted", M("Accepted"), NULL });
CHOICES(answer_ratings,
	{ "red", M("Red"), NULL },
	{ "amber", M("Amber"), NULL },
	{ "green", M("Green"), NULL },
	{ "na", M("Not applicable"), NULL });

SHAPE(review_shape, review,
	FIELD(struct review, title, .label = M("Title"), .search = true, .in_list = true, .read_only = true),
	FIELD_REF(struct review, framework, "framework_version", .label = M("Framework"), .read_only = true),
	FIELD(struct review, framework_key, .label = M("Framework key"), .read_only = true),
	FIELD(struct review, edition, .label = M("Edition"), .read_only = true),
	FIELD(struct review, period_from, .label = M("Period from"), .read_only = true),
	FIELD(struct review, period_to, .label = M("Period to"), .read_only = true),
	FIELD(struct review, due_on, .label = M("Due on"), .read_only = true),
	FIELD_CHOICE(struct review, state, review_states, .label = M("State"), .read_only = true),
	FIELD(struct review, round, .label = M("Round"), .read_only = true),
	FIELD_REF(struct review, previous, "review", .label = M("Review before"), .read_only = true),
	FIELD(struct review, document, .label = M("Document"), .read_only = true),
	FIELD_REF(struct review, profile, "scoring_profile", .label = M("Scoring profile"), .read_only = true),
	FIELD_LONG(struct review, returned_why, .label = M("Why it was returned"), .read_only = true));

SHAPE(answer_shape, answer,
	FIELD_REF(struct answer, review, "review", .label = M("Review"), .read_only = true),
	FIELD(struct answer, standard, .label = M("Standard"), .read_only = true),
	FIELD(struct answer, area, .label = M("Key area"), .read_only = true),
	FIELD(struct answer, title, .label = M("Title"), .search = true, .read_only = true),
	FIELD_CHOICE(struct answer, rating, answer_ratings, .label = M("Rating")),
	FIELD_LONG(struct answer, comment, .label = M("Comment"), .search = true, .max = 8000),
	FIELD_LONG(struct answer, reason, .label = M("Reason"), .search = true, .max = 4000),
	FIELD_LONG(struct answer, corrective_action, .label = M("Corrective action"), .search = true, .max = 4000),
	FIELD_LONG(struct answer, ticks, .label = M("Criteria that are true"), .read_only = true),
	FIELD_LONG(struct answer, cases, .label = M("What arose"), .read_only = true),
	FIELD(struct answer, fresh_look, .label = M("Needs a fresh look"), .read_only = true),
	FIELD_LONG(struct answer, fresh_why, .label = M("Why it needs a fresh look"), .read_only = true),
	FIELD(struct answer, carried_from, .label = M("Carried over from"), .read_only = true),
	FIELD_LONG(struct answer, na_ground, .label = M("Why it does not apply"), .read_only = true),
	FIELD_REF(struct answer, responsible_unit, "unit", .label = M("Responsible unit")),
	FIELD_REF(struct answer, responsible, "person", .label = M("Responsible person")));

const struct record_type review_type = {
	.ops = &review_ops, .shape = &review_shape, .one = M("self-review"), .many = M("self-reviews"),
	.label = "title", .prefix = "REV", .path = "/reviews/{id}",
};
const struct record_type answer_type = {
	.ops = &answer_ops, .shape = &answer_shape, .one = M("answer"), .many = M("answers"),
	.label = "title", .path = "/reviews/standards/{id}",
};

/* ---- texts of a row ---- */

bool
ids_have(struct str list, struct str id)
{
	struct str rest = list;

	while (rest.n > 0)
		if (str_eq(str_cut(rest, ' ', &rest), id))
			return true;
	return false;
}

enum known
cases_get(struct str cases, struct str id)
{
	struct str rest = cases;

	while (rest.n > 0) {
		struct str said, name = str_cut(str_cut(rest, ' ', &rest), ':', &said);
		if (str_eq(name, id))
			return str_is(said, "yes") ? KNOWN_YES : KNOWN_NO;
	}
	return KNOWN_NOT;
}

enum rating
rating_of(struct str stored)
{
	enum rating r;

	if (str_is(stored, "na"))
		return RATED_NOT_APPLICABLE;
	return stored.n > 0 && rating_parse(stored, &r) ? r : RATED_NONE;
}

struct str
rating_mark(enum rating r)
{
	switch (r) {
	case RATED_NONE:
		return S("");
	case RATED_RED:
		return S("red");
	case RATED_AMBER:
		return S("amber");
	case RATED_GREEN:
		return S("green");
	case RATED_NOT_APPLICABLE:
		return S("na");
	}
	return S("");
}

struct str
standard_shown(struct ctx *c, struct str id)
{
	return str_starts(id, S(LOCAL_PREFIX)) ? lang_text(c->lang, c->mem, M("Own")) : id;
}

struct str
standard_name(struct ctx *c, const struct fw_standard *s)
{
	struct str id = standard_shown(c, s->id);

	return arena_printf(c->mem, "%.*s %.*s", (int)id.n, id.p, (int)s->title.n, s->title.p);
}

struct str
review_state_label(struct ctx *c, struct str state)
{
	for (size_t i = 0; i < review_states.n; i++)
		if (str_is(state, review_states.c[i].value))
			return lang_text(c->lang, c->mem, review_states.c[i].label);
	return state;
}

enum tag_colour
review_state_colour(struct str state)
{
	if (str_is(state, "draft"))
		return TAG_BLUE;
	if (str_is(state, "returned"))
		return TAG_ORANGE;
	if (str_is(state, "signed"))
		return TAG_PURPLE;
	return TAG_GREEN;
}

bool
review_is_open(struct str state)
{
	return str_is(state, "draft") || str_is(state, "returned");
}

/* ---- what other folders ask ---- */

enum status
review_info(struct ctx *c, int64_t id, struct review_info *ret)
{
	struct review r;

	TRY(record_get(c, &review_type, id, &r));
	*ret = (struct review_info){ .id = r.id, .version = r.version, .framework = r.framework, .round = r.round, .previous = r.previous,
		.document = r.document, .ref = r.ref, .title = r.title, .framework_key = r.framework_key, .edition = r.edition,
		.state = r.state, .period_from = r.period_from, .period_to = r.period_to, .due_on = r.due_on };
	return ST_OK;
}

enum status
review_find(struct ctx *c, struct str key, struct str edition, struct date day, int64_t *ret)
{
	struct review_rows_row *r;
	size_t n;

	*ret = 0;
	TRY(review_rows(c->db, c->scope, c->mem, 200, &r, &n));
	for (size_t i = 0; i < n && *ret == 0; i++)
		if (str_eq(r[i].framework_key, key) && (edition.n == 0 || str_eq(r[i].edition, edition)) &&
		    r[i].period_from.day <= day.day && day.day <= r[i].period_to.day)
			*ret = r[i].id;
	return ST_OK;
}

/* ---- states ---- */

static bool
may_become(struct str from, struct str to)
{
	static const char *const steps[][2] = { { "draft", "signed" }, { "returned", "signed" }, { "signed", "draft" },
		{ "signed", "submitted" }, { "submitted", "returned" }, { "submitted", "accepted" } };

	for (size_t i = 0; i < countof(steps); i++)
		if (str_is(from, steps[i][0]) && str_is(to, steps[i][1]))
			return true;
	return false;
}

/* Signing fixes what did not apply; work that goes on afterwards finds out again. */
static enum status
grounds_write(struct ctx *c, int64_t id, bool fix)
{
	struct review_all all;

	TRY(review_all_by_id(c, id, &all));
	if (fix)
		TRY(review_all_apply(c, &all));
	for (size_t i = 0; i < all.n; i++) {
		struct answer a = all.items[i].answer;
		bool not = fix && all.items[i].rating == RATED_NOT_APPLICABLE;

		if (not) {
			a.rating = S("na");
			a.na_ground = all.items[i].ground;
		} else if (str_is(a.rating, "na")) {
			a.rating = S("");
			a.na_ground = S("");
		} else
			continue;
		TRY(record_update(c, &answer_type, &a));
	}
	return ST_OK;
}

enum status
review_set_state(struct ctx *c, int64_t id, struct str state, int64_t document, struct str why)
{
	struct review r;

	TRY(record_get(c, &review_type, id, &r));
	if (!may_become(r.state, state))
		return fail(c, ST_INVALID, M("This review is {now} and cannot become {then}."), "now", review_state_label(c, r.state),
		    "then", review_state_label(c, state), NULL);
	if (!str_is(state, "draft"))
		TRY(review_profile(c, &r, &r.profile));
	else if (r.returned_why.n == 0)		/* never handed in: nothing holds it to that version */
		r.profile = 0;
	if (str_is(state, "signed"))
		TRY(grounds_write(c, id, true));
	if (str_is(state, "returned") || str_is(state, "draft"))
		TRY(grounds_write(c, id, false));
	r.state = state;
	if (document != 0)
		r.document = document;
	if (why.n > 0 || str_is(state, "returned"))
		r.returned_why = why;
	return record_update(c, &review_type, &r);
}

void
review_blocks(struct ctx *c, const struct review_all *all, struct str *ret_why)
{
	static const char *const unrated[6] = { [1] = M("{n} standard is not rated yet."), [5] = M("{n} standards are not rated yet.") };
	static const char *const fresh[6] = { [1] = M("{n} answer that came over still needs a fresh look."),
		[5] = M("{n} answers that came over still need a fresh look.") };
	int64_t left = (int64_t)(all->n_applicable - all->n_rated), n = left > 0 ? left : (int64_t)all->n_fresh;

	*ret_why = (struct str){ NULL, 0 };
	if (n > 0)
		*ret_why = lang_fill(c->mem, lang_plural(c->lang, c->mem, n, left > 0 ? unrated : fresh),
		    (struct msg_arg[]){ { "n", arena_printf(c->mem, "%lld", (long long)n) } }, 1);
}

enum status
review_sign_ready(struct ctx *c, int64_t id, struct str *ret_why)
{
	struct review_all all;

	TRY(review_all_by_id(c, id, &all));
	if (!review_is_open(all.review.state)) {
		*ret_why = lang_format(c->lang, c->mem, M("This review is {state} already."),
		    (struct msg_arg[]){ { "state", review_state_label(c, all.review.state) } }, 1);
		return ST_OK;
	}
	TRY(review_all_judge(c, &all, SIZE_MAX));
	review_blocks(c, &all, ret_why);
	return ST_OK;
}

/* ---- who may rate ---- */

enum status
answer_may_rate(struct ctx *c, const struct answer *a, bool *ret, struct str *ret_why)
{
	struct answer_branch_row *units;
	int64_t person = c->who->person;
	size_t n;

	*ret_why = (struct str){ NULL, 0 };
	*ret = may(c, "answer.rate");
	if (!*ret || may(c, "review.create"))	/* who opens reviews answers for all of it */
		return ST_OK;
	if (person != 0 && a->responsible == person)
		return ST_OK;
	if (c->who->branch != 0 && a->responsible_unit != 0) {
		TRY(answer_branch(c->db, c->scope, c->mem, c->who->branch, &units, &n));
		for (size_t i = 0; i < n; i++)
			if (units[i].unit == a->responsible_unit)
				return ST_OK;
	}
	*ret = false;
	*ret_why = lang_text(c->lang, c->mem, M("You can rate the standards that you or your unit are responsible for. Somebody else is responsible for this one."));
	return ST_OK;
}
