/* SPDX-License-Identifier: MIT */
/* The receipt code: 128 random bits that a reporter takes home.  What its holder may read lies beside the incident and not in
 * it, so that the public page has nothing else to show. */
#include "feature/incident/own.h"

#include "base/hash.h"
#include "base/ids.h"
#include "base/text.h"

/* Case, spaces and dashes do not matter when somebody types a code. */
struct str
receipt_hash(struct arena *a, struct str code)
{
	struct hash h = hash_of(text_code(a, code));

	return hash_hex(a, &h);
}

/* In groups of four or five, which people can read out. */
static struct str
shown(struct arena *a, struct str secret)
{
	char *p = arena_alloc(a, secret.n + secret.n / 4 + 2, 1);
	size_t n = 0;

	for (size_t i = 0; i < secret.n; i++) {
		if (i > 0 && i % 5 == 0 && secret.n - i >= 3)
			p[n++] = '-';
		p[n++] = secret.p[i];
	}
	return (struct str){ p, n };
}

enum status
receipt_make(struct ctx *c, struct incident *i, struct str *ret_code)
{
	*ret_code = shown(c->mem, secret_text(c->mem));
	i->receipt = receipt_hash(c->mem, *ret_code);
	return ST_OK;
}

enum status
receipt_keep(struct ctx *c, const struct incident *before, const struct incident *after)
{
	if (after->receipt.n == 0)
		return ST_OK;
	if (before == NULL)
		return incident_receipt_put(c->db, after->receipt, c->scope->org, after->id, after->state, c->today, c->today, NULL);
	if (str_eq(before->state, after->state) && str_eq(before->outcome, after->outcome) && str_eq(before->word.text, after->word.text))
		return ST_OK;
	return incident_receipt_change(c->db, c->scope->org, after->id, after->state, after->outcome, after->word.text, c->today, NULL);
}
