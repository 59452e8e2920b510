/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/contract/own.h"

/* Months count from the first day of the latest review period; old: it began before the installation did. */
struct line {
	int buyer, provider, coordinator;
	const char *title, *status;
	int from, months;
	bool standard;
	const char *conclusion, *rests, *asked, *shown, *conditions, *ahead_by, *ahead_why;
};
#define SELF (-1)
#define ASKED "The provider's last self-review, its work plan and incident figures for two years, and who would be nominated for the services bought."
static const struct line lines[] = {
	{ EX_FELLMOOR, EX_TEACHING, SELF, "Acute hospital care", "nhs_trust", -54, 84, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_FELLMOOR, EX_BLACKMERE, SELF, "Mental health services", "nhs_trust", -42, 72, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_FELLMOOR, EX_MOORS_AMBULANCE, EX_SALTMARSH, "Emergency ambulance service", "nhs_trust", -30, 60, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_FELLMOOR, EX_DALES, SELF, "Community nursing and therapies", "nhs_trust", -6, 36, true, "full", "yes", ASKED,
	  "Self-review with two amber standards and a plan for each; lone working devices in use by all district nurses.",
	  "Quarterly figures on lone working for the first year.", NULL, NULL },
	{ EX_FELLMOOR, EX_GENERAL, EX_SALTMARSH, "Planned orthopaedic surgery", "nhs_trust", 3, 24, true, "full", "yes", ASKED,
	  "Site visit with the specialist, access control plan for the new theatre block, last self-review.", "", NULL, NULL },
	{ EX_FELLMOOR, EX_EASTHOLME, SELF, "Walk-in centre, evenings and weekends", "nhs_trust", 9, 24, true, "limited", "partly", ASKED,
	  "Self-review and work plan. The specialist works two days a week, and the panic alarms had not been tested for a year.",
	  "Specialist time to rise to four days a week; alarms tested before opening.", "Dominic Achterberg",
	  "The old contract ended and patients would have had no walk-in service. Conditions are set, and their progress is reported to the board every two months." },
	{ EX_FELLMOOR, EX_WOLDS, EX_SALTMARSH, "Community mental health, border villages", "nhs_trust", 12, 36, true, "full", "yes", ASKED,
	  "Self-review, supervision records of community teams, protocol on joint visits.", "", NULL, NULL },
	{ EX_FELLMOOR, EX_TEACHING, SELF, "Community diagnostic centre", "nhs_trust", 21, 60, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_SALTMARSH, EX_GENERAL, SELF, "Acute hospital care", "nhs_trust", -48, 84, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_SALTMARSH, EX_WOLDS, SELF, "Mental health and community services", "nhs_trust", -36, 72, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_SALTMARSH, EX_MOORS_AMBULANCE, SELF, "Emergency ambulance service", "nhs_trust", -30, 60, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_SALTMARSH, EX_EASTHOLME, SELF, "Community services", "nhs_trust", -3, 36, true, "full", "yes", ASKED,
	  "Self-review without red standards, evidence of training against violence for nine in ten of front-line staff.", "", NULL, NULL },
	{ EX_SALTMARSH, EX_VILLAGES, SELF, "Community services, coast", "nhs_trust", -40, 36, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_KINGSMERE, EX_UNIVERSITY, SELF, "Acute and specialised hospital care", "nhs_trust", -50, 84, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_KINGSMERE, EX_CHALK_AMBULANCE, SELF, "Emergency ambulance service", "nhs_trust", -31, 60, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_KINGSMERE, EX_QUEENSMEAD, SELF, "Mental health services", "nhs_trust", -37, 72, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ EX_KINGSMERE, EX_AVONVALE, SELF, "Community services and intermediate care", "nhs_trust", 5, 36, true, "full", "yes", ASKED,
	  "Self-review, lone working audit, visit to two care homes.", "The two newly taken sites to be surveyed within six months.", NULL, NULL },
	{ EX_KINGSMERE, EX_AVONVALE, SELF, "Equipment store and delivery", "neither", 7, 12, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};

static const char *
yes_no(bool b)
{
	return b ? "yes" : "no";
}

static enum status
assured(struct example *e, const struct line *l, struct date starts, int64_t contract)
{
	struct date seen = date_add_days(starts, -45);

	example_at(e, seen, 15, 0);
	return example_do(e, (size_t)l->buyer, ROLE_MONITOR, "assurance.create", NULL, "contract", example_text(e, contract).p,
	    "title", "Review of security arrangements before signature", "given_on", example_date(e, seen).p, "asked", l->asked, "shown", l->shown,
	    "conclusion", l->conclusion, "rests", l->rests, "conditions", l->conditions, NULL);
}

static enum status
signed_off(struct example *e, const struct line *l, struct date starts, int64_t contract)
{
	struct date on = date_add_days(starts, -20);
	bool ahead = l->ahead_by != NULL;

	example_at(e, on, 16, 0);
	return example_on(e, (size_t)l->buyer, ROLE_MONITOR, "contract.edit", contract, NULL, "version", "1", "signed_on", example_date(e, on).p,
	    "ahead_by", ahead ? l->ahead_by : "", "ahead_on", ahead ? example_date(e, on).p : "", "ahead_why", ahead ? l->ahead_why : "", NULL);
}

static enum status
contract_make(struct example *e, const struct line *l, const char *framework)
{
	bool own_words = l->buyer == EX_FELLMOOR && l->provider == EX_EASTHOLME;	/* one contract names a paper of its own */
	struct date starts = date_add_months(example_from(e, 0), l->from);
	struct date ends = date_add_days(date_add_months(starts, l->months), -1);
	bool old = starts.day <= example_start(e).day;
	struct json_node *j;

	if (old)
		example_at(e, example_start(e), 14, 0);
	else
		example_at(e, date_min(date_add_days(starts, -60), date_add_days(e->today, -3)), 10, 0);
	TRY(example_do(e, (size_t)l->buyer, ROLE_MONITOR, "contract.create", &j, "title", l->title,
	    "provider", example_text(e, e->org[l->provider].id).p, "coordinator", l->coordinator == SELF ? "" : example_text(e, e->org[l->coordinator].id).p,
	    "starts_on", example_date(e, starts).p, "ends_on", example_date(e, ends).p, "standard", yes_no(l->standard),
	    "provider_status", l->status, "goes_by", l->standard && !own_words ? framework : "",
	    "framework", own_words ? "Fellmoor local security schedule" : "", "before_use", yes_no(old), NULL));
	if (l->conclusion == NULL)
		return ST_OK;
	TRY(assured(e, l, starts, example_id(j)));
	return signed_off(e, l, starts, example_id(j));
}

static enum status
contracts(struct example *e)
{
	const struct json_node *items;
	struct json_node *j;
	const char *framework = "";

	TRY(example_do(e, EX_FELLMOOR, ROLE_MONITOR, "framework.list", &j, NULL));
	items = json_get(j, "items");
	for (size_t i = 0; items != NULL && i < items->n; i++)
		if (str_is(json_get_str(items->items[i], "key"), "provider-security"))
			framework = str_z(e->keep, json_get_str(items->items[i], "framework"));
	for (size_t i = 0; i < countof(lines); i++)
		TRY(contract_make(e, &lines[i], framework));
	return ST_OK;
}

const struct example_part contract_example[] = { { 38, "contracts", contracts }, { 0, NULL, NULL } };
