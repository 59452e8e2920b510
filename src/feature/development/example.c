/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/development/own.h"

#define FORUMS 24
struct held { int64_t id; struct date on; const char *region; };

static enum status
forums(struct example *e, struct held *ret, size_t *ret_n)
{
	static const struct { const char *title, *region, *place; int month; } lines[] = {
		{ "Autumn forum, North", "North", "Fellmoor, Guildhall", 6 }, { "Autumn forum, South", "South", "Kingsmere, Corn Exchange", 6 },
		{ "Spring forum, North", "North", "Saltmarsh, Old Customs House", 1 }, { "Spring forum, South", "South", "Avonvale, Mill Theatre", 1 },
		{ "National day of security specialists", "", "Online", 9 }, { "Training day: investigating with little time", "", "Online", 4 },
	};
	struct json_node *j;
	size_t n = 0;

	for (int back = 2; back >= -1; back--)
		for (size_t i = 0; i < countof(lines); i++) {
			struct date on = date_next_working_day(date_add_days(date_add_months(example_from(e, back), lines[i].month), 8 + (int)i));
			if (on.day >= e->today.day)
				continue;
			example_at(e, date_add_days(on, -60), 12, 0);
			TRY(example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "forum.create", &j, "title", lines[i].title, "held_on", example_date(e, on).p,
			    "region", lines[i].region, "place", lines[i].place, NULL));
			ret[n++] = (struct held){ example_id(j), on, lines[i].region };
		}
	*ret_n = n;
	return ST_OK;
}

/* The next ones, so that they can be seen coming. */
static enum status
coming(struct example *e)
{
	static const char *const regions[] = { "North", "South" };

	example_at(e, date_add_days(e->today, -10), 12, 0);
	for (size_t i = 0; i < countof(regions); i++)
		TRY(example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "forum.create", NULL, "title", i == 0 ? "Winter forum, North" : "Winter forum, South",
		    "held_on", example_date(e, date_next_working_day(date_add_days(e->today, 24 + (int)i))).p, "region", regions[i],
		    "place", i == 0 ? "Fellmoor, Guildhall" : "Kingsmere, Corn Exchange", NULL));
	return ST_OK;
}

static bool
in_region(size_t org, const char *region)
{
	bool south = org == EX_KINGSMERE || org >= EX_UNIVERSITY;

	return region[0] == '\0' || str_is(str_c(region), south ? "South" : "North");
}

static bool
there(const struct example *e, size_t org, struct date on)
{
	if (org == EX_VILLAGES && on.day >= date_add_months(example_from(e, 1), 9).day)
		return false;
	return on.day < e->today.day - 3 && !(org == EX_EASTHOLME && on.day >= example_left(e).day);
}

/* One specialist was at no forum in the last twelve months, so that it can be seen. */
static bool
stays_away(const struct example *e, size_t org, struct date on)
{
	return org == EX_DALES && on.day > date_add_months(e->today, -12).day;
}

static enum status
attended(struct example *e, size_t org, const char *person, const struct held *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!in_region(org, f[i].region) || !there(e, org, f[i].on) || stays_away(e, org, f[i].on) || example_random(e, 10) >= (org == EX_MOORS_AMBULANCE ? 4 : 8))
			continue;
		example_at(e, date_add_days(f[i].on, 1), 8, 50);
		TRY(example_do(e, org, ROLE_SPECIALIST, "attendance.create", NULL, "person", person, "forum", example_text(e, f[i].id).p, "note", "", NULL));
	}
	return ST_OK;
}

static enum status
learned(struct example *e, size_t org, const char *person)
{
	static const struct { const char *title, *kind; int hours, month; } lines[] = {
		{ "Investigation skills: interviewing witnesses", "course", 7, 2 }, { "Physical security of health buildings", "course", 6, 5 },
		{ "Reading group on violence prevention research", "other", 3, 8 }, { "Law update for security specialists", "course", 4, 10 },
	};

	for (int back = 2; back >= -1; back--)
		for (size_t i = 0; i < countof(lines); i++) {
			struct date on = date_add_days(date_add_months(example_from(e, back), lines[i].month), (int)example_random(e, 20));
			if (!there(e, org, on) || example_random(e, 10) >= 8)
				continue;
			example_at(e, date_add_days(on, 2), 16, 30);
			TRY(example_do(e, org, ROLE_SPECIALIST, "development.create", NULL, "person", person, "kind", lines[i].kind, "title", lines[i].title,
			    "done_on", example_date(e, on).p, "hours", example_text(e, lines[i].hours).p, NULL));
		}
	return ST_OK;
}

/* Every required course once, and again as often as it asks for. */
static enum status
required(struct example *e, size_t org, const char *person)
{
	struct json_node *j;
	const struct json_node *items;

	TRY(example_do(e, org, ROLE_SPECIALIST, "required_course.list", &j, NULL));
	items = json_get(j, "items");
	for (size_t i = 0; items != NULL && i < items->n; i++) {
		int64_t months = json_get_i64(items->items[i], "every_months", 0);
		struct date on = date_add_days(example_start(e), 20 + (int)i * 6), last = date_add_days(e->today, -4);
		for (bool first = true; there(e, org, on) && on.day < last.day && (first || months > 0); first = false) {
			example_at(e, date_add_days(on, 1), 11, 10);
			TRY(example_do(e, org, ROLE_SPECIALIST, "development.create", NULL, "person", person, "kind", "required",
			    "course", example_text(e, example_id(items->items[i])).p, "title", str_z(e->keep, json_get_str(items->items[i], "title")),
			    "done_on", example_date(e, on).p, "hours", months == 12 ? "2" : "14", NULL));
			on = date_add_days(date_add_months(on, (int)months), -9);
		}
	}
	return ST_OK;
}

static enum status
development(struct example *e)
{
	struct held held[FORUMS];
	size_t n;

	TRY(forums(e, held, &n));
	for (size_t org = EX_OVERSEER; org < e->n_org; org++) {
		size_t who = example_who(e, org, ROLE_SPECIALIST);
		if (who == SIZE_MAX)
			continue;
		const char *person = example_text(e, e->person[who].person).p;
		example_at(e, example_start(e), 15, 0);
		TRY(example_do(e, org, ROLE_ADMINISTRATOR, "required_course.suggest", NULL, NULL));
		TRY(attended(e, org, person, held, n));
		TRY(required(e, org, person));
		TRY(learned(e, org, person));
	}
	return coming(e);
}

const struct example_part development_example[] = { { 22, "development and forums", development }, { 0, NULL, NULL } };
