/* SPDX-License-Identifier: MIT */
/* STD-4: where the answers of a new edition come from.  Knows no database. */
#include "feature/framework/framework.h"

const struct fw_area *
framework_area(const struct framework *f, struct str area)
{
	for (size_t i = 0; i < f->areas.n; i++)
		if (str_eq(f->areas.at[i].id, area))
			return &f->areas.at[i];
	return NULL;
}

const struct fw_area *
framework_area_of(const struct framework *f, struct str standard)
{
	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n; k++)
			if (str_eq(f->areas.at[i].standards.at[k].id, standard))
				return &f->areas.at[i];
	return NULL;
}

size_t
framework_standard_count(const struct framework *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->areas.n; i++)
		n += f->areas.at[i].standards.n;
	return n;
}

bool
framework_is_for(const struct framework *f, struct str org_kind)
{
	static const struct { const char *kind; enum fw_organisation is; } kinds[] = {
		{ "commissioner", ORGANISATION_COMMISSIONER }, { "provider", ORGANISATION_PROVIDER },
		{ "primary_care", ORGANISATION_PROVIDER }, { "national", ORGANISATION_NATIONAL_BODY },
		{ "contractor", ORGANISATION_CONTRACTOR }, { "partner", ORGANISATION_PARTNER },
	};

	for (size_t i = 0; i < countof(kinds); i++)
		if (str_is(org_kind, kinds[i].kind))
			return (f->organisations.bits & FW_BIT(kinds[i].is)) != 0;
	return false;
}

static bool
same_edition(const struct framework *a, const struct framework *b)
{
	return str_eq(a->key, b->key) && str_eq(a->edition, b->edition);
}

static bool
mapped(const struct framework *from, const struct framework *to)
{
	return str_eq(to->changes_from.key, from->key) && str_eq(to->changes_from.edition, from->edition);
}

bool
framework_carry(const struct framework *from, const struct framework *to, struct str standard, struct fw_carry *ret)
{
	const struct fw_standard *s = framework_standard(to, standard);
	const struct fw_standard *before = framework_standard(from, standard);
	const struct fw_change *change = NULL;

	if (s == NULL)
		return false;
	*ret = (struct fw_carry){ .standard = s, .words = S("") };
	if (mapped(from, to))
		change = framework_change_to(to, standard);
	if (change != NULL) {
		ret->from = change->from;
		ret->kinds = change->kinds;
		ret->parts = change->parts;
		ret->words = change->words;
		ret->fresh_look = change_needs_fresh_look(change);
		return true;
	}
	/* The number alone says which answer it is. */
	if (before != NULL && !mapped(from, to)) {
		bool same = same_edition(from, to);
		ret->from = (struct fw_names){ (struct str *)(uintptr_t)&before->id, 1 };
		ret->kinds.bits = FW_BIT(same ? CHANGE_UNCHANGED : CHANGE_AMENDED);
		if (!same)
			ret->parts.bits = FW_BIT(PART_HEADLINE) | FW_BIT(PART_RATIONALE) | FW_BIT(PART_RATINGS);
		ret->fresh_look = !same;
		return true;
	}
	ret->kinds.bits = FW_BIT(CHANGE_NEW);
	ret->fresh_look = true;
	return true;
}

size_t
framework_carry_all(struct arena *a, const struct framework *from, const struct framework *to, struct fw_carry **ret)
{
	size_t n = 0;

	*ret = arena_array(a, struct fw_carry, framework_standard_count(to) + 1);
	for (size_t i = 0; i < to->areas.n; i++)
		for (size_t k = 0; k < to->areas.at[i].standards.n; k++)
			n += framework_carry(from, to, to->areas.at[i].standards.at[k].id, &(*ret)[n]);
	return n;
}

size_t
framework_carry_left(struct arena *a, const struct framework *from, const struct framework *to, const struct fw_standard ***ret)
{
	struct fw_carry *carry;
	size_t n_carry = framework_carry_all(a, from, to, &carry), n = 0;

	*ret = arena_array(a, const struct fw_standard *, framework_standard_count(from) + 1);
	for (size_t i = 0; i < from->areas.n; i++)
		for (size_t k = 0; k < from->areas.at[i].standards.n; k++) {
			const struct fw_standard *s = &from->areas.at[i].standards.at[k];
			bool used = false;
			for (size_t j = 0; j < n_carry && !used; j++)
				for (size_t m = 0; m < carry[j].from.n && !used; m++)
					used = str_eq(carry[j].from.at[m], s->id);
			if (!used)
				(*ret)[n++] = s;
		}
	return n;
}
