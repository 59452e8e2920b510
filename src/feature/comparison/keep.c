/* SPDX-License-Identifier: MIT */
/* Figures of a submission, taken from the sealed text that was delivered. */
#include "base/json.h"
#include "base/time.h"
#include "feature/comparison/own.h"
#include "sql/comparison.h"

#define MOST_RECEIVED 2000

struct keeping { int64_t recipient, delivery, from; struct str key, edition; struct date period_from, period_to; };

static const struct json_node *
part(const struct json_node *n, const char *key, enum json_type type)
{
	const struct json_node *x = n != NULL && n->type == JSON_OBJECT ? json_get(n, key) : NULL;

	return x != NULL && x->type == type ? x : NULL;
}

static enum status
figure_keep(struct ctx *c, const struct keeping *k, struct str what, struct str rating)
{
	static const char *const known[] = { "red", "amber", "green", "na" };
	bool is = false;
	int64_t n;

	for (size_t i = 0; i < countof(known); i++)
		is = is || str_is(rating, known[i]);
	return figure_insert(c->db, k->recipient, k->delivery, what, k->from, k->key, k->edition, k->period_from, k->period_to, is ? rating : S(""), &n);
}

/* Own standards of an organisation have no number to compare by, and may come more than once. */
static enum status
area_keep(struct ctx *c, const struct keeping *k, const struct json_node *area)
{
	const struct json_node *list = part(area, "standards", JSON_ARRAY);
	struct str id = json_get_str(area, "id");

	TRY(figure_keep(c, k, arena_printf(c->mem, "area %.*s", (int)id.n, id.p), json_get_str(area, "level")));
	for (size_t i = 0; list != NULL && i < list->n; i++) {
		const struct json_node *s = list->items[i];
		if (s->type == JSON_OBJECT && json_get_i64(s, "weight", 0) > 0)
			TRY(figure_keep(c, k, json_get_str(s, "id"), json_get_str(s, "rating")));
	}
	return ST_OK;
}

enum status
comparison_keep(struct ctx *c, int64_t recipient, int64_t delivery, int64_t from, const struct json_node *review)
{
	const struct json_node *framework = part(review, "framework", JSON_OBJECT), *about = part(review, "review", JSON_OBJECT),
	    *areas = part(review, "areas", JSON_ARRAY), *result = part(review, "result", JSON_OBJECT);
	struct keeping k = { .recipient = recipient, .delivery = delivery, .from = from };

	if (framework == NULL || about == NULL || areas == NULL || result == NULL ||
	    !date_parse(json_get_str(about, "period_from"), &k.period_from) || !date_parse(json_get_str(about, "period_to"), &k.period_to))
		return ST_OK;
	k.key = json_get_str(framework, "key");
	k.edition = json_get_str(framework, "edition");
	TRY(figure_keep(c, &k, S(""), json_get_str(result, "level")));
	for (size_t i = 0; i < areas->n; i++)
		if (areas->items[i]->type == JSON_OBJECT)
			TRY(area_keep(c, &k, areas->items[i]));
	return ST_OK;
}

enum status
comparison_received(struct ctx *c, struct date from, struct date to, struct comparison_received **ret, size_t *ret_n)
{
	struct figure_received_row *r;

	TRY(figure_received(c->db, c->scope, c->mem, from, to, MOST_RECEIVED, &r, ret_n));
	*ret = arena_array(c->mem, struct comparison_received, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct comparison_received){ r[i].from_org, r[i].framework_key, r[i].rating, r[i].period_from, r[i].period_to };
	return ST_OK;
}

bool
comparison_shown(int64_t all, int64_t group, int64_t least)
{
	return group >= least && (group == all || all - group >= least);
}
