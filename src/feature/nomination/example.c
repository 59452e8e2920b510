/* SPDX-License-Identifier: MIT */
/* Who holds which post: confirmed, waiting, refused and vacant, so that each can be seen. */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/nomination/own.h"

struct holding { size_t org, person; const char *post; struct date from, accredited_until; const char *accreditation; };

static enum status
answered(struct example *e, int64_t nomination, struct date on, const char *decision, const char *reason, struct date until)
{
	example_at(e, on, 11, 30);
	return example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "nomination.answer", NULL, "nomination", example_text(e, nomination).p,
	    "decision", decision, "reason", reason, "confirmed_until", until.day == 0 ? "" : example_date(e, until).p, NULL);
}

static enum status
nominated(struct example *e, size_t org, int64_t holding, struct date on, const char *note, int64_t *ret)
{
	struct json_node *j;

	example_at(e, on, 10, 15);
	TRY(example_on(e, org, ROLE_ADMINISTRATOR, "post_holding.nominate", holding, &j, "note", note, NULL));
	return id_parse(json_get_str(j, "nomination"), ret) ? ST_OK : ST_INTERNAL;
}

static enum status
entered(struct example *e, const struct holding *h, struct date on, int64_t *ret)
{
	const struct example_person *p = &e->person[h->person];
	struct json_node *j;

	example_at(e, on, 9, 45);
	TRY(example_do(e, h->org, ROLE_ADMINISTRATOR, "post_holding.create", &j, "post", h->post, "person", example_text(e, p->person).p,
	    "from_on", example_date(e, h->from).p, "board_level", p->board ? "yes" : "no", "accreditation", h->accreditation,
	    "accredited_until", h->accredited_until.day == 0 ? "" : example_date(e, h->accredited_until).p, NULL));
	*ret = example_id(j);
	return ST_OK;
}

/* Specialists of three bodies are special: they came late, or the national body has not said yes. */
static bool
late(size_t org)
{
	return org == EX_QUEENSMEAD || org == EX_AVONVALE;
}

static struct date
accredited(struct example *e, size_t org)
{
	if (org == EX_CHALK_AMBULANCE)
		return date_add_days(e->today, 41);
	return date_add_months(e->today, 7 + (int)example_random(e, 20));
}

static enum status
post_usual(struct example *e, size_t org, const char *post, size_t person)
{
	struct date start = example_start(e);
	bool specialist = str_is(str_c(post), "specialist");
	struct holding h = { .org = org, .person = person, .post = post, .from = date_add_days(start, -(int)example_random(e, 900)), .accreditation = "" };
	int64_t id, nomination;

	if (specialist) {
		h.accreditation = arena_printf(e->keep, "SMS-%04lld", (long long)(1200 + example_random(e, 7000))).p;
		h.accredited_until = accredited(e, org);
	}
	TRY(entered(e, &h, start, &id));
	if (!post_is_nominated(str_c(post)))
		return ST_OK;
	TRY(nominated(e, org, id, date_add_days(start, 2), "", &nomination));
	return answered(e, nomination, date_add_days(start, 9 + (int)example_random(e, 9)), "confirmed", "", (struct date){ 0 });
}

/* A board member among those without an account: the chair of the audit committee stands first. */
static size_t
lay_person(const struct example *e, size_t org, size_t nth)
{
	for (size_t i = 0; i < e->n_person; i++)
		if (e->person[i].org == org && e->person[i].role == -1 && nth-- == 0)
			return i;
	return SIZE_MAX;
}

static enum status
posts_of(struct example *e, size_t org)
{
	size_t manager = example_who(e, org, ROLE_MANAGER), chair = example_who(e, org, ROLE_AUDITOR), lay = 0;

	TRY(post_usual(e, org, "board_lead", example_who(e, org, ROLE_LEAD)));
	if (!late(org) && org != EX_VILLAGES)
		TRY(post_usual(e, org, "specialist", example_who(e, org, ROLE_SPECIALIST)));
	if (org == EX_VILLAGES)
		return ST_OK;
	if (manager == SIZE_MAX)
		manager = example_who(e, org, ROLE_MONITOR);
	if (manager == SIZE_MAX)
		manager = example_who(e, org, ROLE_LEAD);
	TRY(post_usual(e, org, "manager", manager));
	TRY(post_usual(e, org, "violence_lead", manager));
	if (chair == SIZE_MAX || !e->person[chair].board)
		chair = lay_person(e, org, lay++);
	TRY(post_usual(e, org, "audit_chair", chair));
	return post_usual(e, org, "lay_member", lay_person(e, org, lay));
}

static enum status
posts_make(struct example *e)
{
	for (size_t org = EX_OVERSEER; org < e->n_org; org++)
		TRY(posts_of(e, org));
	return ST_OK;
}

/* ---- this year ---- */

static enum status
ends(struct example *e, size_t org, const char *post, struct date on, const char *why)
{
	struct json_node *j;
	const struct json_node *items;

	example_at(e, on, 12, 0);
	TRY(example_do(e, org, ROLE_ADMINISTRATOR, "post_holding.list", &j, NULL));
	items = json_get(j, "items");
	for (size_t i = 0; items != NULL && i < items->n; i++)
		if (str_is(json_get_str(items->items[i], "post"), post))
			return example_on(e, org, ROLE_ADMINISTRATOR, "post_holding.end", example_id(items->items[i]), NULL,
			    "version", example_text(e, json_get_i64(items->items[i], "version", 1)).p, "ended_on", example_date(e, on).p, "ended_why", why, NULL);
	e->why = S("nobody holds the post that is to be left");
	return ST_NOT_FOUND;
}

static enum status
vacancy(struct example *e)
{
	return ends(e, EX_EASTHOLME, "specialist", example_left(e), "Moved to another organisation");
}

static enum status
waiting(struct example *e)
{
	struct holding queensmead = { .org = EX_QUEENSMEAD, .person = example_who(e, EX_QUEENSMEAD, ROLE_SPECIALIST), .post = "specialist",
		.from = date_add_days(e->today, -55), .accreditation = "SMS-7719", .accredited_until = date_add_months(e->today, 30) };
	struct holding avonvale = { .org = EX_AVONVALE, .person = example_who(e, EX_AVONVALE, ROLE_SPECIALIST), .post = "specialist",
		.from = date_add_months(example_from(e, 0), 4), .accreditation = "SMS-3086", .accredited_until = date_add_months(e->today, 22) };
	int64_t holding, nomination;

	TRY(entered(e, &avonvale, avonvale.from, &holding));
	TRY(nominated(e, EX_AVONVALE, holding, date_add_days(avonvale.from, 3), "Accreditation renewal is under way.", &nomination));
	TRY(answered(e, nomination, date_add_days(avonvale.from, 20), "refused",
	    "The accreditation had lapsed on the day of nomination. Please nominate again once it is renewed.", (struct date){ 0 }));
	TRY(nominated(e, EX_AVONVALE, holding, date_add_months(avonvale.from, 2), "Renewed; the certificate was sent to the programme office.", &nomination));
	TRY(answered(e, nomination, date_add_days(date_add_months(avonvale.from, 2), 6), "confirmed", "", date_add_months(e->today, 22)));
	TRY(entered(e, &queensmead, date_add_days(e->today, -52), &holding));
	return nominated(e, EX_QUEENSMEAD, holding, date_add_days(e->today, -12), "Took over after a change of post.", &nomination);
}

const struct example_part nomination_example[] = {
	{ 21, "posts and nominations", posts_make },
	{ 83, "a vacancy", vacancy },
	{ 23, "nominations of this year", waiting },
	{ 0, NULL, NULL },
};
