/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/sheet.h"
#include "base/ids.h"

#define KINDS 16
#define SLOTS 8192		/* of names met beside those that may be chosen */

struct kind_names { const char *kind; struct option *o; struct str *shown; size_t n; };
struct slot { const char *kind; int64_t id; struct str name; };
struct sheet_names { struct arena mem; struct kind_names kinds[KINDS]; size_t n_kinds; struct slot *slots; size_t n_slots; };

enum status
sheet_names_open(struct ctx *c, struct sheet_names **ret)
{
	struct sheet_names *n = arena_new(c->mem, struct sheet_names);

	if (!arena_open(&n->mem, 16u << 20))
		return ST_UNAVAILABLE;
	n->slots = arena_array(&n->mem, struct slot, SLOTS);
	*ret = n;
	return ST_OK;
}

void
sheet_names_close(struct sheet_names *n)
{
	arena_close(&n->mem);
}

static struct str
with_id(struct arena *a, struct str name, int64_t id)
{
	return arena_printf(a, "%.*s%s(%lld)", (int)name.n, name.p, name.n > 0 ? " " : "", (long long)id);
}

static bool
shared(const struct kind_names *k, size_t i)
{
	for (size_t j = 0; j < k->n; j++)
		if (j != i && str_eq(k->o[i].label, k->o[j].label))
			return true;
	return false;
}

/* Once for each kind: what may be chosen, and which of it shares its name. */
static struct kind_names *
kind_of(struct ctx *c, struct sheet_names *n, const char *kind)
{
	for (size_t i = 0; i < n->n_kinds; i++)
		if (strcmp(n->kinds[i].kind, kind) == 0)
			return &n->kinds[i];
	if (n->n_kinds == KINDS)
		return NULL;
	struct kind_names *k = &n->kinds[n->n_kinds++];
	struct option *o;
	size_t mark = arena_mark(c->mem), count;
	*k = (struct kind_names){ .kind = kind };
	if (record_options(c, kind, &o, &count) == ST_OK) {
		k->o = arena_array(&n->mem, struct option, count + 1);
		k->shown = arena_array(&n->mem, struct str, count + 1);
		for (size_t i = 0; i < count; i++)
			k->o[k->n++] = (struct option){ arena_copy(&n->mem, o[i].value), arena_copy(&n->mem, o[i].label) };
		for (size_t i = 0; i < k->n; i++) {
			int64_t id = 0;
			(void)id_parse(k->o[i].value, &id);
			k->shown[i] = shared(k, i) || k->o[i].label.n == 0 ? with_id(&n->mem, k->o[i].label, id) : k->o[i].label;
		}
	}
	arena_rewind(c->mem, mark);
	return k;
}

struct str
sheet_name_of(struct ctx *c, struct sheet_names *n, const char *kind, int64_t id)
{
	if (id == 0)
		return S("");
	struct kind_names *k = kind_of(c, n, kind);
	size_t mark = arena_mark(c->mem);
	struct str text = id_text(c->mem, id);
	for (size_t i = 0; k != NULL && i < k->n; i++)
		if (str_eq(k->o[i].value, text)) {
			arena_rewind(c->mem, mark);
			return k->shown[i];
		}
	size_t at = (size_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 51) % SLOTS;
	while (n->slots[at].id != 0 && (n->slots[at].id != id || strcmp(n->slots[at].kind, kind) != 0))
		at = (at + 1) % SLOTS;
	if (n->slots[at].id == id) {
		arena_rewind(c->mem, mark);
		return n->slots[at].name;
	}
	struct str name = with_id(&n->mem, record_name(c, kind, id), id);
	arena_rewind(c->mem, mark);
	if (n->n_slots < SLOTS / 2) {
		n->slots[at] = (struct slot){ kind, id, name };
		n->n_slots++;
	}
	return name;
}

bool
sheet_name_find(struct ctx *c, struct sheet_names *n, const char *kind, struct str name, int64_t *ret)
{
	struct kind_names *k = kind_of(c, n, kind);
	size_t hits = 0;

	for (size_t i = 0; k != NULL && i < k->n; i++)
		if (str_eq(k->shown[i], name) || str_eq(k->o[i].label, name)) {
			bool exact = str_eq(k->shown[i], name);
			(void)id_parse(k->o[i].value, ret);
			hits++;
			if (exact)
				return true;
		}
	if (hits > 0)
		return hits == 1;
	if (name.n > 2 && name.p[name.n - 1] == ')') {
		size_t at = name.n - 1;
		while (at > 0 && name.p[at - 1] >= '0' && name.p[at - 1] <= '9')
			at--;
		return at > 0 && name.p[at - 1] == '(' && id_parse((struct str){ name.p + at, name.n - 1 - at }, ret);
	}
	return false;
}

size_t
sheet_name_choices(struct ctx *c, struct sheet_names *n, const char *kind, const struct str **ret)
{
	struct kind_names *k = kind_of(c, n, kind);

	*ret = k != NULL ? k->shown : NULL;
	return k != NULL ? k->n : 0;
}
