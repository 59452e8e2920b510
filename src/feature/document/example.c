/* SPDX-License-Identifier: MIT */
/* What is signed, sent, accepted and returned in the example region. */
#include "app/access.h"
#include "app/example.h"
#include "app/job.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/document/own.h"

enum fate { SIGNED, SENT, ACCEPTED, RETURNED };
struct way { size_t org; int late; enum fate fate; };	/* late: days after the deadline on which it is sent, mostly before it */

static enum status
review_of(struct example *e, size_t org, const char *key, struct date from, int64_t *ret)
{
	struct json_node *j;
	const struct json_node *items;

	*ret = 0;
	TRY(example_do(e, org, ROLE_LEAD, "review.list", &j, NULL));
	items = json_get(j, "items");
	for (size_t i = 0; items != NULL && i < items->n; i++)
		if (str_is(json_get_str(items->items[i], "framework_key"), key) && str_eq(json_get_str(items->items[i], "period_from"), example_date(e, from)))
			*ret = example_id(items->items[i]);
	return *ret != 0 ? ST_OK : ST_NOT_FOUND;
}

static enum status
signed_by_lead(struct example *e, size_t org, int64_t review, struct date on)
{
	size_t lead = example_who(e, org, ROLE_LEAD);
	struct json_node *j;

	example_at(e, on, 16, 10);
	TRY(example_on(e, org, ROLE_LEAD, "submission.read", review, &j, NULL));
	return example_on(e, org, ROLE_LEAD, "submission.sign", review, NULL, "post", str_z(e->keep, e->person[lead].job), "board", "yes", "agreed", "yes",
	    "shown", str_z(e->keep, json_get_str(j, "shown")), NULL);
}

/* The one that came last and was not answered yet. */
static enum status
waiting(struct example *e, size_t org, int64_t *ret)
{
	struct json_node *j;
	const struct json_node *items;

	*ret = 0;
	TRY(example_do(e, EX_NATIONAL, ROLE_INSPECTOR, "submission.list", &j, "state", "received", NULL));
	items = json_get(j, "items");
	for (size_t i = 0; items != NULL && i < items->n && *ret == 0; i++)
		if (str_eq(json_get_str(items->items[i], "from"), e->org[org].name))
			*ret = example_id(items->items[i]);
	return ST_OK;
}

static enum status
answered(struct example *e, const struct way *w, struct date on)
{
	int64_t delivery;

	if (w->fate < ACCEPTED)
		return ST_OK;
	example_at(e, on, 11, 0);
	TRY(waiting(e, w->org, &delivery));
	if (delivery == 0)
		return ST_OK;
	if (w->fate == ACCEPTED)
		return example_on(e, EX_NATIONAL, ROLE_INSPECTOR, "submission.accept", delivery, NULL, NULL);
	return example_on(e, EX_NATIONAL, ROLE_INSPECTOR, "submission.return", delivery, NULL, "reasons",
	    "Standard 3.3: the rating is green, but use of the devices was not measured in the period, and the comment does not say how staff keep to the steps agreed. "
	    "Please attach figures or change the rating. Standard 2.1: say which staff groups the campaign did not reach. All else is borne out.", NULL);
}

static enum status
handed_in(struct example *e, const char *key, struct date from, struct date due, const struct way *w)
{
	struct date sent = date_min(date_add_days(due, w->late), date_add_days(e->today, -1));
	int64_t review;

	example_at(e, sent, 9, 0);
	TRY(review_of(e, w->org, key, from, &review));
	TRY(signed_by_lead(e, w->org, review, date_add_days(sent, -1)));
	if (w->fate == SIGNED)
		return ST_OK;
	example_at(e, sent, 10, 20);
	TRY(example_on(e, w->org, ROLE_SPECIALIST, "submission.send", review, NULL, NULL));
	return answered(e, w, date_min(date_add_days(sent, w->fate == RETURNED ? 9 : 21), e->today));
}

static enum status
by_org(struct example *e, int back, const struct way *w)
{
	bool commissioner = str_is(e->org[w->org].kind, "commissioner");

	return handed_in(e, commissioner ? "commissioner-security" : "provider-security", example_from(e, back),
	    commissioner ? example_commissioner_due(e, back) : example_provider_due(e, back), w);
}

/* What an answer changes at the sender's end is done by a job. */
static enum status
arrived(struct example *e, struct date on)
{
	int ran = 1;

	example_at(e, date_min(on, e->today), 18, 0);
	for (int i = 0; i < 20 && ran > 0; i++)
		TRY(job_run_due(e->app, e->db, 50, &ran));
	return ST_OK;
}

/* In earlier years everybody handed in, and all was accepted in the end. */
static enum status
year(struct example *e, int back)
{
	for (size_t org = EX_OVERSEER; org < e->n_org; org++)
		if (!(org == EX_VILLAGES && back < 2))
			TRY(by_org(e, back, &(struct way){ org, org == EX_GENERAL ? 6 : -1 - (int)example_random(e, 12), ACCEPTED }));
	return arrived(e, date_add_days(example_commissioner_due(e, back), 45));
}

static enum status
before_last(struct example *e)
{
	return year(e, 2);
}

static enum status
last(struct example *e)
{
	return year(e, 1);
}

static enum status
this_one(struct example *e)
{
	static const struct way ways[] = {
		{ EX_SALTMARSH, -15, SIGNED }, { EX_TEACHING, -4, SENT }, { EX_DALES, -9, ACCEPTED }, { EX_BLACKMERE, -3, RETURNED },
		{ EX_MOORS_AMBULANCE, -2, SENT }, { EX_GENERAL, 9, SENT }, { EX_WOLDS, -5, SENT }, { EX_UNIVERSITY, -11, ACCEPTED },
		{ EX_CHALK_AMBULANCE, -1, SENT }, { EX_QUEENSMEAD, 12, SIGNED },
	};

	for (size_t i = 0; i < countof(ways); i++)
		TRY(by_org(e, 0, &ways[i]));
	return arrived(e, e->today);
}

/* Twice a year, to whoever coordinates the contract. */
static enum status
violence(struct example *e)
{
	static const size_t orgs[] = { EX_TEACHING, EX_BLACKMERE };

	for (size_t i = 0; i < countof(orgs); i++)
		for (int half = 0; half < 7; half++) {
			struct date from = date_add_months(example_from(e, 2), 6 * half), to = date_add_days(date_add_months(from, 6), -1);
			if (to.day < e->today.day - 10)
				TRY(handed_in(e, "violence-prevention", from, to, &(struct way){ orgs[i], 0, SENT }));
		}
	return ST_OK;
}

const struct example_part document_example[] = {
	{ 57, "submissions of the year before last", before_last },
	{ 67, "submissions of last year", last },
	{ 77, "submissions of this year", this_one },
	{ 79, "violence prevention handed in", violence },
	{ 0, NULL, NULL },
};
