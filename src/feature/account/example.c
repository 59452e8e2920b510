/* SPDX-License-Identifier: MIT */
/* The people of the example region.  All of them are invented. */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/account/account.h"

#define NO_ROLE (-1)

/* Who sits in which body.  second: another role of the same person, or NO_ROLE.  try: what a visitor finds there. */
static const struct person_line { int org; const char *name, *job; int role, second; bool board; const char *try; } people[] = {
	{ EX_NATIONAL, "Ingrid Halloran", "Head of the security programme", ROLE_PROGRAMME, NO_ROLE, false,
	  M("Opens rounds, publishes standards, confirms nominations") },
	{ EX_NATIONAL, "Babatunde Kerr", "Quality inspector", ROLE_INSPECTOR, NO_ROLE, false, M("Reads what was submitted, returns it with reasons") },
	{ EX_NATIONAL, "Mei Lin Ashdown", "Senior quality inspector", ROLE_INSPECTOR, NO_ROLE, false, NULL },
	{ EX_NATIONAL, "Corin Vale", "Digital services manager", ROLE_ADMINISTRATOR, NO_ROLE, false, NULL },
	{ EX_NATIONAL, "Rukhsana Thorpe", "Programme officer", ROLE_PROGRAMME, NO_ROLE, false, NULL },

	{ EX_OVERSEER, "Anselm Okonjo", "Assurance lead, northern region office", ROLE_MONITOR, NO_ROLE, false, M("Sees the reviews of commissioners arrive") },
	{ EX_OVERSEER, "Delphine Marsh", "Assurance lead, southern region office", ROLE_MONITOR, NO_ROLE, false, NULL },
	{ EX_OVERSEER, "Gethin Rowlands", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },
	{ EX_OVERSEER, "Farah Lindqvist", "Chief operating officer", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_OVERSEER, "Piotr Wainwright", "Information systems manager", ROLE_ADMINISTRATOR, NO_ROLE, false, NULL },

	{ EX_FELLMOOR, "Maeve Castellan", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false,
	  M("Start here: this year's self-review of a commissioner, under way") },
	{ EX_FELLMOOR, "Dominic Achterberg", "Executive director of corporate services", ROLE_LEAD, NO_ROLE, true,
	  M("Reads, signs and answers for the review") },
	{ EX_FELLMOOR, "Sunita Braithwaite", "Head of provider assurance", ROLE_MONITOR, NO_ROLE, false, M("Sees the reviews of providers arrive; contracts") },
	{ EX_FELLMOOR, "Lowri Pemberton", "Corporate governance manager", ROLE_ADMINISTRATOR, NO_ROLE, false, M("Accounts, units and settings") },
	{ EX_FELLMOOR, "Idris Falconer", "Head of estates and resilience", ROLE_MANAGER, NO_ROLE, false, NULL },
	{ EX_FELLMOOR, "Yasmin Oldroyd", "Head of communications", ROLE_CONTRIBUTOR, NO_ROLE, false, M("Contributes to the standards on awareness") },
	{ EX_FELLMOOR, "Terrence Nightingale-Boyd", "Audit committee chair", ROLE_AUDITOR, NO_ROLE, true, M("Reads everything, changes nothing") },

	{ EX_SALTMARSH, "Oluwaseun Hartley", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, M("A commissioner whose review is finished and signed") },
	{ EX_SALTMARSH, "Catrin Devereux", "Executive director of finance", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_SALTMARSH, "Jamal Whitcombe", "Provider assurance manager", ROLE_MONITOR, NO_ROLE, false, NULL },
	{ EX_SALTMARSH, "Henrietta Sowerby", "Governance officer", ROLE_ADMINISTRATOR, NO_ROLE, false, NULL },
	{ EX_SALTMARSH, "Ravindra Coyle", "Internal audit manager", ROLE_AUDITOR, NO_ROLE, false, NULL },

	{ EX_KINGSMERE, "Bronagh Adeyinka", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },
	{ EX_KINGSMERE, "Magnus Thistlewood", "Deputy chief executive", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_KINGSMERE, "Parveen Lockyer", "Head of contracts and assurance", ROLE_MONITOR, NO_ROLE, false, NULL },
	{ EX_KINGSMERE, "Tobias Eastgate", "Business systems manager", ROLE_ADMINISTRATOR, NO_ROLE, false, NULL },

	{ EX_TEACHING, "Kwame Ridgeway", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false,
	  M("A trust: security standards and violence prevention") },
	{ EX_TEACHING, "Philippa Nakamura", "Director of estates and facilities", ROLE_LEAD, NO_ROLE, true, M("Board-level lead of that trust") },
	{ EX_TEACHING, "Aneurin Blackwood", "Information governance manager", ROLE_ADMINISTRATOR, NO_ROLE, false, NULL },
	{ EX_TEACHING, "Zofia Kendrick", "Head of security and car parks", ROLE_MANAGER, NO_ROLE, false, NULL },
	{ EX_TEACHING, "Samir Holloway", "Matron, emergency department", ROLE_CONTRIBUTOR, NO_ROLE, false, NULL },
	{ EX_TEACHING, "Gwendolyn Abara", "Head of internal audit", ROLE_AUDITOR, NO_ROLE, false, NULL },

	{ EX_DALES, "Eilidh Summerscale", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },
	{ EX_DALES, "Nikhil Barraclough", "Director of finance", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_DALES, "Joan Ferreday", "Head of governance", ROLE_MANAGER, ROLE_ADMINISTRATOR, false, NULL },

	{ EX_BLACKMERE, "Tamsin Okafor-Reid", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false,
	  M("A trust whose review came back with reasons") },
	{ EX_BLACKMERE, "Hugh Santangelo", "Chief nurse", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_BLACKMERE, "Imogen Dashwood", "Violence reduction manager", ROLE_MANAGER, ROLE_ADMINISTRATOR, false, NULL },

	{ EX_MOORS_AMBULANCE, "Declan Mwangi", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },
	{ EX_MOORS_AMBULANCE, "Beatrix Holme", "Director of operations", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_MOORS_AMBULANCE, "Shabnam Cartledge", "Corporate secretary", ROLE_MANAGER, ROLE_ADMINISTRATOR, false, NULL },

	{ EX_GENERAL, "Rhodri Amankwah", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, M("A trust whose review arrived late") },
	{ EX_GENERAL, "Clementine Yardley", "Chief operating officer", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_GENERAL, "Viktor Penhaligon", "Facilities manager", ROLE_MANAGER, ROLE_ADMINISTRATOR, false, NULL },

	{ EX_WOLDS, "Niamh Oyelaran", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },
	{ EX_WOLDS, "Alasdair Quayle", "Director of nursing", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_WOLDS, "Meera Stanhope", "Risk manager", ROLE_MANAGER, ROLE_ADMINISTRATOR, false, NULL },

	{ EX_EASTHOLME, "Ottoline Grimshaw", "Director of resources", ROLE_LEAD, NO_ROLE, true, M("A trust without a specialist since this summer") },
	{ EX_EASTHOLME, "Stefan Adebowale", "Health and safety manager", ROLE_MANAGER, ROLE_ADMINISTRATOR, false, NULL },
	{ EX_EASTHOLME, "Wilfred Tonkin", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },

	{ EX_VILLAGES, "Harriet Umeh", "Chief executive", ROLE_LEAD, ROLE_ADMINISTRATOR, true, NULL },
	{ EX_VILLAGES, "Cedric Lanyon", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },

	{ EX_UNIVERSITY, "Esme Vandersteen", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },
	{ EX_UNIVERSITY, "Osagie Fairweather", "Director of estates", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_UNIVERSITY, "Leonora Hussain", "Head of site operations", ROLE_MANAGER, ROLE_ADMINISTRATOR, false, NULL },

	{ EX_AVONVALE, "Callum Bhattacharya", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },
	{ EX_AVONVALE, "Rosalind Eze", "Director of corporate affairs", ROLE_LEAD, NO_ROLE, true, NULL },
	{ EX_AVONVALE, "Bartholomew Singh", "Facilities manager", ROLE_MANAGER, ROLE_ADMINISTRATOR, false, NULL },

	{ EX_CHALK_AMBULANCE, "Freya Contreras", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },
	{ EX_CHALK_AMBULANCE, "Lionel Agyeman", "Director of people", ROLE_LEAD, ROLE_ADMINISTRATOR, true, NULL },

	{ EX_QUEENSMEAD, "Saoirse Wetherby", "Security management specialist", ROLE_SPECIALIST, NO_ROLE, false, NULL },
	{ EX_QUEENSMEAD, "Tunde Marchbanks", "Director of nursing", ROLE_LEAD, ROLE_ADMINISTRATOR, true, NULL },
};

static const char *const domains[EX__MAX] = {
	[EX_NATIONAL] = "oshc", [EX_OVERSEER] = "nhco", [EX_FELLMOOR] = "fellmoor-icb", [EX_SALTMARSH] = "saltmarsh-icb",
	[EX_KINGSMERE] = "kingsmere-icb", [EX_TEACHING] = "fellmoor-hospitals", [EX_DALES] = "upperdales", [EX_BLACKMERE] = "blackmere",
	[EX_MOORS_AMBULANCE] = "moors-ambulance", [EX_GENERAL] = "saltmarsh-general", [EX_WOLDS] = "woldscoast",
	[EX_EASTHOLME] = "eastholme", [EX_VILLAGES] = "coastalvillages", [EX_UNIVERSITY] = "kingsmere-hospitals",
	[EX_AVONVALE] = "avonvale", [EX_CHALK_AMBULANCE] = "chalkhills-ambulance", [EX_QUEENSMEAD] = "queensmead",
};

/* "Mei Lin Ashdown" at oshc: mei.lin.ashdown@oshc.example */
static struct str
email_of(struct arena *a, const struct person_line *p)
{
	struct str s = arena_printf(a, "%s@%s.example", p->name, domains[p->org]);
	char *w = arena_alloc(a, s.n + 1, 1);

	for (size_t i = 0; i < s.n; i++)
		w[i] = s.p[i] == ' ' ? '.' : s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
	return (struct str){ w, s.n };
}

int
account_example_rank(struct arena *a, struct str email, const char **ret_try)
{
	*ret_try = NULL;
	for (size_t i = 0; i < countof(people); i++)
		if (people[i].try != NULL && str_eq(email_of(a, &people[i]), email)) {
			*ret_try = people[i].try;
			return (people[i].org == EX_FELLMOOR ? 0 : (int)countof(people)) + (int)i;	/* the walk begins there */
		}
	return -1;
}

static enum status
person_make(struct example *e, const struct person_line *p)
{
	struct str email = email_of(e->keep, p), code = e->org[p->org].ods;
	struct json_node *j;
	struct example_person x = { .email = email, .name = str_c(p->name), .job = str_c(p->job), .org = (size_t)p->org, .role = p->role, .board = p->board };

	TRY(example_do(e, EX__MAX, -1, "user.add", &j, "email", email.p, "name", p->name, "org", code.p, "role", role_names[p->role], NULL));
	x.account = json_get_i64(j, "account", 0);
	e->person[e->n_person++] = x;
	if (p->second == NO_ROLE)
		return ST_OK;
	x.role = p->second;
	e->person[e->n_person++] = x;
	return example_do(e, EX__MAX, -1, "user.role", NULL, "email", email.p, "org", code.p, "role", role_names[p->second], NULL);
}

static enum status
people_make(struct example *e)
{
	example_at(e, example_start(e), 9, 0);
	for (size_t i = 0; i < countof(people); i++)
		TRY(person_make(e, &people[i]));
	return ST_OK;
}

/* After the merger only an administrator is left to the old body, and the specialist of Eastholme left this summer. */
static enum status
leave(struct example *e, size_t org, struct date on)
{
	example_at(e, on, 17, 0);
	for (size_t i = 0; i < e->n_person; i++)
		if (e->person[i].org == org && (e->person[i].role == ROLE_SPECIALIST || (org == EX_VILLAGES && e->person[i].role == ROLE_LEAD)))
			TRY(example_do(e, EX__MAX, -1, "user.role", NULL, "email", e->person[i].email.p, "org", e->org[org].ods.p,
			    "role", role_names[e->person[i].role], "take", "yes", NULL));
	return ST_OK;
}

static enum status
villages_leave(struct example *e)
{
	return leave(e, EX_VILLAGES, date_add_months(example_from(e, 1), 9));
}

static enum status
specialist_leaves(struct example *e)
{
	return leave(e, EX_EASTHOLME, example_left(e));
}

/* ---- the large data set: who signs in to the first body, and who publishes the framework ---- */

static enum status
scale_people(struct example *e)
{
	static const struct { const char *email, *name; int org, role; } who[] = {
		{ "programme@oshc.example", "Ingrid Halloran", 0, ROLE_PROGRAMME },
		{ "specialist@measured.example", "Maeve Castellan", 1, ROLE_SPECIALIST },
		{ "administrator@measured.example", "Lowri Pemberton", 1, ROLE_ADMINISTRATOR },
		{ "contributor@measured.example", "Yasmin Oldroyd", 1, ROLE_CONTRIBUTOR },
	};

	for (size_t i = 0; i < countof(who); i++) {
		struct example_person *p = &e->person[e->n_person++];
		*p = (struct example_person){ .email = str_c(who[i].email), .name = str_c(who[i].name), .org = (size_t)who[i].org, .role = who[i].role };
		TRY(example_do(e, EX__MAX, -1, "user.add", NULL, "email", who[i].email, "name", who[i].name, "org", e->org[who[i].org].ods.p,
		    "role", role_names[who[i].role], NULL));
	}
	return ST_OK;
}

const struct example_part account_scale[] = { { 15, "accounts", scale_people }, { 0, NULL, NULL } };
const struct example_part account_example_parts[] = {
	{ 15, "accounts", people_make },
	{ 59, "accounts of a merged body end", villages_leave },
	{ 84, "a specialist leaves", specialist_leaves },
	{ 0, NULL, NULL },
};
