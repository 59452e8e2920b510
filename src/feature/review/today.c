/* SPDX-License-Identifier: MIT */
/* REV-8: where the organisation stands today beside what it last handed in. */
#include "base/time.h"
#include "feature/review/pages.h"
#include "html/message.h"
#include "tpl/feature/review/today.h"

struct key_in { struct str key; };
SHAPE(review_key_shape, key_in, FIELD(struct key_in, key, .label = M("Framework key"), .max = 40));

struct today_row { struct str standard, area, title, today, sent, why; bool from_records; };
struct today_out { struct str key, today, sent; struct list standards; };
SHAPE(review_today_row_shape, today_row,
	FIELD(struct today_row, standard, .label = M("Standard")), FIELD(struct today_row, area, .label = M("Key area")),
	FIELD(struct today_row, title, .label = M("Title")), FIELD(struct today_row, today, .label = M("Today")),
	FIELD(struct today_row, sent, .label = M("As last handed in")), FIELD(struct today_row, why, .label = M("Why")),
	FIELD(struct today_row, from_records, .label = M("From the records alone")));
SHAPE(review_today_shape, today_out,
	FIELD(struct today_out, key, .label = M("Framework key")), FIELD(struct today_out, today, .label = M("Today")),
	FIELD(struct today_out, sent, .label = M("As last handed in")),
	FIELD(struct today_out, standards, .label = M("Standards"), .of = &review_today_row_shape));

/* ---- which frameworks the organisation has reviews of, and the one meant ---- */

struct key_choice *
review_keys(struct ctx *c, const struct review_rows_row *r, size_t n, const char *path, struct str chosen, size_t *ret_n)
{
	struct key_choice *k = arena_array(c->mem, struct key_choice, n + 1);

	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		bool new = true;
		for (size_t m = 0; m < *ret_n && new; m++)
			new = !str_eq(k[m].key, r[i].framework_key);
		if (new)
			k[(*ret_n)++] = (struct key_choice){ .key = r[i].framework_key, .to = url_with(c->mem, URL(c->mem, path), "key", r[i].framework_key),
				.current = str_eq(r[i].framework_key, chosen), .framework = r[i].framework };
	}
	return k;
}

/* The review that is open, else the newest. */
static const struct review_rows_row *
review_meant(const struct review_rows_row *r, size_t n, struct str key)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(r[i].framework_key, key) && review_is_open(r[i].state))
			return &r[i];
	for (size_t i = 0; i < n; i++)
		if (str_eq(r[i].framework_key, key))
			return &r[i];
	return NULL;
}

/* ---- the position of one standard ---- */

/* What this year's review says, where it says something; else what the records alone come to. */
static void
position_of(struct ctx *c, struct review_item *i, bool open, struct today_line *t)
{
	struct judge_in in = i->in;
	struct judgement j;

	if (i->rating == RATED_NOT_APPLICABLE) {
		t->why = i->ground;
		return;
	}
	if (!open || i->rating == RATED_NONE) {
		enum tick *ticks = arena_array(c->mem, enum tick, i->standard->criteria.n + 1);
		judge_ticks_from_facts(i->standard, i->facts, i->n_facts, ticks);
		for (size_t k = 0; k < i->standard->criteria.n; k++)
			if (open && ticks[k] == TICK_OPEN)
				ticks[k] = i->ticks[k];
		in.ticks = ticks;
		in.chosen = RATED_NONE;
		judge(c->mem, &in, &j);
		i->rating = j.position;
		t->from_records = true;
		t->why = lang_message(c->lang, c->mem, &j.why);
	} else if (i->n_findings > 0)
		t->why = lang_text(c->lang, c->mem, M("Rated in the review under way, but not supported yet"));
	else
		t->why = lang_text(c->lang, c->mem, M("Rated in the review under way"));
}

static struct str
known_words(struct ctx *c, const struct roll_result *l)
{
	size_t known = l->n_green + l->n_amber + l->n_red;

	return lang_format(c->lang, c->mem, M("{n} of {all} known"), (struct msg_arg[]){ { "n", arena_printf(c->mem, "%zu", known) },
		{ "all", arena_printf(c->mem, "%zu", known + l->n_unrated) } }, 2);
}

/* A level that rests on a few standards only would say more than is known. */
static struct str
level_known(const struct roll_result *l)
{
	size_t known = l->n_green + l->n_amber + l->n_red;

	return 2 * known < known + l->n_unrated ? S("") : rating_mark(l->level);
}

static void
sent_add(struct today_data *v, struct today_area *areas, struct today_line *lines, const struct review_all *all, const struct review_all *was)
{
	struct fw_carry k;

	v->whole_sent = rating_mark(was->roll.whole.level);
	for (size_t i = 0; i < all->n_areas; i++)
		for (size_t n = 0; n < was->n_areas; n++)
			if (str_eq(was->framework->areas.at[n].id, all->framework->areas.at[i].id))
				areas[i].sent = rating_mark(was->roll.areas[n].level);
	for (size_t i = 0; i < all->n; i++)
		if (framework_carry(was->framework, all->framework, all->items[i].standard->id, &k) && k.from.n == 1) {
			size_t at = review_item_find(was, k.from.at[0]);
			lines[i].sent = at != SIZE_MAX ? rating_mark(was->items[at].rating) : S("");
		}
}

static enum status
sent_load(struct ctx *c, struct str key, int64_t *ret)
{
	struct review_last_sent_row row;
	enum status st = review_last_sent(c->db, c->scope, c->mem, key, date_add_days(c->today, 1), &row);

	*ret = st == ST_OK ? row.id : 0;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static enum status
today_fill(struct ctx *c, const struct review_rows_row *row, struct today_data *v, struct review_all *all)
{
	struct review_all was;
	int64_t sent;

	TRY(review_all_by_id(c, row->id, all));
	/* With no review under way the records of the running period count, not those of the past one. */
	v->has_open = review_is_open(all->review.state);
	if (!v->has_open) {
		all->review.state = S("draft");
		all->review.period_from = date_add_days(date_add_months(c->today, -all->framework->look_back_months), 1);
		all->review.period_to = all->as_of = c->today;
		TRY(scoring_on_day(c, c->today, &all->profile_id, &all->profile));
	}
	TRY(review_all_judge(c, all, SIZE_MAX));
	struct today_area *areas = arena_array(c->mem, struct today_area, all->n_areas + 1);
	struct today_line *lines = arena_array(c->mem, struct today_line, all->n + 1), *bad = arena_array(c->mem, struct today_line, all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		struct review_item *x = &all->items[i];
		lines[i] = (struct today_line){ .number = standard_shown(c, x->standard->id), .title = standard_name(c, x->standard),
			.to = URL_ID(c->mem, "/reviews/standards/{}", x->answer.id) };
		bool unsupported = v->has_open && x->rating != RATED_NONE && x->rating != RATED_NOT_APPLICABLE && x->n_findings > 0;
		position_of(c, x, v->has_open, &lines[i]);
		lines[i].today = rating_mark(x->rating);
		if (unsupported)
			bad[v->n_unsupported++] = lines[i];
	}
	review_all_roll(c, all, UNRATED_OUT);
	size_t k = 0;
	for (size_t i = 0; i < all->n_areas; i++) {
		areas[i] = (struct today_area){ .title = all->areas[i], .today = level_known(&all->roll.areas[i]),
			.known = known_words(c, &all->roll.areas[i]), .lines = lines + k };
		for (; k < all->n && all->items[k].area == i; k++)
			areas[i].n++;
	}
	v->whole = level_known(&all->roll.whole);
	v->known = known_words(c, &all->roll.whole);
	TRY(sent_load(c, row->framework_key, &sent));
	if (sent != 0) {
		TRY(review_all_by_id(c, sent, &was));
		review_all_stored(c, &was);
		review_all_roll(c, &was, UNRATED_RED);
		v->has_sent = true;
		v->sent_title = was.review.title;
		sent_add(v, areas, lines, all, &was);
	}
	v->areas = areas;
	v->n_areas = all->n_areas;
	v->unsupported = bad;
	v->any = true;
	v->title = all->framework->title;
	v->review_title = row->title;
	v->review = URL_ID(c->mem, "/reviews/{}", row->id);
	v->page = url_with(c->mem, URL(c->mem, "/reviews/today"), "key", row->framework_key);
	return ST_OK;
}

enum status
review_keys_name(struct ctx *c, struct key_choice *k, size_t n)
{
	const struct framework *f;

	for (size_t i = 0; i < n; i++) {	/* kept in memory; as many as frameworks in use */
		TRY(framework_get(c, k[i].framework, &f));
		k[i].title = f->title;
	}
	return ST_OK;
}

static enum status
today_load(struct ctx *c, void *in_, void *out_)
{
	const struct key_in *in = in_;
	struct today_out *out = out_;
	struct today_data *v = arena_new(c->mem, struct today_data);
	struct review_rows_row *r;
	struct review_all all = { .n = 0 };
	size_t n;

	TRY(review_rows(c->db, c->scope, c->mem, 200, &r, &n));
	struct str key = in->key.n > 0 ? in->key : n > 0 ? r[0].framework_key : S("");
	const struct review_rows_row *row = review_meant(r, n, key);
	if (row != NULL)
		TRY(today_fill(c, row, v, &all));
	struct key_choice *k = review_keys(c, r, n, "/reviews/today", key, &v->n_choices);
	TRY(review_keys_name(c, k, v->n_choices));
	v->choices = k;
	struct today_row *rows = arena_array(c->mem, struct today_row, all.n + 1);
	for (size_t i = 0, at = 0; i < v->n_areas; i++)
		for (size_t m = 0; m < v->areas[i].n; m++, at++) {
			const struct today_line *t = &v->areas[i].lines[m];
			rows[at] = (struct today_row){ t->number, v->areas[i].title, t->title, t->today, t->sent, t->why, t->from_records };
		}
	*out = (struct today_out){ key, v->whole, v->whole_sent, { rows, all.n } };
	c->data = v;
	return ST_OK;
}

void
review_today_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	review_today_html(o, c->data);
}

/* ---- home ---- */

static enum status
home_load(struct ctx *c, void **ret)
{
	struct review_rows_row *r;
	struct home_data *h = arena_new(c->mem, struct home_data);
	struct review_all all;
	size_t n, n_keys;

	TRY(review_rows(c->db, c->scope, c->mem, 200, &r, &n));
	struct key_choice *k = review_keys(c, r, n, "/reviews/today", S(""), &n_keys);
	if (n_keys > 4)
		n_keys = 4;
	h->parts = arena_array(c->mem, struct today_data, n_keys + 1);
	for (size_t i = 0; i < n_keys; i++)	/* one turn for each framework in use */
		TRY(today_fill(c, review_meant(r, n, k[i].key), &h->parts[h->n++], &all));
	h->may_open = may(c, "review.create");
	h->open = URL(c->mem, "/reviews/new");
	*ret = h;
	return ST_OK;
}

static void
home_html(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	review_home_html(o, data);
}

const struct home_part review_home[] = { { 10, "review.today", home_load, home_html }, { 0, NULL, NULL, NULL } };

const struct action review_today_action = { .name = "review.today", .title = M("Where we stand today"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &review_key_shape, .out = &review_today_shape, .load = today_load };
