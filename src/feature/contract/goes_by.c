/* SPDX-License-Identifier: MIT */
/* STD-10: which provider framework each contract goes by, and the self-reviews that were delivered under it. */
#include "base/time.h"
#include "feature/comparison/comparison.h"
#include "feature/contract/own.h"
#include "feature/framework/framework.h"
#include "sql/contract.h"

#define MOST 500
#define LOOK_BACK_MONTHS 12	/* the last review may be of the year before the period */

struct looking { struct framework_entry *e; size_t n_e; struct comparison_received *r; size_t n_r; };

static const struct framework_entry *
entry_of(const struct looking *l, int64_t framework, struct str text)
{
	for (size_t i = 0; i < l->n_e; i++)
		if (str_is(l->e[i].status, "published") && (framework != 0 ? l->e[i].id == framework
		    : str_eq(str_trim(text), l->e[i].title) || str_eq(str_trim(text), l->e[i].key)))
			return &l->e[i];
	return NULL;
}

struct naming { int64_t id, provider, goes_by; struct str title, provider_name, framework; bool ours, elsewhere; };

static struct contract_goes_by
goes_by(struct ctx *c, const struct looking *l, const struct naming *k)
{
	const struct framework_entry *e = entry_of(l, k->goes_by, k->framework);
	struct contract_goes_by g = { .contract = k->id, .provider = k->provider, .title = k->title, .provider_name = k->provider_name,
		.elsewhere = k->elsewhere,
		.called = e != NULL ? e->title : k->framework, .key = e != NULL ? e->key : S(""), .level = S(""),
		.to = k->ours ? URL_ID(c->mem, "/contracts/{}", k->id) : URL(c->mem, "/contracts/held") };

	if (e == NULL)
		return g;
	g.framework = URL_ID(c->mem, "/frameworks/{}", e->id);
	for (size_t i = 0; i < l->n_r && !g.delivered; i++)		/* the newest comes first */
		if (l->r[i].from == k->provider && str_eq(l->r[i].framework_key, e->key)) {
			g.delivered = true;
			g.level = l->r[i].level;
			g.period_from = l->r[i].period_from;
			g.period_to = l->r[i].period_to;
		}
	return g;
}

enum status
contract_frameworks(struct ctx *c, struct date from, struct date to, struct contract_goes_by **ret, size_t *ret_n)
{
	struct contract_naming_framework_row *k;
	struct contract_naming_coordinator_row *held;
	struct looking l;
	size_t n, n_held;

	*ret_n = 0;
	TRY(contract_naming_framework(c->db, c->scope, c->mem, from, to, MOST, &k, &n));
	TRY(contract_naming_coordinator(c->db, c->scope, c->mem, MOST, &held, &n_held));
	TRY(framework_list(c, &l.e, &l.n_e));
	TRY(comparison_received(c, date_add_months(from, -LOOK_BACK_MONTHS), to, &l.r, &l.n_r));
	*ret = arena_array(c->mem, struct contract_goes_by, n + n_held + 1);
	for (size_t i = 0; i < n; i++)
		if (contract_scoped(k[i].standard, k[i].provider_status))
			(*ret)[(*ret_n)++] = goes_by(c, &l, &(struct naming){ k[i].id, k[i].provider, k[i].goes_by, k[i].title, k[i].provider_name,
			    k[i].framework, true, k[i].coordinator != 0 && k[i].coordinator != c->scope->org });
	for (size_t i = 0; i < n_held; i++)
		if (held[i].commissioner != c->scope->org && held[i].starts_on.day <= to.day && held[i].ends_on.day >= from.day &&
		    contract_scoped(held[i].standard, held[i].provider_status))
			(*ret)[(*ret_n)++] = goes_by(c, &l, &(struct naming){ held[i].id, held[i].provider, held[i].goes_by, held[i].title,
			    held[i].provider_name, held[i].framework, false, false });
	return ST_OK;
}

/* Papers of other kinds are not kept here, and whether they were weighed only people know: a missing self-review speaks
 * against, and nothing speaks for. */
enum status
contract_papers_fact(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	struct contract_goes_by *g;
	size_t n, named = 0, delivered = 0;

	*ret = (struct live_fact){ .name = name, .to = URL(c->mem, "/contracts") };
	TRY(contract_frameworks(c, from, to, &g, &n));
	for (size_t i = 0; i < n; i++) {
		if (g[i].elsewhere)
			continue;
		named += g[i].key.n > 0;
		delivered += g[i].delivered;
	}
	if (delivered == 0) {
		ret->words = lang_text(c->lang, c->mem, M("No self-review under a framework that a contract names has been delivered here"));
		return ST_OK;
	}
	ret->value = (int64_t)(delivered * 100 / named);
	ret->state = delivered < named ? LIVE_AGAINST : LIVE_UNKNOWN;
	ret->words = lang_format(c->lang, c->mem, M("Self-reviews under the framework that the contract names were delivered for {n} of the {of} contracts that you coordinate"),
	    (struct msg_arg[]){ { "n", arena_printf(c->mem, "%zu", delivered) }, { "of", arena_printf(c->mem, "%zu", named) } }, 2);
	return ST_OK;
}
