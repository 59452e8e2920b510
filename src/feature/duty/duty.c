/* SPDX-License-Identifier: MIT */
/* ORG-8: duties by contract year and kind of service, with the frameworks that follow. */
#include "feature/duty/own.h"
#include "base/time.h"
#include "feature/organisation/organisation.h"
#include "sql/duty.h"
#include "tpl/feature/duty/list.h"

CHOICES(strengths,
	{ "statute", M("Law"), NULL },
	{ "comply", M("Must comply"), NULL },
	{ "reasonable_endeavours", M("All reasonable endeavours"), NULL },
	{ "have_regard", M("Must have regard"), NULL },
	{ "good_practice", M("Good practice only"), NULL });

enum status
duty_current(struct ctx *c, const struct duties **ret)
{
	struct duty_newest_row *r;
	struct duties *d;
	struct str why;
	size_t n;

	TRY(duty_newest(c->db, c->mem, 1, &r, &n));
	*ret = shipped_duties();
	if (n == 0)
		return ST_OK;
	if (duties_parse(c->mem, r[0].yaml, &d, &why) != ST_OK)
		return fail(c, ST_INTERNAL, "an imported list of duties cannot be read", NULL);
	*ret = d;
	return ST_OK;
}

/* ---- which hold ---- */

static int
organisation_bit(struct str kind)
{
	static const struct { const char *kind; enum fw_organisation bit; } known[] = { { "commissioner", ORGANISATION_COMMISSIONER },
		{ "provider", ORGANISATION_PROVIDER }, { "national", ORGANISATION_NATIONAL_BODY },
		{ "primary_care", ORGANISATION_CONTRACTOR }, { "partner", ORGANISATION_PARTNER } };

	for (size_t i = 0; i < countof(known); i++)
		if (str_is(kind, known[i].kind))
			return (int)known[i].bit;
	return -1;
}

bool
duty_holds(const struct fw_duty *d, struct str org_kind, struct choices services, struct date from, struct date to)
{
	int bit = organisation_bit(org_kind);

	if (bit < 0 || (d->organisations.bits & FW_BIT(bit)) == 0)
		return false;
	if (d->from.day > to.day || (d->until.day != 0 && d->until.day < from.day))
		return false;
	if (d->services.n == 0 || services.bits == 0)
		return true;
	for (size_t i = 0; i < d->services.n; i++)
		for (size_t k = 0; k < organisation_services.n; k++)
			if ((services.bits >> k & 1) != 0 && str_is(d->services.at[i], organisation_services.c[k].value))
				return true;
	return false;
}

/* ---- the page ---- */

SHAPE(duty_list_shape, duty_list_in,
	FIELD(struct duty_list_in, year, .label = M("Contract year"), .hint = M("The year in which it begins, on 1 April"), .least = 2010, .most = 2100),
	FIELD_CHOICE(struct duty_list_in, kind, organisation_kinds, .label = M("Kind of organisation")),
	FIELD_CHOICE(struct duty_list_in, service, organisation_services, .label = M("Kind of service")));
SHAPE(duty_row_shape, duty_row,
	FIELD(struct duty_row, key, .label = M("Key")),
	FIELD(struct duty_row, years, .label = M("Contract years")),
	FIELD(struct duty_row, clause, .label = M("Clause")),
	FIELD_LONG(struct duty_row, words, .label = M("What is asked")),
	FIELD_CHOICE(struct duty_row, strength, strengths, .label = M("Strength")),
	FIELD(struct duty_row, services, .label = M("Kinds of services"), .max = 1000),
	FIELD(struct duty_row, frameworks, .label = M("Standards that follow"), .max = 1000),
	FIELD(struct duty_row, from, .label = M("From")),
	FIELD(struct duty_row, until, .label = M("Until")),
	FIELD(struct duty_row, confirmed, .label = M("Confirmed")),
	FIELD_LONG(struct duty_row, basis, .label = M("What the entry rests on")));
SHAPE(duty_list_out_shape, duty_list_out,
	FIELD(struct duty_list_out, year, .label = M("Contract year")),
	FIELD(struct duty_list_out, edition, .label = M("Edition"), .max = 2000),
	FIELD(struct duty_list_out, duties, .label = M("Duties"), .of = &duty_row_shape));

static struct str
comma(struct ctx *c, struct str list, struct str word)
{
	return arena_printf(c->mem, "%.*s%s%.*s", (int)list.n, list.p, list.n > 0 ? ", " : "", (int)word.n, word.p);
}

static struct str
services_shown(struct ctx *c, const struct duties *all, const struct fw_duty *d)
{
	struct str r = S("");

	if (d->services.n == 0)
		return lang_text(c->lang, c->mem, M("All"));
	for (size_t i = 0; i < d->services.n; i++)
		for (size_t k = 0; k < all->services.n; k++)
			if (str_eq(all->services.at[k].id, d->services.at[i]))
				r = comma(c, r, all->services.at[k].name);
	return r;
}

/* By title where an edition is published here, else by its key. */
static struct str
frameworks_shown(struct ctx *c, const struct framework_entry *known, size_t n, const struct fw_duty *d)
{
	struct str r = S("");

	for (size_t i = 0; i < d->frameworks.n; i++) {
		struct str title = d->frameworks.at[i];
		for (size_t k = 0; k < n; k++)
			if (str_eq(known[k].key, d->frameworks.at[i]) && str_is(known[k].status, "published"))
				title = known[k].title;
		r = comma(c, r, title);
	}
	return r;
}

static struct choices
one_service(struct str service)
{
	struct choices r = { 0 };

	for (size_t k = 0; k < organisation_services.n; k++)
		if (str_is(service, organisation_services.c[k].value))
			r.bits = UINT64_C(1) << k;
	return r;
}

static enum status
list_defaults(struct ctx *c, struct duty_list_in *in)
{
	struct organisation us = { .kind = S("") };

	if (in->year == 0)
		in->year = date_financial_year(c->today);
	if (in->kind.n > 0 || c->scope->org == 0)
		return ST_OK;
	TRY(organisation_get(c, c->scope->org, &us));
	in->kind = us.kind;
	return ST_OK;
}

static enum status
list_load(struct ctx *c, void *in_, void *out_)
{
	struct duty_list_in *in = in_;
	struct duty_list_out *out = out_;
	const struct duties *all;
	struct framework_entry *known;
	size_t n_known, n = 0;

	TRY(list_defaults(c, in));
	TRY(duty_current(c, &all));
	TRY(framework_list(c, &known, &n_known));
	struct date from = date_of((int)in->year, 4, 1), to = date_of((int)in->year + 1, 3, 31);
	struct duty_row *rows = arena_array(c->mem, struct duty_row, all->duties.n + 1);
	for (size_t i = 0; i < all->duties.n; i++) {
		const struct fw_duty *d = &all->duties.at[i];
		if (!duty_holds(d, in->kind, one_service(in->service), from, to))
			continue;
		int s = (int)d->strength - 1;
		rows[n++] = (struct duty_row){ .key = d->id, .years = d->years, .clause = d->clause, .words = d->words,
			.strength = s >= 0 && (size_t)s < strengths.n ? str_c(strengths.c[s].value) : S(""), .services = services_shown(c, all, d),
			.frameworks = frameworks_shown(c, known, n_known, d), .basis = d->basis, .from = d->from, .until = d->until,
			.confirmed = d->confirmed };
	}
	*out = (struct duty_list_out){ in->year, all->about, { rows, n } };
	c->data = in;
	return ST_OK;
}

void
duty_list_page(struct html *o, struct ctx *c, const void *out_)
{
	const struct duty_list_out *out = out_;
	struct duty_row *rows = arena_array(c->mem, struct duty_row, out->duties.n + 1);
	struct duty_list_view v = { .form = arena_new(c->mem, struct form), .rows = rows, .n = out->duties.n, .edition = out->edition,
		.year = arena_printf(c->mem, "%lld-%02lld", (long long)out->year, (long long)(out->year + 1) % 100),
		.import = URL(c->mem, "/duties/import"), .may_import = may(c, "duty.import") };

	form_new(c->mem, &duty_list_shape, v.form);
	form_fill(c->mem, &duty_list_shape, c->data, v.form);	/* with what was taken where nothing was said */
	v.kind = field_shown(c->mem, shape_field(&duty_list_shape, "kind"), c->data, c->sight);
	for (size_t i = 0; i < v.n; i++) {
		rows[i] = ((const struct duty_row *)out->duties.items)[i];
		rows[i].strength = field_shown(c->mem, shape_field(&duty_row_shape, "strength"), &rows[i], c->sight);
	}
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Your organisation")), URL(c->mem, "/organisation"));
	duty_list_html(o, &v);
}

const struct action duty_list_action = { .name = "duty.list", .title = M("Duties by contract year"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .in = &duty_list_shape, .out = &duty_list_out_shape, .load = list_load };

static const struct action *const actions[] = { &duty_list_action, &duty_import_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/duties", .action = &duty_list_action, .html = duty_list_page, .title = M("Duties by contract year"), .wide = true },
	{ .method = GET, .path = "/duties/import", .action = &duty_import_action, .html = duty_import_page, .title = M("Import a list of duties"),
	  .form = true, .form_load = duty_import_load },
	{ .method = POST, .path = "/duties/import", .action = &duty_import_action, .on_error = "/duties/import", .then = "/duties", .notice = M("Imported") },
	{ .path = NULL },
};
const struct feature duty_feature = { .name = "duty", .actions = actions, .pages = pages };
