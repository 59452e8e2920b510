/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/round/own.h"

static enum status
edition(struct example *e, const char *key, const char *name, const char **ret)
{
	struct json_node *j;
	const struct json_node *items;

	TRY(example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "framework.list", &j, NULL));
	items = json_get(j, "items");
	for (size_t i = 0; items != NULL && i < items->n; i++)
		if (str_is(json_get_str(items->items[i], "key"), key) && str_is(json_get_str(items->items[i], "edition"), name)) {
			*ret = str_z(e->keep, json_get_str(items->items[i], "framework"));
			return ST_OK;
		}
	return ST_NOT_FOUND;
}

/* One round for providers and one for commissioners, opened ten weeks before the deadline. */
static enum status
opened(struct example *e, int back, bool commissioners)
{
	struct date from = example_from(e, back), due = commissioners ? example_commissioner_due(e, back) : example_provider_due(e, back);
	struct date opens = date_add_days(due, -70);
	const char *version = "";
	int y, m, d;

	date_civil(from, &y, &m, &d);
	example_at(e, opens, 9, 0);
	TRY(edition(e, commissioners ? "commissioner-security" : "provider-security", commissioners ? "2017-18" : "1", &version));
	return example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "round.create", NULL,
	    "title", arena_printf(e->keep, "%s, %d-%02d", commissioners ? "Commissioners" : "Providers", y, (y + 1) % 100).p, "framework", version,
	    "period_from", example_date(e, from).p, "period_to", example_date(e, example_to(e, back)).p, "opens_on", example_date(e, opens).p,
	    "due_on", example_date(e, due).p, "kind", commissioners ? "commissioner" : "provider",
	    "asks", "Please review the year against every standard, attach what your ratings rest on, and have the board-level lead sign. "
	    "We look first at ratings that the comments do not bear out.",
	    "guidance", "Rate what was so on the last day of the period. Where something changed during the year, say when.\n"
	    "Name figures with the day on which they were counted.",
	    "notes", commissioners ? "1.4: Say which risks moved money or people this year.\n1.7: List each coordinated contract and the framework that it goes by."
	    : "3.1: Count assaults per 1,000 staff, so that trusts of different size can be compared.", NULL);
}

static enum status
year(struct example *e, int back)
{
	TRY(opened(e, back, false));
	return opened(e, back, true);
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
	return year(e, 0);
}

/* One trust asked for more time and got it; another has let the deadline pass. */
static enum status
more_time(struct example *e)
{
	struct date due = example_provider_due(e, 0), until = date_add_days(due, 28);
	struct json_node *j;
	const struct json_node *items;

	example_at(e, date_add_days(due, -6), 15, 0);
	TRY(example_do(e, EX_AVONVALE, ROLE_SPECIALIST, "round.ours", &j, NULL));
	items = json_get(j, "items");
	for (size_t i = 0; items != NULL && i < items->n; i++) {
		if (!str_eq(json_get_str(items->items[i], "period_from"), example_date(e, example_from(e, 0))))
			continue;
		int64_t place = example_id(items->items[i]);
		TRY(example_on(e, EX_AVONVALE, ROLE_SPECIALIST, "round.ask", place, NULL, "until", example_date(e, until).p,
		    "why", "Two sites joined us in autumn, and their access assessments are finished only in the third week of next month.", NULL));
		example_at(e, date_add_days(due, -4), 10, 0);
		return example_on(e, EX_NATIONAL, ROLE_PROGRAMME, "round.answer", place, NULL, "answer", "given", "until", example_date(e, until).p,
		    "reply", "Granted once. Please send what is finished for the other sites if you can.", NULL);
	}
	return ST_OK;
}

const struct example_part round_example[] = {
	{ 54, "rounds of the year before last", before_last },
	{ 64, "rounds of last year", last },
	{ 74, "rounds of this year", this_one },
	{ 76, "more time", more_time },
	{ 0, NULL, NULL },
};
