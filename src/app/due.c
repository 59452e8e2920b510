/* SPDX-License-Identifier: MIT */
#include "app/due.h"
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"

#define DUE_MOST 200

void
due_add(struct ctx *c, struct due_list *l, struct due_item item)
{
	(void)c;
	if (l->n < l->room)
		l->items[l->n++] = item;
}

static int
sooner(const void *x, const void *y)
{
	const struct due_item *a = x, *b = y;
	int by_day = (a->due.day > b->due.day) - (a->due.day < b->due.day);

	return by_day != 0 ? by_day : str_cmp(a->to.s, b->to.s);
}

enum status
due_collect(struct ctx *c, struct due_list *ret)
{
	*ret = (struct due_list){ .items = arena_array(c->mem, struct due_item, DUE_MOST), .room = DUE_MOST };
	for (size_t i = 0; i < feature_count; i++)
		if (features[i]->due != NULL)
			TRY(features[i]->due(c, ret));
	qsort(ret->items, ret->n, sizeof *ret->items, sooner);
	return ST_OK;
}

struct str
due_words(struct ctx *c, struct date due)
{
	int days = due.day - c->today.day;
	struct str n = arena_printf(c->mem, "%d", days < 0 ? -days : days);
	static const char *const in_days[6] = { [1] = M("in 1 day"), [5] = M("in {n} days") };
	static const char *const late_days[6] = { [1] = M("1 day late"), [5] = M("{n} days late") };

	if (days == 0)
		return lang_text(c->lang, c->mem, M("due today"));
	struct str s = lang_plural(c->lang, c->mem, days < 0 ? -days : days, days < 0 ? late_days : in_days);
	return lang_format(c->lang, c->mem, str_z(c->mem, s), (struct msg_arg[]){ { "n", n } }, 1);
}
