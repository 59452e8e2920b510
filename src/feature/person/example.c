/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "feature/person/view.h"

/* Those who sit on boards without signing in here; all invented. */
static const struct { int org; const char *name, *job; } lay[] = {
	{ EX_OVERSEER, "Cosmo Adeleke-Firth", "Chair of the audit committee" },
	{ EX_OVERSEER, "Winifred Tan", "Non-executive director" },
	{ EX_FELLMOOR, "Ambrose Kirkbride", "Lay member for governance" },
	{ EX_SALTMARSH, "Petronella Shah", "Chair of the audit committee" },
	{ EX_SALTMARSH, "Edwin Gbeho", "Lay member for public involvement" },
	{ EX_KINGSMERE, "Ursula Penrith", "Chair of the audit committee" },
	{ EX_KINGSMERE, "Ismail Hathersage", "Lay member for governance" },
	{ EX_TEACHING, "Cordelia Nwosu", "Non-executive director, chair of the audit committee" },
	{ EX_TEACHING, "Barnaby Iqbal", "Non-executive director" },
	{ EX_DALES, "Marigold Tennant", "Non-executive director, chair of the audit committee" },
	{ EX_DALES, "Lech Rushworth", "Non-executive director" },
	{ EX_BLACKMERE, "Septimus Rao", "Non-executive director, chair of the audit committee" },
	{ EX_BLACKMERE, "Hilda Osei", "Non-executive director" },
	{ EX_MOORS_AMBULANCE, "Quentin Maddocks", "Non-executive director, chair of the audit committee" },
	{ EX_MOORS_AMBULANCE, "Aisling Chaudhry", "Non-executive director" },
	{ EX_GENERAL, "Leopold Mbeki-Stone", "Non-executive director, chair of the audit committee" },
	{ EX_GENERAL, "Dorothea Pike", "Non-executive director" },
	{ EX_WOLDS, "Fergus Anand", "Non-executive director, chair of the audit committee" },
	{ EX_WOLDS, "Tabitha Zielinski", "Non-executive director" },
	{ EX_EASTHOLME, "Rupert Yeboah", "Non-executive director, chair of the audit committee" },
	{ EX_EASTHOLME, "Agnes Melling", "Non-executive director" },
	{ EX_UNIVERSITY, "Constance Ferrari-Hall", "Non-executive director, chair of the audit committee" },
	{ EX_UNIVERSITY, "Jerome Lascelles", "Non-executive director" },
	{ EX_AVONVALE, "Olwen Mistry", "Non-executive director, chair of the audit committee" },
	{ EX_AVONVALE, "Crispin Bello", "Non-executive director" },
	{ EX_CHALK_AMBULANCE, "Thea Woolacott", "Non-executive director, chair of the audit committee" },
	{ EX_CHALK_AMBULANCE, "Vikram Easterbrook", "Non-executive director" },
	{ EX_QUEENSMEAD, "Humphrey Asante", "Non-executive director, chair of the audit committee" },
	{ EX_QUEENSMEAD, "Linnea Garside", "Non-executive director" },
};

static struct str
telephone(struct example *e)
{
	int64_t number = (int64_t)example_random(e, 1000);

	/* A block of numbers that is kept free for plays and examples. */
	return arena_printf(e->keep, "01632 960%03lld", (long long)number);
}

static enum status
person_enter(struct example *e, struct example_person *p, bool account)
{
	struct json_node *j;

	TRY(example_do(e, p->org, ROLE_ADMINISTRATOR, "person.create", &j, "name", p->name.p, "job_title", p->job.p, "email", p->email.p,
	    "telephone", telephone(e).p, "unit", "", "board_member", p->board ? "yes" : "no", NULL));
	p->person = example_id(j);
	if (!account)
		return ST_OK;
	return example_on(e, p->org, ROLE_ADMINISTRATOR, "person.link", p->person, NULL, "email", p->email.p, NULL);
}

static enum status
people(struct example *e)
{
	size_t n = e->n_person;

	example_at(e, example_start(e), 11, 0);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && e->person[i].account == e->person[i - 1].account)
			e->person[i].person = e->person[i - 1].person;
		else
			TRY(person_enter(e, &e->person[i], true));
	}
	for (size_t i = 0; i < countof(lay); i++) {
		struct example_person *p = &e->person[e->n_person++];
		*p = (struct example_person){ .name = str_c(lay[i].name), .job = str_c(lay[i].job), .email = S(""), .org = (size_t)lay[i].org, .role = -1, .board = true };
		TRY(person_enter(e, p, false));
	}
	return ST_OK;
}

/* Of the large data set: enough for a page of people. */
static enum status
scale_people(struct example *e)
{
	for (int i = 0; i < 50; i++)
		TRY(example_do(e, 1, ROLE_ADMINISTRATOR, "person.create", NULL, "name", arena_printf(e->keep, "Person %d Measured", i + 1).p,
		    "job_title", "Ward manager", "email", arena_printf(e->keep, "person%d@measured.example", i + 1).p, "telephone", telephone(e).p,
		    "unit", "", "board_member", "no", NULL));
	return ST_OK;
}

const struct example_part person_scale[] = { { 20, "people", scale_people }, { 0, NULL, NULL } };
const struct example_part person_example[] = { { 20, "people", people }, { 0, NULL, NULL } };
