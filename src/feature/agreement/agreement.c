/* SPDX-License-Identifier: MIT */
/* ORG-7: protocols and agreements with those whom the organisation works with on security. */
#include "feature/agreement/own.h"
#include "app/register.h"
#include "base/time.h"
#include "sql/agreement.h"

#define DUE_DAYS 60

CHOICES(agreement_kinds,
	{ "protocol", M("Protocol"), NULL },
	{ "agreement", M("Agreement"), NULL },
	{ "service_level", M("Service level agreement"), NULL },
	{ "information_sharing", M("Information sharing agreement"), NULL });
CHOICES(partner_kinds,
	{ "human_resources", M("Human resources"), NULL },
	{ "internal_audit", M("Internal audit"), NULL },
	{ "counter_fraud", M("Counter-fraud specialist"), NULL },
	{ "police", M("Police"), NULL },
	{ "council", M("Council"), NULL },
	{ "health_body", M("Another health body"), NULL },
	{ "contractor", M("Contractor"), NULL },
	{ "other", M("Another partner"), NULL });

SHAPE(agreement_shape, agreement,
	FIELD(struct agreement, title, .label = M("Title"), .must = true, .search = true, .in_list = true),
	FIELD_CHOICE(struct agreement, kind, agreement_kinds, .label = M("Kind"), .must = true),
	FIELD_CHOICE(struct agreement, partner_kind, partner_kinds, .label = M("With whom"), .must = true, .in_list = true),
	FIELD(struct agreement, partner, .label = M("Name of the partner"), .search = true),
	FIELD_REF(struct agreement, partner_org, "organisation", .label = M("The partner in the directory"),
	    .hint = M("If it is one of the organisations listed here")),
	FIELD_LONG(struct agreement, scope, .label = M("What it covers"), .search = true, .max = 4000),
	FIELD(struct agreement, contact, .label = M("Contact at the partner"), .privacy = PRIV_IDENTITY, .search = true),
	FIELD(struct agreement, document, .label = M("Document")),
	FIELD(struct agreement, signed_on, .label = M("Signed on"), .past_only = true),
	FIELD(struct agreement, review_on, .label = M("Review date"), .must = true, .in_list = true),
	FIELD_REF(struct agreement, unit, "unit", .label = M("Responsible unit")));

static enum status
agreement_check(struct ctx *c, const void *before, void *after)
{
	const struct agreement *a = after;

	(void)before;
	if (a->partner.n == 0 && a->partner_org == 0)
		field_error(c, "partner", M("Enter the name of the partner, or choose one from the directory"), S(""));
	if (a->signed_on.day != 0 && a->review_on.day < a->signed_on.day)
		field_error(c, "review_on", M("Review date must be after the day it was signed"), S(""));
	return ST_OK;
}

static enum status
agreement_due_from(struct ctx *c, struct due_list *due)
{
	struct agreement_due_row *r;
	size_t n;

	if (!may(c, "agreement.edit"))
		return ST_OK;
	TRY(agreement_due(c->db, c->scope, c->mem, date_add_days(c->today, DUE_DAYS), 50, &r, &n));
	for (size_t i = 0; i < n; i++)
		due_add(c, due, (struct due_item){ .title = r[i].title, .due = r[i].review_on,
			.to = URL_ID(c->mem, "/agreements/{}", r[i].id), .kind = M("Agreement to review"), .ref = r[i].ref });
	return ST_OK;
}

static const struct record_type agreement_type = {
	.ops = &agreement_ops, .shape = &agreement_shape, .one = M("agreement"), .many = M("agreements"),
	.label = "title", .prefix = "AGR", .path = "/agreements/{id}", .unit = "unit", .check = agreement_check,
	.personal = true,
};
static const struct register_def agreement_register = {
	.type = &agreement_type, .path = "/agreements", .title = M("Protocols and agreements"),
	.about = M("What has been agreed with human resources, internal audit, counter-fraud, the police and other partners, and when each is due for review."),
	.add = M("Add an agreement"),
};

static const struct register_def *const registers[] = { &agreement_register, NULL };
static const struct nav_entry nav[] = { { M("Agreements"), "/agreements", 60, "agreement.list" }, { NULL, NULL, 0, NULL } };
static const struct fact_def facts[] = {
	{ "agreement.current", M("Agreements and protocols within their review date, of all"), agreement_fact },
	{ NULL, NULL, NULL },
};
const struct feature agreement_feature = {
	.name = "agreement", .registers = registers, .nav = nav, .due = agreement_due_from, .facts = facts, .example = agreement_example,
};
