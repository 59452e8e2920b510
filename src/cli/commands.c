/* SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "app/org.h"

const struct command feature_commands[] = {
	{ NULL, NULL, NULL, NULL },
};

bool
command_org(struct db *db, struct arena *a, struct str text, int64_t *ret)
{
	return org_find(db, a, text, ret);
}

enum status
command_verify(struct app *app, struct db *db, struct arena *a, struct buf *bad)
{
	for (size_t i = 0; i < feature_count; i++)
		for (const struct verify_def *v = features[i]->verify; v != NULL && v->name != NULL; v++)
			TRY(v->run(app, db, a, bad));
	return ST_OK;
}
