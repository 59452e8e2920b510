/* SPDX-License-Identifier: MIT */
/* ORG-11: a responsibility passed from one organisation to another, with scope, dates and document. */
#include "feature/delegation/own.h"
#include "base/time.h"
#include "feature/organisation/organisation.h"
#include "sql/delegation.h"
#include "tpl/feature/delegation/received.h"

#define DUE_DAYS 60
#define MOST 100

static const struct choice duties_c_[] = {
	{ "alerts", M("Passing alerts on"), M("For example to primary care contractors.") },
	{ "monitoring", M("Monitoring providers during the contract"), NULL },
	{ "precontract", M("Assurance before contracting"), NULL },
	{ "awareness", M("Raising awareness"), NULL },
	{ "communication", M("Communication with partners"), NULL },
	{ "training", M("Training"), NULL },
	{ "lone_working", M("Protecting lone workers"), NULL },
	{ "investigation", M("Investigating incidents"), NULL },
	{ "sanctions", M("Seeking sanctions and redress"), NULL },
	{ "other", M("Another responsibility"), NULL },
};
const struct choice_list delegation_duties = { duties_c_, countof(duties_c_) };

SHAPE(delegation_shape, delegation,
	FIELD(struct delegation, title, .label = M("Title"), .must = true, .search = true, .in_list = true),
	FIELD_CHOICE(struct delegation, duty, delegation_duties, .label = M("Responsibility"), .must = true, .in_list = true),
	FIELD_REF(struct delegation, receiver, "organisation", .label = M("Passed to"), .must = true, .in_list = true),
	FIELD_LONG(struct delegation, subject, .label = M("What exactly, and for whom"), .must = true, .max = 4000, .search = true),
	FIELD(struct delegation, starts_on, .label = M("From"), .must = true, .in_list = true),
	FIELD(struct delegation, ends_on, .label = M("Until"), .hint = M("Leave empty if there is no last day yet."), .in_list = true),
	FIELD(struct delegation, document, .label = M("Document"), .hint = M("The written agreement. The other organisation has its own copy.")),
	FIELD_LONG(struct delegation, note, .label = M("Note for your own organisation"), .max = 2000));

static enum status
delegation_check(struct ctx *c, const void *before, void *after)
{
	const struct delegation *d = after;
	struct organisation o;

	(void)before;
	if (d->ends_on.day != 0 && d->ends_on.day < d->starts_on.day)
		field_error(c, "ends_on", M("Until must not be before From"), S(""));
	if (d->receiver == c->scope->org)
		field_error(c, "receiver", M("Choose another organisation than your own"), S(""));
	enum status st = organisation_get(c, d->receiver, &o);
	if (st == ST_NOT_FOUND)
		field_error(c, "receiver", M("Choose an organisation from the directory"), S(""));
	return st == ST_NOT_FOUND ? ST_OK : st;
}

/* ---- for other folders ---- */

/* Both go by the same words: standards have other numbers in each framework and edition. */
const char *
delegation_duty_of(struct str arrangement)
{
	for (size_t i = 0; i < delegation_duties.n; i++)
		if (str_is(arrangement, delegation_duties.c[i].value) && !str_is(arrangement, "other"))
			return delegation_duties.c[i].value;
	return NULL;
}

static struct str
joined(struct ctx *c, struct str list, struct str name)
{
	return arena_printf(c->mem, "%.*s%s%.*s", (int)list.n, list.p, list.n > 0 ? ", " : "", (int)name.n, name.p);
}

static void
state_words(struct ctx *c, struct delegation_state *s)
{
	struct msg_arg args[] = { { "to", s->to }, { "from", s->from } };

	if (s->given && s->taken)
		s->words = lang_format(c->lang, c->mem, M("Passed to {to}, and done for {from}"), args, 2);
	else if (s->given)
		s->words = lang_format(c->lang, c->mem, M("Passed to {to}"), args, 2);
	else if (s->taken)
		s->words = lang_format(c->lang, c->mem, M("Done for {from}"), args, 2);
}

enum status
delegation_state(struct ctx *c, const char *duty, struct date from, struct date to, struct delegation_state *ret)
{
	struct delegation_given_row *g;
	struct delegation_taken_row *t;
	size_t n_g, n_t;

	TRY(delegation_given(c->db, c->scope, c->mem, str_c(duty), from, to, MOST, &g, &n_g));
	TRY(delegation_taken(c->db, c->scope, c->mem, str_c(duty), from, to, MOST, &t, &n_t));
	*ret = (struct delegation_state){ .given = n_g > 0, .taken = n_t > 0, .to = S(""), .from = S(""), .words = S(""),
		.url = n_g > 0 ? URL(c->mem, "/delegations") : URL(c->mem, "/delegations/received") };
	for (size_t i = 0; i < n_g; i++)
		ret->to = joined(c, ret->to, g[i].other);
	for (size_t i = 0; i < n_t; i++)
		ret->from = joined(c, ret->from, t[i].other);
	state_words(c, ret);
	return ST_OK;
}

/* ---- the receiving organisation ---- */

SHAPE(delegation_received_shape, delegation_received,
	FIELD_REF(struct delegation_received, id, "delegation", .label = M("Id")),
	FIELD(struct delegation_received, title, .label = M("Title")),
	FIELD(struct delegation_received, giver, .label = M("From which organisation")),
	FIELD_CHOICE(struct delegation_received, duty, delegation_duties, .label = M("Responsibility")),
	FIELD_LONG(struct delegation_received, subject, .label = M("What exactly, and for whom")),
	FIELD(struct delegation_received, starts_on, .label = M("From")),
	FIELD(struct delegation_received, ends_on, .label = M("Until")));
SHAPE(delegation_received_out_shape, delegation_received_out,
	FIELD(struct delegation_received_out, delegations, .label = M("Responsibilities taken over"), .of = &delegation_received_shape));

static enum status
received_load(struct ctx *c, void *in, void *out)
{
	struct delegation_to_us_row *r;
	size_t n;

	(void)in;
	TRY(delegation_to_us(c->db, c->scope, c->mem, MOST, &r, &n));
	struct delegation_received *d = arena_array(c->mem, struct delegation_received, n + 1);
	for (size_t i = 0; i < n; i++)
		d[i] = (struct delegation_received){ r[i].id, r[i].title, r[i].giver, r[i].duty, r[i].subject, r[i].starts_on, r[i].ends_on };
	((struct delegation_received_out *)out)->delegations = (struct list){ d, n };
	return ST_OK;
}

static void
received_page(struct html *o, struct ctx *c, const void *out_)
{
	static const char *const fields[] = { "duty", "title", "giver", "subject", "starts_on", "ends_on" };
	const struct delegation_received_out *out = out_;
	const struct delegation_received *d = out->delegations.items;
	struct column *columns = arena_array(c->mem, struct column, countof(fields));
	struct cell *cells = arena_array(c->mem, struct cell, out->delegations.n * countof(fields) + 1);

	for (size_t k = 0; k < countof(fields); k++)
		columns[k].label = shape_field(&delegation_received_shape, fields[k])->label;
	for (size_t i = 0; i < out->delegations.n; i++)
		for (size_t k = 0; k < countof(fields); k++)
			cells[i * countof(fields) + k].text = field_shown(c->mem, shape_field(&delegation_received_shape, fields[k]), &d[i], c->sight);
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Your organisation")), URL(c->mem, "/organisation"));
	delegation_received_html(o, &(struct delegation_received_view){ columns, countof(fields), cells, out->delegations.n });
}

static enum status
delegation_due(struct ctx *c, struct due_list *due)
{
	struct delegation_ending_row *r;
	size_t n;

	if (!may(c, "delegation.edit"))
		return ST_OK;
	TRY(delegation_ending(c->db, c->scope, c->mem, c->today, date_add_days(c->today, DUE_DAYS), 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		due_add(c, due, (struct due_item){ .title = r[i].title, .due = r[i].ends_on,
			.to = URL_ID(c->mem, "/delegations/{}", r[i].id), .kind = M("Delegation that ends") });
	return ST_OK;
}

static const struct record_type delegation_type = {
	.ops = &delegation_ops, .shape = &delegation_shape, .one = M("delegation"), .many = M("delegations"), .label = "title",
	.prefix = "DEL", .path = "/delegations/{id}", .check = delegation_check,
};
static const struct register_def delegation_register = {
	.type = &delegation_type, .path = "/delegations", .title = M("Responsibilities passed on"),
	.about = M("What another organisation does for yours. It sees this on its own page, and the standards concerned say who does it."),
	.add = M("Record a delegation"),
};
static const struct register_def *const registers[] = { &delegation_register, NULL };
static const struct action received_action = { .name = "delegation.received", .title = M("Responsibilities taken over"), .access = ACCESS_ROLE, .sheet = true,
	.mode = MODE_READ, .out = &delegation_received_out_shape, .load = received_load };
static const struct action *const actions[] = { &received_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/delegations/received", .action = &received_action, .html = received_page, .title = M("Responsibilities taken over"), .wide = true },
	{ .path = NULL },
};
const struct feature delegation_feature = {
	.name = "delegation", .registers = registers, .actions = actions, .pages = pages, .due = delegation_due, .example = delegation_example,
};
