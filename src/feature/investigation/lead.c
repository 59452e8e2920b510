/* SPDX-License-Identifier: MIT */
/* INV-8: who leads a case by rule, and whether the lead is accredited and in date. */
#include "feature/investigation/own.h"

#include "app/access.h"
#include "base/time.h"
#include "feature/development/development.h"
#include "feature/nomination/nomination.h"
#include "feature/person/person.h"

#define RULES_MOST 200

static struct str
said(struct ctx *c, const char *message, const char *name, struct str value)
{
	return lang_format(c->lang, c->mem, message, (struct msg_arg[]){ { name, value } }, 1);
}

/* Courses and hours of the year to today. */
static enum status
development_flag(struct ctx *c, int64_t person, struct lead_flag *ret)
{
	struct development_figures d;
	struct development_wanted w;

	TRY(development_count(c, date_add_days(date_add_months(c->today, -12), 1), c->today, &d));
	TRY(development_wanted(c, &w));
	for (size_t i = 0; d.entered && i < d.n; i++)
		if (d.f[i].person == person && (d.f[i].courses_done < d.f[i].courses || d.f[i].hours < w.hours)) {
			ret->in_date = false;
			ret->words = lang_text(c->lang, c->mem, M("The lead is accredited, but courses or hours of development are behind."));
		}
	return ST_OK;
}

enum status
lead_flag(struct ctx *c, int64_t account, struct lead_flag *ret)
{
	struct post_held *h;
	int64_t person;
	size_t n;

	*ret = (struct lead_flag){ .words = lang_text(c->lang, c->mem, M("No accreditation is recorded for the lead: nobody with this account is in the post of a security management specialist.")) };
	TRY(person_behind(c, account, &person));
	TRY(nomination_held(c, "specialist", c->today, c->today, &h, &n));
	for (size_t i = 0; person != 0 && i < n; i++) {
		if (h[i].person != person)
			continue;
		if (h[i].accreditation.text.n == 0) {
			ret->words = lang_text(c->lang, c->mem, M("No accreditation is recorded for the lead."));
		} else if (h[i].accredited_until.day != 0 && h[i].accredited_until.day < c->today.day) {
			ret->words = said(c, M("The accreditation of the lead ran out on {day}."), "day", date_long(c->mem, h[i].accredited_until));
		} else {
			*ret = (struct lead_flag){ .accredited = true, .in_date = true };
			return development_flag(c, person, ret);
		}
	}
	return ST_OK;
}

static bool
type_fits(struct str rule, struct str type)
{
	if (rule.n == 0)
		return true;
	if (str_is(rule, "violence"))
		return incident_is_violent(type);
	return str_is(rule, "property") ? incident_is_property(type) : !incident_is_violent(type) && !incident_is_property(type);
}

enum status
lead_rule(struct ctx *c, const struct incident *i, struct investigation_rule *ret)
{
	struct record_query q = { .limit = RULES_MOST };
	const struct investigation_rule *r, *best = NULL;
	void *rows;
	size_t n;

	*ret = (struct investigation_rule){ .id = 0 };
	TRY(investigation_rule_ops.list(c->db, c->scope, c->mem, &q, &rows, &n));
	r = rows;
	for (size_t k = 0; k < n; k++) {
		if (!type_fits(r[k].type, i->type) || i->grade < r[k].grade_from)
			continue;
		if (best == NULL || r[k].grade_from > best->grade_from || (r[k].grade_from == best->grade_from && r[k].type.n > 0 && best->type.n == 0))
			best = &r[k];
	}
	if (best != NULL)
		*ret = *best;
	return ST_OK;
}

enum status
lead_options(struct ctx *c, struct option **ret, size_t *ret_n)
{
	struct investigation_team_list_row *r;

	TRY(investigation_team_list(c->db, c->scope, c->mem, c->today, &r, ret_n));
	*ret = arena_array(c->mem, struct option, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct option){ arena_printf(c->mem, "%lld", (long long)r[i].account), r[i].name.text };
	return ST_OK;
}

static enum status
holds(struct ctx *c, int64_t account, struct str role, int64_t unit, bool *ret)
{
	struct investigation_holders_row *r;
	size_t n;

	*ret = false;
	TRY(investigation_holders(c->db, c->scope, c->mem, role, unit, c->today, &r, &n));
	for (size_t i = 0; i < n; i++)
		*ret = *ret || r[i].account == account;
	return ST_OK;
}

enum status
lead_fits(struct ctx *c, int64_t account, int64_t rule, bool *ret_may, bool *ret_by_rule)
{
	struct investigation_rule r;
	bool specialist, manager;

	TRY(holds(c, account, S("specialist"), 0, &specialist));
	TRY(holds(c, account, S("manager"), 0, &manager));
	*ret_may = specialist || manager;
	*ret_by_rule = true;
	if (rule == 0)
		return ST_OK;
	enum status st = investigation_rule_ops.get(c->db, c->scope, c->mem, rule, &r);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	return holds(c, account, r.lead_role, r.lead_unit, ret_by_rule);
}
