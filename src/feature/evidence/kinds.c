/* SPDX-License-Identifier: MIT */
/* EVI-5: the kinds of evidence are data; forms and history want them as choices. */
#include "feature/evidence/own.h"

struct choice_list evidence_kind_choices;

const struct fw_evidence_kind *
evidence_kind(struct str id)
{
	const struct evidence_kinds *k = shipped_evidence_kinds();

	for (size_t i = 0; i < k->kinds.n; i++)
		if (str_eq(k->kinds.at[i].id, id))
			return &k->kinds.at[i];
	return NULL;
}

struct str
evidence_kind_name(struct ctx *c, struct str id)
{
	const struct fw_evidence_kind *k = evidence_kind(id);

	return k != NULL ? lang_text(c->lang, c->mem, str_z(c->mem, k->name)) : id;
}

/* Before anything reads a shape, and once: 120 names, well below a millisecond. */
__attribute__((constructor)) static void
choices_make(void)
{
	static struct arena mem;
	const struct evidence_kinds *k = shipped_evidence_kinds();

	if (!arena_open(&mem, 1 << 20))
		return;
	struct choice *c = arena_array(&mem, struct choice, k->kinds.n + 1);
	for (size_t i = 0; i < k->kinds.n; i++) {
		size_t at = i;
		struct choice x = { str_z(&mem, k->kinds.at[i].id), str_z(&mem, k->kinds.at[i].name), NULL };
		for (; at > 0 && str_cmp(str_c(c[at - 1].label), str_c(x.label)) > 0; at--)
			c[at] = c[at - 1];
		c[at] = x;
	}
	evidence_kind_choices = (struct choice_list){ c, k->kinds.n };
}
