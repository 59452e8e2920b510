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

enum status
seal_broken(struct ctx *c, const char *kind, int64_t record, struct str *ret_broken)
{
	*ret_broken = S("");
	for (size_t i = 0; i < feature_count && ret_broken->n == 0; i++)
		if (features[i]->seal != NULL)
			TRY(features[i]->seal(c, kind, record, ret_broken));
	return ST_OK;
}

enum status
sealed_text(struct ctx *c, const char *kind, int64_t record, struct str *ret)
{
	*ret = S("");
	for (size_t i = 0; i < feature_count && ret->n == 0; i++)
		if (features[i]->sealed != NULL)
			TRY(features[i]->sealed(c, kind, record, ret));
	return ST_OK;
}
