/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/access.h"
#include "app/registry.h"
#include "app/app.h"

/* What the compiler cannot see: the program does not start while one of these is wrong. */
static bool
shows_people(const struct shape *s)
{
	for (size_t i = 0; s != NULL && i < s->n; i++)
		if (s->f[i].type == F_PERSONAL || s->f[i].privacy != PRIV_NONE || (s->f[i].type == F_LIST && shows_people(s->f[i].of)))
			return true;
	return false;
}

static struct str
action_wrong(struct arena *a, const struct registry *r, size_t i)
{
	const struct action *x = r->actions[i].action;

	if (strchr(x->name, '.') == NULL)
		return arena_printf(a, "Action %s: the name must be KIND.VERB.", x->name);
	if (i > 0 && strcmp(r->actions[i - 1].action->name, x->name) == 0)
		return arena_printf(a, "Action %s is declared twice.", x->name);
	if (x->access == ACCESS_UNSET || x->mode == MODE_UNSET)
		return arena_printf(a, "Action %s does not state its access or its mode.", x->name);
	if (x->mode == MODE_READ && x->store != NULL)
		return arena_printf(a, "Action %s reads, but has a store part.", x->name);
	if (x->mode == MODE_WRITE && x->store == NULL)
		return arena_printf(a, "Action %s writes, but has no store part.", x->name);
	if (x->access == ACCESS_ROLE && r->actions[i].roles == 0)
		return arena_printf(a, "Action %s: no role holds it; name one in the folder's roles.txt.", x->name);
	if (x->access != ACCESS_ROLE && r->actions[i].roles != 0)
		return arena_printf(a, "Action %s stands in roles.txt but does not ask for a role.", x->name);
	if (x->title == NULL)
		return arena_printf(a, "Action %s has no title.", x->name);
	if (x->mode == MODE_READ && !x->personal && shows_people(x->out))
		return arena_printf(a, "Action %s shows personal data: it must be .personal, so that each look is recorded.", x->name);
	return (struct str){ NULL, 0 };
}

static struct str
page_wrong(struct arena *a, const struct registry *r, size_t i)
{
	const struct page *p = r->pages[i].page;

	if (p->method == GET && p->action->mode == MODE_WRITE && !p->form)
		return arena_printf(a, "Page %s: a GET page may not run the writing action %s.", p->path, p->action->name);
	if (p->method == POST && (p->action->mode != MODE_WRITE || p->then == NULL))
		return arena_printf(a, "Page %s: a POST page needs a writing action and says where to go then.", p->path);
	if (p->form && p->html == NULL)
		return arena_printf(a, "Page %s shows a form but has no template.", p->path);
	for (size_t k = 0; k < i; k++)
		if (r->pages[k].page->method == p->method && strcmp(r->pages[k].page->path, p->path) == 0)
			return arena_printf(a, "Page %s is declared twice.", p->path);
	bool back = p->on_error == NULL;
	for (size_t k = 0; !back && k < r->n_pages; k++)
		back = r->pages[k].page->method == GET && strcmp(r->pages[k].page->path, p->on_error) == 0;
	if (!back)
		return arena_printf(a, "Page %s: there is no GET page %s to show the form again.", p->path, p->on_error);
	return (struct str){ NULL, 0 };
}

static struct str
type_wrong(struct arena *a, const struct record_type *t)
{
	const struct record_ops *o = t->ops;

	for (size_t i = 0; i < o->n_columns; i++)
		if (shape_field(t->shape, o->columns[i]) == NULL)
			return arena_printf(a, "Record %s: its shape does not name the column %s, so its changes would leave no history.",
			    o->kind, o->columns[i]);
	if (t->label != NULL && shape_field(t->shape, t->label) == NULL)
		return arena_printf(a, "Record %s: there is no field %s to call it by.", o->kind, t->label);
	if (!t->personal && shows_people(t->shape))
		return arena_printf(a, "Record %s holds personal data: it must be .personal, so that each look is recorded.", o->kind);
	if (t->prefix != NULL && !o->has_ref)
		return arena_printf(a, "Record %s: a reference needs the column ref.", o->kind);
	/* An account stands above organisations and is no record of one. */
	for (size_t i = 0; i < t->shape->n; i++)
		if (t->shape->f[i].type == F_ID && !str_is(str_c(t->shape->f[i].ref), "account") && record_type_find(str_c(t->shape->f[i].ref)) == NULL)
			return arena_printf(a, "Record %s: %s points to %s, which is no kind of record.", o->kind, t->shape->f[i].name,
			    t->shape->f[i].ref);
	return (struct str){ NULL, 0 };
}

static struct str
part_wrong(struct arena *a, const struct part_def *d)
{
	const struct record_type *t = d->type;

	if (t->ops->within == NULL || strcmp(t->ops->within, d->whole->ops->kind) != 0)
		return arena_printf(a, "Part %s: its table does not lie WITHIN %s.", t->ops->kind, d->whole->ops->kind);
	if (part_filter(t) == SIZE_MAX)
		return arena_printf(a, "Part %s: its list has no filter by the column that says WITHIN.", t->ops->kind);
	if (t->casework != d->whole->casework)
		return arena_printf(a, "Part %s: people in it would be masked otherwise than in %s.", t->ops->kind, d->whole->ops->kind);
	return (struct str){ NULL, 0 };
}

enum status
app_check(struct arena *a, struct str *ret_why)
{
	const struct registry *r = registry();
	struct str why = { NULL, 0 };

	for (size_t i = 0; i < r->n_actions && why.n == 0; i++)
		why = action_wrong(a, r, i);
	for (size_t i = 0; i < r->n_pages && why.n == 0; i++)
		why = page_wrong(a, r, i);
	for (size_t i = 0; i < r->n_types && why.n == 0; i++)
		why = type_wrong(a, r->types[i]);
	for (size_t i = 0; i < feature_count && why.n == 0; i++)
		for (const struct part_def *const *d = features[i]->parts; d != NULL && *d != NULL && why.n == 0; d++)
			why = part_wrong(a, *d);
	for (size_t i = 0; i < role_grant_count && why.n == 0; i++) {
		if (role_find(str_c(role_grants[i].role)) < 0)
			why = arena_printf(a, "roles.txt of %s: there is no role %s.", role_grants[i].feature, role_grants[i].role);
		else if (action_find(str_c(role_grants[i].action)) == NULL)
			why = arena_printf(a, "roles.txt of %s: there is no action %s.", role_grants[i].feature, role_grants[i].action);
	}
	if (why.n == 0)
		return ST_OK;
	*ret_why = why;
	return ST_INTERNAL;
}
