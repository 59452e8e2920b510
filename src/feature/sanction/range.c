/* SPDX-License-Identifier: MIT */
/* SAN-1: the range of sanctions, from when until when each is in force, and who may apply for it. */
#include "feature/sanction/own.h"

#include <string.h>

#include "base/time.h"
#include "feature/sanction/view.h"
#include "tpl/feature/sanction/range.h"

struct choice_list sanction_choices;

/* Before anything reads a shape, and once. */
__attribute__((constructor)) static void
choices_make(void)
{
	static struct arena mem;
	const struct sanction_range *r = shipped_sanctions();

	if (!arena_open(&mem, 1 << 20))
		return;
	struct choice *c = arena_array(&mem, struct choice, r->options.n + 1);
	for (size_t i = 0; i < r->options.n; i++)
		c[i] = (struct choice){ str_z(&mem, r->options.at[i].id), str_z(&mem, r->options.at[i].name), NULL };
	sanction_choices = (struct choice_list){ c, r->options.n };
}

#define LIST(name, ...)                                                        \
	static const struct choice name##_all[] = { __VA_ARGS__ };             \
	const struct choice_list name = { name##_all, countof(name##_all) }
LIST(sanction_bodies,
	{ "police", M("Police"), NULL }, { "prosecutor", M("Prosecutor"), NULL }, { "council", M("Local authority"), NULL },
	{ "housing", M("Housing provider"), NULL }, { "transport", M("Transport police or authority"), NULL },
	{ "national_body", M("National body for NHS security"), NULL }, { "health", M("NHS organisation"), NULL },
	{ "primary_care", M("Primary care contractor"), NULL }, { "employer", M("Employer"), NULL });
LIST(sanction_families,
	{ "warning", M("Warning"), NULL }, { "agreement", M("Agreement"), NULL }, { "exclusion", M("Exclusion"), NULL },
	{ "withholding", M("Withholding of treatment"), NULL }, { "disciplinary", M("Disciplinary"), NULL },
	{ "regulator", M("Referral to a regulator"), NULL }, { "civil_injunction", M("Civil injunction"), NULL },
	{ "nuisance_injunction", M("Injunction against nuisance"), NULL }, { "protection_notice", M("Community protection notice"), NULL },
	{ "caution", M("Caution"), NULL }, { "prosecution", M("Prosecution"), NULL }, { "fine", M("Fine"), NULL },
	{ "redress", M("Redress"), NULL }, { "repayment", M("Voluntary repayment"), NULL });

struct str
sanction_label(struct ctx *c, const struct choice_list *l, struct str value)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_is(value, l->c[i].value))
			return lang_text(c->lang, c->mem, l->c[i].label);
	return value;
}

static void
set(int64_t *to, struct opt_i64 v)
{
	if (v.has)
		*to = v.v;
}

enum status
sanction_kinds(struct ctx *c, struct sanction_kinds *ret)
{
	const struct sanction_range *r = shipped_sanctions();
	struct sanction_option_national_row *all;
	struct sanction_option_here_row *ours;
	size_t n_all, n_ours;

	*ret = (struct sanction_kinds){ arena_array(c->mem, struct sanction_kind, r->options.n), r->options.n };
	TRY(sanction_option_national(c->db, c->mem, &all, &n_all));
	TRY(sanction_option_here(c->db, c->scope, c->mem, &ours, &n_ours));
	for (size_t i = 0; i < ret->n; i++) {
		const struct fw_sanction *s = &r->options.at[i];
		struct sanction_kind *k = &ret->at[i];
		*k = (struct sanction_kind){ .s = s, .name = lang_text(c->lang, c->mem, sanction_choices.c[i].label), .from = s->from, .until = s->until,
			.pending = s->pending, .rank = s->rank, .review_months = s->review_months, .expiry_months = s->expiry_months, .appeal_days = s->appeal_days };
		for (size_t o = 0; o < n_all + n_ours; o++) {
			const struct sanction_option_here_row *own = o < n_all ? NULL : &ours[o - n_all];
			struct date from = own == NULL ? all[o].from_on : own->from_on, until = own == NULL ? all[o].until_on : own->until_on;
			if (!str_eq(own == NULL ? all[o].option : own->option, s->id))
				continue;
			if (from.day != 0) {
				k->from = from;
				k->pending = false;
			}
			if (until.day != 0)
				k->until = until;
			if (own == NULL)
				continue;
			k->name = own->name.n > 0 ? own->name : k->name;
			k->unused = own->unused;
			k->why = own->why;
			set(&k->rank, own->rank);
			set(&k->review_months, own->review_months);
			set(&k->expiry_months, own->expiry_months);
			set(&k->appeal_days, own->appeal_days);
		}
	}
	return ST_OK;
}

const struct sanction_kind *
sanction_kind_find(const struct sanction_kinds *all, struct str id)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->at[i].s->id, id))
			return &all->at[i];
	return NULL;
}

struct str
sanction_name(struct ctx *c, struct str id)
{
	return sanction_label(c, &sanction_choices, id);
}

bool
sanction_is_criminal(enum fw_family f)
{
	return f == FAMILY_CAUTION || f == FAMILY_PROSECUTION || f == FAMILY_FINE;
}

bool
sanction_may_apply(const struct sanction_kind *k, struct str body)
{
	for (int a = APPLICANT_HEALTH; a <= APPLICANT_EMPLOYER; a++)
		if ((k->s->applicants.bits & FW_BIT(a)) != 0 && str_is(body, fw_applicant_word((enum fw_applicant)a)))
			return true;
	return false;
}

bool
sanction_is_ours(const struct ctx *c, const struct sanction_kind *k)
{
	bool national = str_is(c->who->org_kind, "national"), practice = str_is(c->who->org_kind, "primary_care");

	return sanction_may_apply(k, S("health")) || (national && sanction_may_apply(k, S("national_body"))) || (practice && sanction_may_apply(k, S("primary_care")));
}

struct str
sanction_applicants(struct ctx *c, const struct sanction_kind *k)
{
	struct str s = S("");

	for (size_t i = 0; i < sanction_bodies.n; i++)
		if (sanction_may_apply(k, str_c(sanction_bodies.c[i].value))) {
			struct str one = lang_text(c->lang, c->mem, sanction_bodies.c[i].label);
			s = arena_printf(c->mem, "%.*s%s%.*s", (int)s.n, s.p, s.n > 0 ? ", " : "", (int)one.n, one.p);
		}
	return s;
}

struct str
sanction_shut(struct ctx *c, const struct sanction_kind *k, struct date on)
{
	struct msg_arg args[] = { { "name", k->name }, { "from", date_long(c->mem, k->from) }, { "until", date_long(c->mem, k->until) }, { "why", k->why } };

	if (k->pending)
		return lang_format(c->lang, c->mem, M("Not in force: no day of commencement is known"), args, 0);
	if (k->from.day != 0 && on.day < k->from.day)
		return lang_format(c->lang, c->mem, M("In force only from {from}"), args, 4);
	if (k->until.day != 0 && on.day > k->until.day)
		return lang_format(c->lang, c->mem, M("In force only until {until}"), args, 4);
	if (k->unused)
		return lang_format(c->lang, c->mem, M("Not used here: {why}"), args, 4);
	return S("");
}

/* ---- what the organisation sets ---- */

SHAPE(sanction_option_shape, sanction_option,
	FIELD_CHOICE(struct sanction_option, option, sanction_choices, .label = M("Sanction"), .must = true, .in_list = true),
	FIELD(struct sanction_option, name, .label = M("What it is called here"), .in_list = true, .max = 100),
	FIELD(struct sanction_option, unused, .label = M("It is not used here"), .in_list = true),
	FIELD(struct sanction_option, why, .label = M("Why it is not used"), .max = 300),
	FIELD(struct sanction_option, from_on, .label = M("In force from"), .hint = M("Only where the law has changed. What the national body enters holds for all.")),
	FIELD(struct sanction_option, until_on, .label = M("In force until")),
	FIELD(struct sanction_option, rank, .label = M("Step of the ladder"), .least = 0, .most = 9),
	FIELD(struct sanction_option, review_months, .label = M("Months to its review"), .least = 0, .most = 60),
	FIELD(struct sanction_option, expiry_months, .label = M("Months until it lapses"), .least = 0, .most = 120),
	FIELD(struct sanction_option, appeal_days, .label = M("Days to appeal"), .least = 0, .most = 365));

static enum status
option_check(struct ctx *c, const void *before, void *after)
{
	const struct sanction_option *o = after;
	struct sanction_option_here_row *r;
	size_t n;

	(void)before;
	if (o->unused && o->why.n == 0)
		field_error(c, "why", M("Say why it is not used"), S(""));
	if (o->from_on.day != 0 && o->until_on.day != 0 && o->until_on.day < o->from_on.day)
		field_error(c, "until_on", M("The end must be after the beginning"), S(""));
	TRY(sanction_option_here(c->db, c->scope, c->mem, &r, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(r[i].option, o->option) && r[i].id != o->id)
			field_error(c, "option", M("There is an entry for this sanction already. Change that one"), S(""));
	return ST_OK;
}

static const struct record_type option_type = {
	.ops = &sanction_option_ops, .shape = &sanction_option_shape, .one = M("setting of a sanction"), .many = M("settings of sanctions"), .label = "option",
	.path = "/sanction-options/{id}", .check = option_check,
};
const struct register_def sanction_option_register = {
	.type = &option_type, .path = "/sanction-options", .title = M("Our range of sanctions"),
	.about = M("What your organisation does differently from the range that comes with the program: names, steps, periods, and what it does not use."),
	.add = M("Change one of the range"),
};

/* ---- the whole range on one page ---- */

struct range_row { struct str option, name, family, applicants, state, statute, ours; int64_t rank, review_months, expiry_months; bool clinical, confirmed; };
struct range_out { struct str about; struct list options; };
SHAPE(sanction_range_row_shape, range_row,
	FIELD(struct range_row, option, .label = M("Key")),
	FIELD(struct range_row, name, .label = M("Sanction")),
	FIELD_CHOICE(struct range_row, family, sanction_families, .label = M("Kind")),
	FIELD(struct range_row, applicants, .label = M("Who may apply"), .max = 400),
	FIELD(struct range_row, state, .label = M("In force"), .max = 400),
	FIELD(struct range_row, ours, .label = M("May we?"), .max = 100),
	FIELD(struct range_row, statute, .label = M("Rests on"), .max = 400),
	FIELD(struct range_row, rank, .label = M("Step of the ladder")),
	FIELD(struct range_row, review_months, .label = M("Months to its review")),
	FIELD(struct range_row, expiry_months, .label = M("Months until it lapses")),
	FIELD(struct range_row, clinical, .label = M("Wants clinical input")),
	FIELD(struct range_row, confirmed, .label = M("Confirmed")));
SHAPE(sanction_range_out, range_out,
	FIELD(struct range_out, about, .label = M("About"), .max = 2000),
	FIELD(struct range_out, options, .label = M("Range"), .of = &sanction_range_row_shape));

static struct str
in_force(struct ctx *c, const struct sanction_kind *k)
{
	struct str shut = sanction_shut(c, k, c->today);
	struct msg_arg args[] = { { "from", date_long(c->mem, k->from) } };

	if (shut.n > 0)
		return shut;
	return k->from.day != 0 ? lang_format(c->lang, c->mem, M("Since {from}"), args, 1) : lang_text(c->lang, c->mem, M("Yes"));
}

static enum status
range_load(struct ctx *c, void *in, void *out_)
{
	struct range_out *out = out_;
	struct sanction_kinds all;

	(void)in;
	TRY(sanction_kinds(c, &all));
	struct range_row *r = arena_array(c->mem, struct range_row, all.n);
	for (size_t i = 0; i < all.n; i++) {
		const struct sanction_kind *k = &all.at[i];
		r[i] = (struct range_row){ .option = k->s->id, .name = k->name, .family = str_c(fw_family_word(k->s->family)), .applicants = sanction_applicants(c, k),
			.state = in_force(c, k), .ours = lang_text(c->lang, c->mem, sanction_is_ours(c, k) ? M("Yes") : M("No: another body is asked")),
			.statute = k->s->statute.n > 0 ? k->s->statute : k->s->basis, .rank = k->rank, .review_months = k->review_months,
			.expiry_months = k->expiry_months, .clinical = k->s->clinical, .confirmed = k->s->confirmed };
	}
	*out = (struct range_out){ .about = shipped_sanctions()->about, .options = { r, all.n } };
	return ST_OK;
}

void
sanction_range_page(struct html *o, struct ctx *c, const void *out_)
{
	static const struct column columns[] = { { .label = M("Sanction") }, { .label = M("Who may apply") }, { .label = M("May we?") }, { .label = M("In force") }, { .label = M("Rests on") } };
	const struct range_out *out = out_;
	const struct range_row *r = out->options.items;
	struct range_view v = { .columns = columns, .n_columns = countof(columns), .n = out->options.n, .about = out->about, .settings = URL(c->mem, "/sanction-options"),
		.may_set = may(c, "sanction_option.list") };
	struct cell *cells = arena_array(c->mem, struct cell, v.n * countof(columns) + 1);

	for (size_t i = 0; i < v.n; i++) {
		struct cell *row = cells + i * countof(columns);
		row[0].text = r[i].name;
		row[1].text = r[i].applicants;
		row[2].text = r[i].ours;
		row[3].text = r[i].state;
		row[4].text = r[i].statute;
		if (!r[i].confirmed)
			row[4].tag = lang_text(c->lang, c->mem, M("Not confirmed"));
		row[4].colour = TAG_YELLOW;
	}
	v.cells = cells;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	sanction_range_html(o, &v);
}

const struct action sanction_range_action = { .name = "sanction.range", .title = M("Range of sanctions"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &sanction_range_out, .load = range_load };
