/* SPDX-License-Identifier: MIT */
/* ORG-3: contracts with providers, and the assurance obtained before each is signed. */
#include "feature/contract/own.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/framework/framework.h"
#include "feature/organisation/organisation.h"
#include "sql/contract.h"
#include "tpl/feature/contract/part.h"

#define DUE_DAYS 90
#define UNASSURED_DAYS 60
#define MOST 50

CHOICES(provider_states,
	{ "nhs_trust", M("An NHS trust"), NULL },
	{ "licence_holder", M("A licence holder"), NULL },
	{ "neither", M("Neither"), NULL });
CHOICES(conclusions,
	{ "full", M("Full assurance"), NULL },
	{ "limited", M("Limited assurance"), NULL },
	{ "none", M("No assurance"), NULL });
CHOICES(bases,
	{ "yes", M("Yes"), NULL },
	{ "partly", M("Partly"), NULL },
	{ "no", M("No"), NULL });

SHAPE(contract_shape, contract,
	FIELD(struct contract, title, .label = M("What is bought"), .must = true, .search = true, .in_list = true),
	FIELD_REF(struct contract, provider, "organisation", .label = M("Provider"), .must = true, .in_list = true),
	FIELD_REF(struct contract, coordinator, "organisation", .label = M("Coordinating commissioner"), .hint = M("Leave empty if it is your organisation.")),
	FIELD(struct contract, starts_on, .label = M("First day"), .must = true, .in_list = true),
	FIELD(struct contract, ends_on, .label = M("Last day"), .must = true, .in_list = true),
	FIELD(struct contract, standard, .label = M("It is under the standard contract")),
	FIELD_CHOICE(struct contract, provider_status, provider_states, .label = M("What is the provider?"), .must = true),
	FIELD_REF(struct contract, goes_by, "framework_version", .label = M("Provider framework that it names"),
	    .hint = M("Standards 1.6 and 1.7 are read by it.")),
	FIELD(struct contract, framework, .label = M("Provider standards that it names, in its own words"), .max = 100,
	    .hint = M("Where they are not in the list above.")),
	FIELD(struct contract, before_use, .label = M("It began before Wardkeep was in use here"), .hint = M("Then no assurance from before signature is expected of it.")),
	FIELD(struct contract, signed_on, .label = M("Signed on"), .hint = M("Record the assurance first."), .past_only = true),
	FIELD(struct contract, ahead_by, .label = M("Who decided to go ahead without full assurance"), .privacy = PRIV_IDENTITY),
	FIELD(struct contract, ahead_on, .label = M("Decided on"), .past_only = true),
	FIELD_LONG(struct contract, ahead_why, .label = M("Why"), .max = 2000),
	FIELD(struct contract, document, .label = M("Document")));

SHAPE(assurance_shape, assurance,
	FIELD_REF(struct assurance, contract, "contract", .label = M("Contract"), .must = true, .in_list = true),
	FIELD(struct assurance, title, .label = M("What it is"), .hint = M("For example: review of the bidder's security arrangements"), .must = true, .search = true, .in_list = true),
	FIELD(struct assurance, given_on, .label = M("Date"), .must = true, .past_only = true, .in_list = true),
	FIELD_LONG(struct assurance, asked, .label = M("What was asked"), .must = true, .max = 4000, .search = true),
	FIELD_LONG(struct assurance, shown, .label = M("What was shown"), .must = true, .max = 4000, .search = true),
	FIELD_CHOICE(struct assurance, conclusion, conclusions, .label = M("Conclusion"), .must = true, .in_list = true),
	FIELD_CHOICE(struct assurance, rests, bases, .label = M("Does it rest on the provider standards?"), .must = true),
	FIELD_LONG(struct assurance, conditions, .label = M("Conditions set"), .max = 4000),
	FIELD(struct assurance, document, .label = M("Document")));

bool
contract_scoped(bool standard, struct str provider_status)
{
	return standard && !str_is(provider_status, "neither");
}

/* ---- rules ---- */

static enum status
parties_check(struct ctx *c, const struct contract *k)
{
	struct organisation o;
	enum status st = organisation_get(c, k->provider, &o);

	if (st == ST_NOT_FOUND || k->provider == c->scope->org)
		field_error(c, "provider", M("Choose the provider from the directory"), S(""));
	else
		TRY(st);
	if (k->coordinator == 0)
		return ST_OK;
	st = organisation_get(c, k->coordinator, &o);
	if (st == ST_NOT_FOUND || (st == ST_OK && !str_is(o.kind, "commissioner")))
		field_error(c, "coordinator", M("Coordinating commissioner must be a commissioner"), S(""));
	else
		TRY(st);
	return ST_OK;
}

static enum status
framework_check(struct ctx *c, const struct contract *k)
{
	const struct framework *f;

	if (k->goes_by == 0)
		return ST_OK;
	enum status st = framework_get(c, k->goes_by, &f);
	if (st == ST_NOT_FOUND || (st == ST_OK && !framework_is_for(f, S("provider")))) {
		field_error(c, "goes_by", M("Choose a published framework that is for providers"), S(""));
		return ST_OK;
	}
	return st;
}

/* The best assurance by the day of signature: "full", "limited", or neither. */
static enum status
best_assurance(struct ctx *c, int64_t contract, struct date by, bool *ret_full, bool *ret_limited)
{
	struct contract_assurances_row *r;
	size_t n;

	*ret_full = *ret_limited = false;
	TRY(contract_assurances(c->db, c->scope, c->mem, contract, MOST, &r, &n));
	for (size_t i = 0; i < n; i++) {
		if (r[i].given_on.day > by.day)
			continue;
		*ret_full = *ret_full || str_is(r[i].conclusion, "full");
		*ret_limited = *ret_limited || str_is(r[i].conclusion, "limited");
	}
	return ST_OK;
}

static enum status
signature_check(struct ctx *c, const struct contract *k)
{
	bool full, limited;

	if (k->signed_on.day == 0 || k->before_use || !contract_scoped(k->standard, k->provider_status))
		return ST_OK;
	TRY(best_assurance(c, k->id, k->signed_on, &full, &limited));
	if (full || (k->ahead_by.text.n > 0 && k->ahead_why.n > 0))
		return ST_OK;
	if (k->ahead_by.text.n == 0)
		field_error(c, "ahead_by", limited
		    ? M("There is only limited assurance from before the signature: say who decided to go ahead")
		    : M("There is no assurance from before the signature: say who decided to go ahead"), S(""));
	if (k->ahead_why.n == 0)
		field_error(c, "ahead_why", M("Say why it was decided to go ahead"), S(""));
	return ST_OK;
}

/* Nobody marks a new contract as an old one: it must have begun before the first was entered here. */
static enum status
before_use_check(struct ctx *c, const struct contract *k)
{
	struct contract_first_row first;

	if (!k->before_use)
		return ST_OK;
	TRY(contract_first(c->db, c->scope, c->mem, &first));
	struct date since = first.first.ms != 0 ? when_date(first.first) : c->today;
	if (k->starts_on.day >= since.day)
		field_error(c, "before_use", M("Contracts have been kept here since {value}, and this one begins later"), date_long(c->mem, since));
	return ST_OK;
}

static enum status
contract_check(struct ctx *c, const void *before, void *after)
{
	const struct contract *k = after;

	(void)before;
	if (k->ends_on.day < k->starts_on.day)
		field_error(c, "ends_on", M("Last day must not be before the first day"), S(""));
	TRY(parties_check(c, k));
	TRY(framework_check(c, k));
	TRY(before_use_check(c, k));
	return signature_check(c, k);
}

static enum status
assurance_check(struct ctx *c, const void *before, void *after)
{
	const struct assurance *s = after;
	struct contract k;
	enum status st = contract_ops.get(c->db, c->scope, c->mem, s->contract, &k);

	(void)before;
	if (st == ST_NOT_FOUND || (st == ST_OK && k.withdrawn_at.ms != 0))
		field_error(c, "contract", M("Choose a contract that is in use"), S(""));
	else
		return st;
	return ST_OK;
}

/* ---- the contract's page ---- */

static void
scope_words(struct ctx *c, const struct contract *k, struct contract_part *p)
{
	p->in_scope = contract_scoped(k->standard, k->provider_status);
	if (p->in_scope)
		p->reach = lang_text(c->lang, c->mem, M("In scope of standard 1.6: it is under the standard contract, and the provider is an NHS trust or a licence holder."));
	else if (!k->standard)
		p->reach = lang_text(c->lang, c->mem, M("Not in scope of standard 1.6: it is not under the standard contract."));
	else
		p->reach = lang_text(c->lang, c->mem, M("Not in scope of standard 1.6: the provider is neither an NHS trust nor a licence holder."));
}

static enum status
state_words(struct ctx *c, const struct contract *k, struct contract_part *p)
{
	bool full, limited;

	p->began_before = k->before_use;
	if (k->before_use) {
		p->state = lang_text(c->lang, c->mem, M("It began before Wardkeep was in use here, so no assurance from before signature is expected."));
		return ST_OK;
	}
	TRY(best_assurance(c, k->id, k->signed_on.day != 0 ? k->signed_on : c->today, &full, &limited));
	p->good = full;
	if (full)
		p->state = lang_text(c->lang, c->mem, k->signed_on.day != 0 ? M("Full assurance was obtained before signature.") : M("Full assurance has been obtained. It can be signed."));
	else if (k->signed_on.day == 0)
		p->state = lang_text(c->lang, c->mem, limited ? M("Assurance so far is limited. Signing takes a named person and a reason.") : M("No assurance yet. Record it before the contract is signed."));
	else
		p->state = lang_text(c->lang, c->mem, limited ? M("It was signed on limited assurance. This shows in standard 1.6.") : M("It was signed without assurance. This shows in standard 1.6."));
	return ST_OK;
}

static enum status
part_load(struct ctx *c, const void *rec, void **ret)
{
	const struct contract *k = rec;
	struct contract_part *p = arena_new(c->mem, struct contract_part);
	struct contract_assurances_row *r;

	*ret = p;
	scope_words(c, k, p);
	if (p->in_scope)
		TRY(state_words(c, k, p));
	TRY(contract_assurances(c->db, c->scope, c->mem, k->id, MOST, &r, &p->n_cells));
	struct cell *cells = arena_array(c->mem, struct cell, p->n_cells * 3 + 1);
	for (size_t i = 0; i < p->n_cells; i++) {
		const struct assurance a = { .conclusion = r[i].conclusion };
		cells[i * 3] = (struct cell){ .text = r[i].title, .to = URL_ID(c->mem, "/assurances/{}", r[i].id) };
		cells[i * 3 + 1].text = date_long(c->mem, r[i].given_on);
		cells[i * 3 + 2].text = field_shown(c->mem, shape_field(&assurance_shape, "conclusion"), &a, c->sight);
	}
	p->cells = cells;
	p->may_add = may(c, "assurance.create");
	p->add = url_with(c->mem, URL(c->mem, "/assurances/new"), "contract", id_text(c->mem, k->id));
	return ST_OK;
}

static void
part_html(struct html *o, struct ctx *c, const void *data)
{
	static const struct column columns[] = { { .label = M("Assurance") }, { .label = M("Date") }, { .label = M("Conclusion") } };

	(void)c;
	contract_part_html(o, data, columns, countof(columns));
}

/* From the contract's page it is known which contract is meant. */
static void
assurance_start(struct ctx *c, void *rec)
{
	struct assurance *s = rec;

	for (size_t i = 0; i < c->n_asked; i++)
		if (str_is(c->asked[i].name, "contract"))
			(void)id_parse(c->asked[i].value, &s->contract);
}

/* ---- due ---- */

static enum status
contract_due_from(struct ctx *c, struct due_list *due)
{
	struct contract_due_row *r;
	struct contract_unassured_row *u;
	size_t n;

	if (!may(c, "contract.edit"))
		return ST_OK;
	TRY(contract_due(c->db, c->scope, c->mem, c->today, date_add_days(c->today, DUE_DAYS), MOST, &r, &n));
	for (size_t i = 0; i < n; i++)
		due_add(c, due, (struct due_item){ .title = r[i].title, .due = r[i].ends_on,
			.to = URL_ID(c->mem, "/contracts/{}", r[i].id), .kind = M("Contract that ends"), .ref = r[i].ref });
	TRY(contract_unassured(c->db, c->scope, c->mem, c->today, date_add_days(c->today, UNASSURED_DAYS), MOST, &u, &n));
	for (size_t i = 0; i < n; i++)
		due_add(c, due, (struct due_item){ .title = u[i].title, .due = u[i].starts_on,
			.to = URL_ID(c->mem, "/contracts/{}", u[i].id), .kind = M("Assurance to obtain before signature"), .ref = u[i].ref });
	return ST_OK;
}

/* ---- what the folder contributes ---- */

static const struct record_type contract_type = {
	.ops = &contract_ops, .shape = &contract_shape, .one = M("contract"), .many = M("contracts"), .label = "title",
	.prefix = "CON", .path = "/contracts/{id}", .check = contract_check, .personal = true,
};
static const struct record_type assurance_type = {
	.ops = &assurance_ops, .shape = &assurance_shape, .one = M("assurance"), .many = M("assurances"), .label = "title",
	.path = "/assurances/{id}", .check = assurance_check,
};
static const struct register_def contract_register = {
	.type = &contract_type, .path = "/contracts", .title = M("Contracts with providers"),
	.about = M("Services that your organisation buys. A contract in scope of standard 1.6 needs assurance from before it is signed."),
	.add = M("Add a contract"), .view_load = part_load, .view_html = part_html,
};
static const struct register_def assurance_register = {
	.type = &assurance_type, .path = "/assurances", .title = M("Assurance before contracting"),
	.about = M("What was asked of a provider before a contract was signed, what was shown, and what followed from it."),
	.add = M("Record an assurance"), .start = assurance_start,
};
static const struct register_def *const registers[] = { &contract_register, &assurance_register, NULL };
static const struct action *const actions[] = { &contract_held_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/contracts/held", .action = &contract_held_action, .html = contract_held_page, .title = M("Contracts that name you"), .wide = true },
	{ .path = NULL },
};
static const struct fact_def facts[] = {
	{ "contract.in_scope", M("Standard contracts with a licence holder or an NHS trust"), contract_fact },
	{ "contract.started", M("Contracts in scope that began in the period"), contract_fact },
	{ "contract.assured", M("Contracts in scope with assurance dated before signature, of all that began in the period"), contract_fact },
	{ "contract.basis", M("Contracts whose assurance rests on the provider standards, of all that began in the period"), contract_fact },
	{ "contract.coordinated", M("Standard contracts that the organisation coordinates"), contract_fact },
	{ "contract.held", M("Contracts under which a commissioner reviews the organisation"), contract_fact },
	{ "provider.papers", M("Self-reviews delivered under the framework that each contract names"), contract_papers_fact },
	{ NULL, NULL, NULL },
};
const struct feature contract_feature = {
	.name = "contract", .registers = registers, .actions = actions, .pages = pages, .due = contract_due_from, .facts = facts,
	.example = contract_example,
};
