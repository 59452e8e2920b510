/* SPDX-License-Identifier: MIT */
/* ORG-2: directorates, departments, teams, sites and premises; and the services newly taken on. */
#include <stdlib.h>
#include "feature/organisation/own.h"
#include "sql/organisation.h"
#include "tpl/feature/organisation/tree.h"

#define MOST_UNITS 2000

CHOICES(unit_kinds,
	{ "directorate", M("Directorate"), NULL },
	{ "department", M("Department"), NULL },
	{ "team", M("Team"), NULL },
	{ "site", M("Site"), NULL },
	{ "premises", M("Premises"), M("A building or a part of one.") });

SHAPE(unit_shape, unit,
	FIELD(struct unit, name, .label = M("Name"), .must = true, .search = true, .in_list = true),
	FIELD_CHOICE(struct unit, kind, unit_kinds, .label = M("Kind"), .must = true, .in_list = true),
	FIELD_REF(struct unit, parent, "unit", .label = M("Belongs to"), .hint = M("Leave empty if it stands at the top."), .in_list = true),
	FIELD_LONG(struct unit, address, .label = M("Address"), .max = 500));

/* Rights on a branch follow from unit_under, so it changes with the unit, in the same transaction, or not at all.
 * Called inside the store part, after which the record itself is written. */
static enum status
unit_move(struct ctx *c, const struct unit *was, const struct unit *u)
{
	int64_t n;

	if (was != NULL && was->parent == u->parent)
		return ST_OK;
	if (was == NULL)
		TRY(unit_under_self(c->db, c->scope, u->id, &n));
	else
		TRY(unit_under_cut(c->db, c->scope, u->id, &n));
	return u->parent != 0 ? unit_under_hang(c->db, c->scope, u->id, u->parent, &n) : ST_OK;
}

static enum status
unit_check(struct ctx *c, const void *before, void *after)
{
	const struct unit *was = before, *u = after;
	struct unit_is_under_row below;
	struct unit parent;
	enum status st;

	if (c->scope->branch != 0)
		return fail(c, ST_FORBIDDEN, M("Only somebody who acts for the whole organisation may do this."), NULL);
	if (u->parent != 0) {
		st = unit_ops.get(c->db, c->scope, c->mem, u->parent, &parent);
		if (st != ST_OK && st != ST_NOT_FOUND)
			return st;
		if (st == ST_NOT_FOUND || parent.withdrawn_at.ms != 0)
			field_error(c, "parent", M("Choose a unit that is in use"), S(""));
		TRY(unit_is_under(c->db, c->scope, c->mem, u->id, u->parent, &below));
		if (below.n > 0 || u->parent == u->id)
			field_error(c, "parent", M("{value} lies below this unit: it cannot stand above it as well"), parent.name);
	}
	TRY(errors(c));
	return unit_move(c, was, u);
}

static const struct record_type unit_type = {
	.ops = &unit_ops, .shape = &unit_shape, .one = M("unit"), .many = M("units"), .label = "name",
	.path = "/units/{id}", .check = unit_check,
};
const struct register_def unit_register = {
	.type = &unit_type, .path = "/units", .title = M("Units and sites"),
	.about = M("The parts of your organisation. Records belong to them, and people can be given rights on a branch of the tree."),
	.add = M("Add a unit"),
};

/* ---- the tree ---- */

struct tree_row { int64_t id, parent, depth; struct str name, kind; bool withdrawn; };
struct tree_out { struct list units; };
SHAPE(unit_tree_row_shape, tree_row,
	FIELD_REF(struct tree_row, id, "unit", .label = M("Id")),
	FIELD_REF(struct tree_row, parent, "unit", .label = M("Belongs to")),
	FIELD(struct tree_row, depth, .label = M("Depth")),
	FIELD(struct tree_row, name, .label = M("Name")),
	FIELD_CHOICE(struct tree_row, kind, unit_kinds, .label = M("Kind")),
	FIELD(struct tree_row, withdrawn, .label = M("Withdrawn")));
SHAPE(unit_tree_out_shape, tree_out, FIELD(struct tree_out, units, .label = M("Units"), .of = &unit_tree_row_shape));

struct planting { struct ctx *c; const struct unit_all_row *const *r; size_t n; struct tree_row *rows; size_t n_rows; };

/* By the unit above, then as they were read: by name. */
static int
by_parent(const void *x, const void *y)
{
	const struct unit_all_row *a = *(const struct unit_all_row *const *)x, *b = *(const struct unit_all_row *const *)y;

	return a->parent != b->parent ? (a->parent > b->parent) - (a->parent < b->parent) : (a > b) - (a < b);
}

static size_t
first_under(const struct planting *p, int64_t parent)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (p->r[mid]->parent < parent)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static const struct unit_node *const *
branch(struct planting *p, int64_t parent, int64_t depth, size_t *ret_n)
{
	size_t from = first_under(p, parent), to = from;

	while (to < p->n && p->r[to]->parent == parent)
		to++;
	const struct unit_node **list = arena_array(p->c->mem, const struct unit_node *, to - from + 1);
	*ret_n = 0;
	for (size_t i = from; i < to && p->n_rows < p->n; i++) {
		const struct unit_all_row *u = p->r[i];
		struct tree_row *row = &p->rows[p->n_rows++];
		*row = (struct tree_row){ u->id, parent, depth, u->name, u->kind, u->withdrawn_at.ms != 0 };
		struct unit_node *node = arena_new(p->c->mem, struct unit_node);
		*node = (struct unit_node){ .name = row->name, .kind = field_shown(p->c->mem, shape_field(&unit_tree_row_shape, "kind"), row, p->c->sight),
			.to = URL_ID(p->c->mem, "/units/{}", row->id), .withdrawn = row->withdrawn };
		node->under = branch(p, row->id, depth + 1, &node->n);
		list[(*ret_n)++] = node;
	}
	return list;
}

static enum status
tree_load(struct ctx *c, void *in, void *out_)
{
	struct tree_out *out = out_;
	struct unit_tree *v = arena_new(c->mem, struct unit_tree);
	struct unit_all_row *r;
	struct planting p = { .c = c };

	(void)in;
	TRY(unit_all(c->db, c->scope, c->mem, MOST_UNITS, &r, &p.n));
	const struct unit_all_row **sorted = arena_array(c->mem, const struct unit_all_row *, p.n + 1);
	for (size_t i = 0; i < p.n; i++)
		sorted[i] = &r[i];
	qsort(sorted, p.n, sizeof *sorted, by_parent);
	p.r = sorted;
	p.rows = arena_array(c->mem, struct tree_row, p.n + 1);
	v->top = branch(&p, 0, 0, &v->n);
	v->more = p.n == MOST_UNITS;
	v->may_add = may(c, "unit.create");
	v->may_list = may(c, "unit.list");
	out->units = (struct list){ p.rows, p.n_rows };
	c->data = v;
	return ST_OK;
}

void
unit_tree_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Your organisation")), URL(c->mem, "/organisation"));
	organisation_tree_html(o, c->data);
}

const struct action unit_tree_action = { .name = "unit.tree", .title = M("Units and sites"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &unit_tree_out_shape, .load = tree_load };

/* ---- services newly taken on ---- */

SHAPE(service_taken_shape, service_taken,
	FIELD(struct service_taken, title, .label = M("Service"), .must = true, .search = true, .in_list = true),
	FIELD(struct service_taken, taken_on, .label = M("Taken on since"), .must = true, .in_list = true),
	FIELD_REF(struct service_taken, from_org, "organisation", .label = M("From which organisation")),
	FIELD(struct service_taken, headcount, .label = M("Number of staff"), .least = 0, .most = 2000000, .in_list = true),
	FIELD(struct service_taken, sites, .label = M("Number of sites"), .least = 0, .most = 10000, .in_list = true),
	FIELD_REF(struct service_taken, unit, "unit", .label = M("Where it belongs")),
	FIELD_LONG(struct service_taken, note, .label = M("What it means for security"), .max = 4000, .search = true));

static enum status
service_taken_check(struct ctx *c, const void *before, void *after)
{
	const struct service_taken *s = after;

	(void)before;
	if (s->from_org == c->scope->org && s->from_org != 0)
		field_error(c, "from_org", M("Choose the organisation that had the service before"), S(""));
	return ST_OK;
}

static const struct record_type service_taken_type = {
	.ops = &service_taken_ops, .shape = &service_taken_shape, .one = M("service taken on"), .many = M("services taken on"),
	.label = "title", .path = "/services-taken/{id}", .unit = "unit", .check = service_taken_check,
};
const struct register_def service_taken_register = {
	.type = &service_taken_type, .path = "/services-taken", .title = M("Services newly taken on"),
	.about = M("Services that came to your organisation, since when and how large. They explain why means, risks or figures have changed."),
	.add = M("Add a service"),
};
