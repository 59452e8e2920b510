/* SPDX-License-Identifier: MIT */
#include "app/fact.h"
#include <string.h>

enum status
fact_get(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	*ret = (struct live_fact){ .name = name, .words = lang_text(c->lang, c->mem, M("Not known: no register of Wardkeep holds this yet")) };
	for (size_t i = 0; i < feature_count; i++)
		for (const struct fact_def *f = features[i]->facts; f != NULL && f->name != NULL; f++)
			if (strcmp(f->name, name) == 0)
				return f->compute(c, name, from, to, ret);
	return ST_OK;
}
