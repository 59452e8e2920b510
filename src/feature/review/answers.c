/* SPDX-License-Identifier: MIT */
/* REV-2: the standards of all self-reviews in one list, by rating. */
#include "base/ids.h"
#include "feature/review/pages.h"
#include "tpl/feature/review/answers.h"

#define ROWS 50

/* rating: as stored; "none" where nothing is chosen yet. */
struct answers_in { struct str rating, after; };
struct answers_item { int64_t id, review; struct str standard, title, review_title, rating, state; bool fresh_look; };
struct answers_out { struct list items; struct str next; };
CHOICES(answers_ratings,
	{ "red", M("Red"), NULL },
	{ "amber", M("Amber"), NULL },
	{ "green", M("Green"), NULL },
	{ "na", M("Not applicable"), NULL },
	{ "none", M("Not rated yet"), NULL });
SHAPE(answers_in_shape, answers_in,
	FIELD_CHOICE(struct answers_in, rating, answers_ratings, .label = M("Rating")),
	FIELD(struct answers_in, after, .label = M("After"), .max = 500));
SHAPE(answers_item_shape, answers_item,
	FIELD_REF(struct answers_item, id, "answer", .label = M("Id")),
	FIELD_REF(struct answers_item, review, "review", .label = M("Review")),
	FIELD(struct answers_item, standard, .label = M("Standard")),
	FIELD(struct answers_item, title, .label = M("Title")),
	FIELD(struct answers_item, review_title, .label = M("Title of the review")),
	FIELD(struct answers_item, rating, .label = M("Rating")),
	FIELD(struct answers_item, state, .label = M("State of the review")),
	FIELD(struct answers_item, fresh_look, .label = M("Needs a fresh look")));
SHAPE(answers_out_shape, answers_out,
	FIELD(struct answers_out, items, .label = M("Items"), .of = &answers_item_shape),
	FIELD(struct answers_out, next, .label = M("Next"), .max = 500));

/* "sort~id"; the id holds no ~. */
static enum status
cursor_read(struct ctx *c, struct str s, struct str *ret_sort, int64_t *ret_id)
{
	size_t at = s.n;

	*ret_sort = S("");
	*ret_id = 0;
	if (s.n == 0)
		return ST_OK;
	while (at > 0 && s.p[at - 1] != '~')
		at--;
	if (at == 0 || !id_parse((struct str){ s.p + at, s.n - at }, ret_id))
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	*ret_sort = (struct str){ s.p, at - 1 };
	return ST_OK;
}

static struct url
answers_url(struct ctx *c, struct str rating, struct str after)
{
	return url_with(c->mem, url_with(c->mem, URL(c->mem, "/reviews/standards"), "rating", rating), "after", after);
}

static void
choices_fill(struct ctx *c, struct str rating, struct answers_view *v)
{
	struct rating_option *o = arena_array(c->mem, struct rating_option, answers_ratings.n + 1);

	o[0] = (struct rating_option){ lang_text(c->lang, c->mem, M("All ratings")), answers_url(c, S(""), S("")), rating.n == 0 };
	for (size_t i = 0; i < answers_ratings.n; i++) {
		struct str value = str_c(answers_ratings.c[i].value);
		o[i + 1] = (struct rating_option){ lang_text(c->lang, c->mem, answers_ratings.c[i].label), answers_url(c, value, S("")),
			str_eq(value, rating) };
	}
	v->choices = o;
	v->n_choices = answers_ratings.n + 1;
}

static enum status
answers_load(struct ctx *c, void *in_, void *out_)
{
	const struct answers_in *in = in_;
	struct answers_out *out = out_;
	struct answers_view *v = arena_new(c->mem, struct answers_view);
	struct answer_page_row *r;
	struct str sort;
	int64_t id;
	size_t n;

	TRY(cursor_read(c, in->after, &sort, &id));
	if (in->rating.n > 0) {
		struct answer_page_rated_row *rated;
		struct str rating = str_is(in->rating, "none") ? S("") : in->rating;
		TRY(answer_page_rated(c->db, c->scope, c->mem, rating, sort, id, ROWS + 1, &rated, &n));
		_Static_assert(sizeof *rated == sizeof *r, "both statements give the same columns");
		r = (struct answer_page_row *)(void *)rated;
	} else {
		TRY(answer_page(c->db, c->scope, c->mem, sort, id, ROWS + 1, &r, &n));
	}
	if (n > ROWS) {
		n = ROWS;
		out->next = arena_printf(c->mem, "%.*s~%lld", (int)r[n - 1].standard_sort.n, r[n - 1].standard_sort.p, (long long)r[n - 1].id);
		v->next = answers_url(c, in->rating, out->next);
	}
	struct answers_item *items = arena_array(c->mem, struct answers_item, n + 1);
	struct answers_line *lines = arena_array(c->mem, struct answers_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct answers_item){ r[i].id, r[i].review, r[i].standard, r[i].title, r[i].review_title, r[i].rating, r[i].state, r[i].fresh_look };
		lines[i] = (struct answers_line){ .number = standard_shown(c, r[i].standard), .title = r[i].title, .review = r[i].review_title,
			.mark = r[i].rating, .to = URL_ID(c->mem, "/reviews/standards/{}", r[i].id) };
	}
	v->lines = lines;
	v->n = n;
	v->filtered = in->rating.n > 0;
	if (in->after.n > 0)
		v->first = answers_url(c, in->rating, S(""));
	choices_fill(c, in->rating, v);
	out->items = (struct list){ items, n };
	c->data = v;
	return ST_OK;
}

void
answer_list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	review_answers_html(o, c->data);
}

const struct action answer_list_action = { .name = "answer.list", .title = M("Standards of all self-reviews"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &answers_in_shape, .out = &answers_out_shape, .load = answers_load };
