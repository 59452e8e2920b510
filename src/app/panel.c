/* SPDX-License-Identifier: MIT */
#include "app/panel.h"

#include <string.h>

enum status
gate_pass(struct ctx *c, const char *step, const void *rec)
{
	for (size_t i = 0; i < feature_count; i++)
		if (features[i]->gate != NULL)
			TRY(features[i]->gate(c, step, rec));
	return ST_OK;
}

static size_t
wanted(struct ctx *c, const char *kind, struct panel_shown *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < feature_count; i++)
		for (const struct panel *p = features[i]->panels; p != NULL && p->kind != NULL; p++) {
			if (strcmp(p->kind, kind) != 0 || !may(c, p->action))
				continue;
			if (ret != NULL) {
				size_t at = n;
				for (; at > 0 && ret[at - 1].panel->order > p->order; at--)
					ret[at] = ret[at - 1];
				ret[at] = (struct panel_shown){ .panel = p };
			}
			n++;
		}
	return n;
}

enum status
panels_load(struct ctx *c, const char *kind, const void *rec, struct panel_shown **ret, size_t *ret_n)
{
	*ret = arena_array(c->mem, struct panel_shown, wanted(c, kind, NULL) + 1);
	*ret_n = wanted(c, kind, *ret);
	for (size_t i = 0; i < *ret_n; i++) {
		void *data = NULL;
		TRY((*ret)[i].panel->load(c, rec, &data));
		(*ret)[i].data = data;
	}
	return ST_OK;
}

void
panels_html(struct html *o, struct ctx *c, const struct panel_shown *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i].panel->html(o, c, p[i].data);
}
