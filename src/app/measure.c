/* SPDX-License-Identifier: MIT */
#include "app/measure.h"
#include "base/time.h"

bool
measure_find(struct str name, struct measure_ref *ret)
{
	for (size_t i = 0; i < feature_count; i++)
		for (const struct measure_def *d = features[i]->measures == NULL ? NULL : features[i]->measures->defs; d != NULL && d->name != NULL; d++)
			if (str_is(name, d->name)) {
				*ret = (struct measure_ref){ features[i]->measures, d, (size_t)(d - features[i]->measures->defs) };
				return true;
			}
	return false;
}

enum status
measure_months(struct ctx *c, const struct measure_ref *m, const struct measure_span *s, struct measure_month **ret)
{
	size_t n = 0, months = (size_t)(s->to - s->from + 1);

	while (m->source->defs[n].name != NULL)
		n++;
	struct measure_month **all = arena_array(c->mem, struct measure_month *, n);
	for (size_t i = 0; i < n; i++)
		all[i] = arena_array(c->mem, struct measure_month, months);
	*ret = all[m->at];
	return m->source->count(c, s, all);
}

int64_t
measure_month_of(struct date d)
{
	int year, month, day;

	date_civil(d, &year, &month, &day);
	return (int64_t)year * 12 + month - 1;
}

struct date
measure_month_start(int64_t month)
{
	return date_of((int)(month / 12), (int)(month % 12) + 1, 1);
}
