/* SPDX-License-Identifier: MIT */
/* Contracts seen by those whom they name, what they come to in a period, and the facts made of that. */
#include "feature/contract/own.h"
#include "sql/contract.h"
#include "tpl/feature/contract/held.h"

#define MOST 200
#define MOST_COUNTED 2000

/* ---- for the parties ---- */

SHAPE(contract_held_row_shape, contract_held_row,
	FIELD_REF(struct contract_held_row, id, "contract", .label = M("Id")),
	FIELD(struct contract_held_row, title, .label = M("What is bought")),
	FIELD(struct contract_held_row, commissioner, .label = M("Commissioner")),
	FIELD(struct contract_held_row, provider, .label = M("Provider")),
	FIELD(struct contract_held_row, role, .label = M("You are")),
	FIELD(struct contract_held_row, starts_on, .label = M("First day")),
	FIELD(struct contract_held_row, ends_on, .label = M("Last day")),
	FIELD(struct contract_held_row, standard, .label = M("Standard contract")),
	FIELD(struct contract_held_row, framework, .label = M("Provider standards that it names")));
SHAPE(contract_held_out_shape, contract_held_out, FIELD(struct contract_held_out, contracts, .label = M("Contracts"), .of = &contract_held_row_shape));

static enum status
held_load(struct ctx *c, void *in, void *out_)
{
	struct contract_held_out *out = out_;
	struct contract_naming_provider_row *p;
	struct contract_naming_coordinator_row *k;
	size_t n_p, n_k, n = 0;

	(void)in;
	TRY(contract_naming_provider(c->db, c->scope, c->mem, MOST, &p, &n_p));
	TRY(contract_naming_coordinator(c->db, c->scope, c->mem, MOST, &k, &n_k));
	struct contract_held_row *rows = arena_array(c->mem, struct contract_held_row, n_p + n_k + 1);
	for (size_t i = 0; i < n_p; i++)
		rows[n++] = (struct contract_held_row){ .id = p[i].id, .title = p[i].title, .commissioner = p[i].commissioner_name,
			.provider = p[i].provider_name, .role = lang_text(c->lang, c->mem, M("Provider")), .framework = p[i].framework,
			.starts_on = p[i].starts_on, .ends_on = p[i].ends_on, .standard = p[i].standard };
	for (size_t i = 0; i < n_k; i++)
		if (k[i].commissioner != c->scope->org)		/* one's own stand in one's own register */
			rows[n++] = (struct contract_held_row){ .id = k[i].id, .title = k[i].title, .commissioner = k[i].commissioner_name,
				.provider = k[i].provider_name, .role = lang_text(c->lang, c->mem, M("Coordinating commissioner")),
				.framework = k[i].framework, .starts_on = k[i].starts_on, .ends_on = k[i].ends_on, .standard = k[i].standard };
	out->contracts = (struct list){ rows, n };
	return ST_OK;
}

void
contract_held_page(struct html *o, struct ctx *c, const void *out_)
{
	static const struct column columns[] = { { .label = M("What is bought") }, { .label = M("Commissioner") }, { .label = M("Provider") },
		{ .label = M("You are") }, { .label = M("First day") }, { .label = M("Last day") }, { .label = M("Standard contract") } };
	static const char *const fields[] = { "title", "commissioner", "provider", "role", "starts_on", "ends_on", "standard" };
	const struct contract_held_out *out = out_;
	const struct contract_held_row *rows = out->contracts.items;
	struct cell *cells = arena_array(c->mem, struct cell, out->contracts.n * countof(columns) + 1);

	for (size_t i = 0; i < out->contracts.n; i++)
		for (size_t k = 0; k < countof(columns); k++)
			cells[i * countof(columns) + k].text = field_shown(c->mem, shape_field(&contract_held_row_shape, fields[k]), &rows[i], c->sight);
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Your organisation")), URL(c->mem, "/organisation"));
	contract_held_html(o, &(struct contract_held_view){ cells, out->contracts.n, columns, countof(columns) });
}

const struct action contract_held_action = { .name = "contract.held", .title = M("Contracts that name you"), .access = ACCESS_ROLE, .sheet = true,
	.mode = MODE_READ, .out = &contract_held_out_shape, .load = held_load };

/* ---- for other folders ---- */

enum status
contract_exists(struct ctx *c, int64_t provider, struct date day, bool *ret)
{
	struct contract_with_row r;

	TRY(contract_with(c->db, c->scope, c->mem, provider, day, &r));
	*ret = r.n > 0;
	return ST_OK;
}

enum status
contract_coordinates(struct ctx *c, int64_t provider, struct date day, bool *ret)
{
	struct contract_coordinated_with_row r;

	TRY(contract_coordinated_with(c->db, c->scope, c->mem, provider, day, &r));
	*ret = r.n > 0;
	return ST_OK;
}

enum status
contract_names_us(struct ctx *c, int64_t commissioner, struct date day, bool *ret)
{
	struct contract_from_row r;

	TRY(contract_from(c->db, c->scope, c->mem, commissioner, day, &r));
	*ret = r.n > 0;
	return ST_OK;
}

enum status
contract_coordinators_of(struct ctx *c, struct date day, struct contract_party **ret, size_t *ret_n)
{
	struct contract_coordinators_row *r;

	TRY(contract_coordinators(c->db, c->scope, c->mem, day, MOST, &r, ret_n));
	*ret = arena_array(c->mem, struct contract_party, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct contract_party){ r[i].id, r[i].name };
	return ST_OK;
}

/* ---- figures ---- */

static bool
within(struct date d, struct date from, struct date to)
{
	return d.day >= from.day && d.day <= to.day;
}

static enum status
figures_read(struct ctx *c, struct date from, struct date to, struct contract_figures *ret)
{
	struct contract_in_period_row *r;
	struct contract_naming_coordinator_row *k;
	struct contract_any_row any;
	enum status st = contract_any(c->db, c->scope, c->mem, &any);
	size_t n;

	*ret = (struct contract_figures){ .used = st == ST_OK };
	if (st != ST_NOT_FOUND)
		TRY(st);
	TRY(contract_in_period(c->db, c->scope, c->mem, from, to, MOST_COUNTED, &r, &n));
	for (size_t i = 0; i < n; i++) {
		if (!contract_scoped(r[i].standard, r[i].provider_status))
			continue;
		ret->in_scope++;
		ret->coordinated += r[i].coordinator == 0 || r[i].coordinator == c->scope->org;
		if (r[i].before_use || !within(r[i].starts_on, from, to))
			continue;
		ret->started++;
		ret->assured += r[i].n_full > 0;
		ret->basis += r[i].n_basis > 0;
		ret->limited += r[i].n_full == 0 && r[i].n_limited > 0;
		ret->ahead += r[i].n_full == 0 && r[i].ahead_why.n > 0;
	}
	TRY(contract_naming_coordinator(c->db, c->scope, c->mem, MOST, &k, &n));
	ret->used = ret->used || n > 0;
	for (size_t i = 0; i < n; i++)
		ret->coordinated += k[i].commissioner != c->scope->org && k[i].starts_on.day <= to.day && k[i].ends_on.day >= from.day &&
		    contract_scoped(k[i].standard, k[i].provider_status);
	return ST_OK;
}

/* Five facts rest on the same figures. */
enum status
contract_count(struct ctx *c, struct date from, struct date to, struct contract_figures *ret)
{
	const struct contract_figures *known = memo_find(c, "contract_count", from.day, to.day);

	if (known == NULL) {
		struct contract_figures *made = arena_new(c->mem, struct contract_figures);
		TRY(figures_read(c, from, to, made));
		memo_keep(c, "contract_count", from.day, to.day, made);
		known = made;
	}
	*ret = *known;
	return ST_OK;
}

enum status
contract_count_held(struct ctx *c, struct date from, struct date to, int64_t *ret)
{
	struct contract_naming_provider_row *r;
	size_t n;

	*ret = 0;
	TRY(contract_naming_provider(c->db, c->scope, c->mem, MOST, &r, &n));
	for (size_t i = 0; i < n; i++)
		*ret += r[i].starts_on.day <= to.day && r[i].ends_on.day >= from.day;
	return ST_OK;
}

/* ---- facts ---- */

static struct str
number(struct ctx *c, int64_t n)
{
	return arena_printf(c->mem, "%lld", (long long)n);
}

static void
counted(struct ctx *c, struct live_fact *f, int64_t n, const char *some, const char *none)
{
	f->value = n;
	f->state = n > 0 ? LIVE_FOR : LIVE_NONE_AROSE;
	f->words = n > 0 ? lang_format(c->lang, c->mem, some, (struct msg_arg[]){ { "n", number(c, n) } }, 1) : lang_text(c->lang, c->mem, none);
}

/* value is the share in per cent, rounded down, so that only all of them come to 100. */
static void
shared(struct ctx *c, struct live_fact *f, int64_t n, const struct contract_figures *k, const char *words)
{
	if (k->started == 0) {
		f->state = LIVE_NONE_AROSE;
		f->words = lang_text(c->lang, c->mem, M("No contract in scope began in the period"));
		return;
	}
	f->value = n * 100 / k->started;
	f->state = n == k->started ? LIVE_FOR : LIVE_AGAINST;
	f->words = lang_format(c->lang, c->mem, words, (struct msg_arg[]){ { "n", number(c, n) }, { "of", number(c, k->started) },
		{ "limited", number(c, k->limited) } }, 3);
}

enum status
contract_fact(struct ctx *c, const char *name, struct date from, struct date to, struct live_fact *ret)
{
	struct contract_figures k;
	struct str which = str_c(name);
	int64_t held;

	*ret = (struct live_fact){ .name = name, .to = URL(c->mem, "/contracts"), .words = lang_text(c->lang, c->mem, M("No contract is recorded here")) };
	if (str_is(which, "contract.held")) {
		TRY(contract_count_held(c, from, to, &held));
		ret->to = URL(c->mem, "/contracts/held");
		counted(c, ret, held, M("Contracts that name the organisation as provider: {n}"), M("No contract names the organisation as provider"));
		return ST_OK;
	}
	TRY(contract_count(c, from, to, &k));
	if (!k.used)
		return ST_OK;
	if (str_is(which, "contract.in_scope"))
		counted(c, ret, k.in_scope, M("Contracts in scope: {n}"), M("No contract in scope"));
	else if (str_is(which, "contract.started"))
		counted(c, ret, k.started, M("Contracts in scope that began in the period: {n}"), M("No contract in scope began in the period"));
	else if (str_is(which, "contract.coordinated"))
		counted(c, ret, k.coordinated, M("Standard contracts that the organisation coordinates: {n}"), M("The organisation coordinates no such contract"));
	else if (str_is(which, "contract.assured"))
		shared(c, ret, k.assured, &k, M("Full assurance before signature in {n} of {of} contracts that began; limited in {limited}"));
	else
		shared(c, ret, k.basis, &k, M("Assurance rests on the provider standards in {n} of {of} contracts that began"));
	return ST_OK;
}
