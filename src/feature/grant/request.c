/* SPDX-License-Identifier: MIT */
/* ORG-6: the asking side.  Who asks names the person who will read, and in what capacity. */
#include "feature/grant/own.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/contract/contract.h"
#include "feature/organisation/organisation.h"
#include "sql/grant.h"

#define MOST_READERS 500
#define MOST_DAYS 366

static const struct choice capacities_c_[] = {
	{ "specialist", M("The commissioner's own security management specialist"), NULL },
	{ "stead", M("Somebody nominated in the specialist's stead"), NULL },
	{ "national", M("Somebody nominated by the national body"), NULL },
};
const struct choice_list grant_capacities = { capacities_c_, countof(capacities_c_) };

SHAPE(reading_request_shape, reading_request,
	FIELD(struct reading_request, title, .label = M("Whose records"), .read_only = true, .in_list = true),
	FIELD_REF(struct reading_request, provider, "organisation", .label = M("Provider"), .must = true),
	FIELD_CHOICE(struct reading_request, capacity, grant_capacities, .label = M("In what capacity"), .must = true),
	FIELD_REF(struct reading_request, reader, "reader", .label = M("Who will read"), .must = true, .in_list = true),
	FIELD(struct reading_request, reader_name, .label = M("Name given to the provider"), .privacy = PRIV_IDENTITY, .read_only = true),
	FIELD(struct reading_request, nominated_by, .label = M("Nominated by"), .hint = M("For anybody but the specialist."), .privacy = PRIV_IDENTITY),
	FIELD(struct reading_request, nominated_on, .label = M("Nominated on"), .past_only = true),
	FIELD(struct reading_request, starts_on, .label = M("First day"), .must = true, .in_list = true),
	FIELD(struct reading_request, ends_on, .label = M("Last day"), .must = true, .in_list = true),
	FIELD_LONG(struct reading_request, subject, .label = M("What will be looked at"), .must = true, .max = 2000),
	FIELD_LONG(struct reading_request, reason, .label = M("Why"), .max = 2000));

struct str
grant_capacity(struct ctx *c, struct str capacity)
{
	for (size_t i = 0; i < grant_capacities.n; i++)
		if (str_is(capacity, grant_capacities.c[i].value))
			return lang_text(c->lang, c->mem, grant_capacities.c[i].label);
	return capacity;
}

/* ---- people of the acting organisation, as a field of choice ---- */

static struct str
reader_name_of(struct ctx *c, int64_t account)
{
	struct reader_roles_row *r;
	size_t n;

	if (reader_roles(c->db, c->scope, c->mem, account, c->today, &r, &n) != ST_OK || n == 0)
		return S("");
	return personal_shown(r[0].name, c->sight);
}

static enum status
reader_options(struct ctx *c, struct option **ret, size_t *ret_n)
{
	struct reader_list_row *r;
	size_t n;

	TRY(reader_list(c->db, c->scope, c->mem, c->today, MOST_READERS, &r, &n));
	*ret = arena_array(c->mem, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct option){ id_text(c->mem, r[i].id), personal_shown(r[i].name, c->sight) };
	*ret_n = n;
	return ST_OK;
}

static const struct record_ops reader_ops = { .kind = "reader" };
static const struct shape reader_shape = { "reader", NULL, 0, sizeof(int64_t) };
const struct record_type reader_type = { .ops = &reader_ops, .shape = &reader_shape, .one = M("reader"), .many = M("readers"),
	.path = "/reading", .name = reader_name_of, .options = reader_options };

/* ---- rules ---- */

static enum status
reader_check(struct ctx *c, struct reading_request *r)
{
	struct reader_roles_row *roles;
	size_t n;
	bool specialist = false;

	TRY(reader_roles(c->db, c->scope, c->mem, r->reader, c->today, &roles, &n));
	if (n == 0) {
		field_error(c, "reader", M("Choose somebody who has access to your organisation"), S(""));
		return ST_OK;
	}
	r->reader_name = roles[0].name;
	for (size_t i = 0; i < n; i++)
		specialist = specialist || str_is(roles[i].role, "specialist");
	if (str_is(r->capacity, "specialist") && !specialist)
		field_error(c, "reader", M("This person is not a security management specialist here: choose another capacity, or another person"), S(""));
	if (!str_is(r->capacity, "specialist") && r->nominated_by.text.n == 0)
		field_error(c, "nominated_by", M("Say who nominated this person"), S(""));
	if (!str_is(r->capacity, "specialist") && r->nominated_on.day == 0)
		field_error(c, "nominated_on", M("Say when this person was nominated"), S(""));
	return ST_OK;
}

/* A commissioner reads the providers that it has a contract with; the national body's nominee reads any. */
static enum status
right_check(struct ctx *c, const struct reading_request *r)
{
	struct organisation us, provider;
	bool contract, coordinated = false;

	TRY(organisation_get(c, c->scope->org, &us));
	enum status st = organisation_get(c, r->provider, &provider);
	if (st == ST_NOT_FOUND || (st == ST_OK && !str_is(provider.kind, "provider") && !str_is(provider.kind, "primary_care"))) {
		field_error(c, "provider", M("Choose a provider"), S(""));
		return ST_OK;
	}
	TRY(st);
	if (str_is(r->capacity, "national") != str_is(us.kind, "national")) {
		field_error(c, "capacity", str_is(us.kind, "national") ? M("The national body's nominees read in its name")
		    : M("Only the national body can nominate in its name"), S(""));
		return ST_OK;
	}
	if (str_is(us.kind, "national"))
		return ST_OK;
	TRY(contract_exists(c, r->provider, r->starts_on, &contract));
	if (!contract)
		TRY(contract_coordinates(c, r->provider, r->starts_on, &coordinated));
	if (!contract && !coordinated)
		field_error(c, "provider", M("Your organisation has no contract with {value} on the first day"), provider.name);
	return ST_OK;
}

static enum status
request_check(struct ctx *c, const void *before, void *after)
{
	struct reading_request *r = after;
	struct reading_answered_row answered = { .n = 0 };

	if (before != NULL)
		TRY(reading_answered(c->db, c->scope, c->mem, r->id, &answered));
	if (answered.n > 0)
		return fail(c, ST_INVALID, M("The provider has answered this request. Ask anew for something else."), NULL);
	if (r->ends_on.day < r->starts_on.day || r->ends_on.day < c->today.day)
		field_error(c, "ends_on", M("Last day must not lie before the first day or before today"), S(""));
	else if (r->ends_on.day - r->starts_on.day >= MOST_DAYS)
		field_error(c, "ends_on", M("Ask for a year at most"), S(""));
	TRY(reader_check(c, r));
	TRY(right_check(c, r));
	r->title = organisation_name(c, r->provider);
	return ST_OK;
}

static const struct record_type reading_request_type = {
	.ops = &reading_request_ops, .shape = &reading_request_shape, .one = M("request to read"), .many = M("requests to read"),
	.label = "title", .path = "/reading/requests/{id}", .check = request_check, .personal = true,
};
const struct register_def reading_request_register = {
	.type = &reading_request_type, .path = "/reading/requests", .title = M("Requests to read a provider's arrangements"),
	.about = M("What your organisation has asked providers to open. The provider decides, and sees every page that is opened."),
	.add = M("Ask a provider"),
};
