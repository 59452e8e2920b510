/* SPDX-License-Identifier: MIT */
/* The bodies of the example region.  None of them exists, and none of the codes has the shape of a real one. */
#include "app/access.h"
#include "app/example.h"
#include "base/time.h"
#include "feature/organisation/own.h"

static const struct { const char *name, *short_name, *kind, *code, *services, *region; int64_t staff; bool oversees; } bodies[] = {
	[EX_NATIONAL] = { "Office for Security in Health Care", "OSHC", "national", "XZ0", "", "", 140, false },
	[EX_OVERSEER] = { "National Health Commissioning Office", "NHCO", "commissioner", "QZ0", "commissioning", "", 2300, true },
	[EX_FELLMOOR] = { "NHS Fellmoor and Dales Integrated Care Board", "Fellmoor ICB", "commissioner", "QZ1", "commissioning", "North", 610, false },
	[EX_SALTMARSH] = { "NHS Saltmarsh and Wolds Integrated Care Board", "Saltmarsh ICB", "commissioner", "QZ2", "commissioning", "North", 480, false },
	[EX_KINGSMERE] = { "NHS Kingsmere and Avonvale Integrated Care Board", "Kingsmere ICB", "commissioner", "QZ3", "commissioning", "South", 720, false },
	[EX_TEACHING] = { "Fellmoor Teaching Hospitals NHS Trust", "Fellmoor Hospitals", "provider", "RZ01", "acute", "North", 8240, false },
	[EX_DALES] = { "Upper Dales Community Health NHS Trust", "Upper Dales", "provider", "RZ02", "community", "North", 2610, false },
	[EX_BLACKMERE] = { "Blackmere Mental Health NHS Foundation Trust", "Blackmere", "provider", "RZ03", "mental_health", "North", 3920, false },
	[EX_MOORS_AMBULANCE] = { "Moors and Fells Ambulance Service NHS Trust", "Moors Ambulance", "provider", "RZ04", "ambulance", "North", 4680, false },
	[EX_GENERAL] = { "Saltmarsh General Hospitals NHS Foundation Trust", "Saltmarsh General", "provider", "RZ05", "acute", "North", 6430, false },
	[EX_WOLDS] = { "Wolds and Coast Partnership NHS Trust", "Wolds and Coast", "provider", "RZ06", "community mental_health", "North", 3310, false },
	[EX_EASTHOLME] = { "Eastholme Community Healthcare NHS Trust", "Eastholme", "provider", "RZ07", "community", "North", 1540, false },
	[EX_VILLAGES] = { "Coastal Villages Community NHS Trust", "Coastal Villages", "provider", "RZ08", "community", "North", 690, false },
	[EX_UNIVERSITY] = { "Kingsmere University Hospitals NHS Foundation Trust", "Kingsmere Hospitals", "provider", "RZ09", "acute", "South", 9870, false },
	[EX_AVONVALE] = { "Avonvale Community and Care NHS Trust", "Avonvale", "provider", "RZ10", "community care_home", "South", 2080, false },
	[EX_CHALK_AMBULANCE] = { "Chalkhills Ambulance Service NHS Foundation Trust", "Chalkhills Ambulance", "provider", "RZ11", "ambulance", "South", 3840, false },
	[EX_QUEENSMEAD] = { "Queensmead Mental Health NHS Trust", "Queensmead", "provider", "RZ12", "mental_health", "South", 2930, false },
};

static enum status
body_make(struct example *e, size_t i)
{
	struct json_node *j;

	TRY(example_do(e, EX__MAX, -1, "organisation.create", &j, "name", bodies[i].name, "short_name", bodies[i].short_name,
	    "kind", bodies[i].kind, "ods_code", bodies[i].code, "services", bodies[i].services, "region", bodies[i].region,
	    "headcount", example_text(e, bodies[i].staff).p, "oversees", bodies[i].oversees ? "yes" : "no", NULL));
	e->org[i] = (struct example_org){ .id = example_id(j), .name = str_c(bodies[i].name), .ods = str_c(bodies[i].code),
		.kind = str_c(bodies[i].kind) };
	e->n_org = i + 1;
	return ST_OK;
}

static enum status
bodies_make(struct example *e)
{
	example_at(e, example_start(e), 8, 30);
	for (size_t i = 0; i < countof(bodies); i++)
		TRY(body_make(e, i));
	return ST_OK;
}

/* ---- units: the places stand in the same order everywhere, so that other folders can point at them ---- */

struct unit_line { const char *name, *kind; int under; const char *address; };	/* under: -1 at the top */
static const struct unit_line office[EXAMPLE_UNITS] = {
	{ "Corporate services", "directorate", -1, "" },
	{ "Quality and contracts", "directorate", -1, "" },
	{ "Contracts and assurance", "department", 1, "" },
	{ "Head office", "site", 0, "1 Market Square" },
	{ "Meeting and training centre", "site", 0, "Unit 4, Station Yard" },
};
static const struct unit_line overseer[EXAMPLE_UNITS] = {
	{ "Northern region office", "directorate", -1, "" },
	{ "Southern region office", "directorate", -1, "" },
	{ "Security and resilience", "department", 0, "" },
	{ "Mill House", "site", 0, "12 Canal Street" },
	{ "Quay Buildings", "site", 1, "3 Harbour Road" },
};
static const struct unit_line hospital[EXAMPLE_UNITS] = {
	{ "Estates and facilities", "directorate", -1, "" },
	{ "Urgent and emergency care", "directorate", -1, "" },
	{ "Security and car parks", "department", 0, "" },
	{ "Main hospital", "site", 0, "Infirmary Road" },
	{ "Day surgery and outpatients", "site", 0, "Park Lane" },
};
static const struct unit_line community[EXAMPLE_UNITS] = {
	{ "Corporate services", "directorate", -1, "" },
	{ "Community nursing and therapies", "directorate", -1, "" },
	{ "District nursing", "department", 1, "" },
	{ "Trust headquarters and clinic", "site", 0, "Bridge Street" },
	{ "Riverside health centre", "site", 0, "Wharf Lane" },
};
static const struct unit_line mental_health[EXAMPLE_UNITS] = {
	{ "Corporate services", "directorate", -1, "" },
	{ "Inpatient services", "directorate", -1, "" },
	{ "Community teams", "department", 1, "" },
	{ "Larch House", "site", 0, "Hill Road" },
	{ "Rowan Centre", "site", 0, "Orchard Way" },
};
static const struct unit_line ambulance[EXAMPLE_UNITS] = {
	{ "Fleet and estates", "directorate", -1, "" },
	{ "Operations", "directorate", -1, "" },
	{ "Operations centre", "department", 1, "" },
	{ "Headquarters and fleet depot", "site", 0, "Ring Road East" },
	{ "Central station", "site", 0, "Fore Street" },
};

static const struct unit_line *
units_of(size_t i)
{
	const char *s = bodies[i].services;

	if (i == EX_OVERSEER)
		return overseer;
	if (bodies[i].services[0] == '\0' || str_starts(str_c(s), S("commissioning")))
		return office;
	if (str_starts(str_c(s), S("acute")))
		return hospital;
	if (str_starts(str_c(s), S("ambulance")))
		return ambulance;
	return str_starts(str_c(s), S("mental")) ? mental_health : community;
}

static enum status
units_make(struct example *e)
{
	struct json_node *j;

	example_at(e, example_start(e), 10, 0);
	for (size_t i = 0; i < e->n_org; i++) {
		const struct unit_line *u = units_of(i);
		for (size_t k = 0; k < EXAMPLE_UNITS; k++) {
			TRY(example_do(e, i, ROLE_ADMINISTRATOR, "unit.create", &j, "name", u[k].name, "kind", u[k].kind, "address", u[k].address,
			    "parent", u[k].under < 0 ? "" : example_text(e, e->org[i].unit[u[k].under]).p, NULL));
			e->org[i].unit[k] = example_id(j);
		}
		if (i == EX_FELLMOOR || i == EX_SALTMARSH)
			TRY(example_do(e, i, ROLE_ADMINISTRATOR, "organisation.settings", NULL, "short_name", bodies[i].short_name, "services", bodies[i].services,
			    "region", bodies[i].region, "headcount", example_text(e, bodies[i].staff).p, "document_line", "OFFICIAL-SENSITIVE", NULL));
	}
	return ST_OK;
}

/* ---- what changed since ---- */

/* In the winter of the year before the smallest provider went into its neighbour. */
static enum status
merger(struct example *e)
{
	struct date on = date_add_months(example_from(e, 1), 9);

	example_at(e, on, 8, 0);
	TRY(example_on(e, EX_NATIONAL, ROLE_PROGRAMME, "organisation.merge", e->org[EX_VILLAGES].id, NULL,
	    "successor", example_text(e, e->org[EX_WOLDS].id).p, "on", example_date(e, on).p, NULL));
	return example_do(e, EX_WOLDS, ROLE_ADMINISTRATOR, "service_taken.create", NULL, "title", "Community services of the coastal villages",
	    "taken_on", example_date(e, on).p, "from_org", example_text(e, e->org[EX_VILLAGES].id).p, "headcount", "690", "sites", "6",
	    "unit", example_text(e, e->org[EX_WOLDS].unit[1]).p,
	    "note", "Six clinics without door entry control came with the service. All were surveyed within three months; four have been fitted since.", NULL);
}

static enum status
services(struct example *e)
{
	struct date on = date_add_months(example_from(e, 0), 6);

	example_at(e, on, 14, 0);
	return example_do(e, EX_AVONVALE, ROLE_SPECIALIST, "service_taken.create", NULL, "title", "Out-of-hours nursing for the southern valleys",
	    "taken_on", example_date(e, on).p, "headcount", "64", "sites", "2", "unit", example_text(e, e->org[EX_AVONVALE].unit[2]).p,
	    "note", "Most of the new staff visit alone at night. Their lone working assessments were done before the first shift.", NULL);
}

/* ---- the large data set ---- */

static enum status
scale_body(struct example *e, const char *name, const char *kind, const char *code, struct example_org *ret)
{
	struct json_node *j;

	TRY(example_do(e, EX__MAX, -1, "organisation.create", &j, "name", name, "short_name", "", "kind", kind, "ods_code", code,
	    "services", kind[0] == 'p' ? "acute" : "", "region", "North", "headcount", "1000", "oversees", "no", NULL));
	*ret = (struct example_org){ .id = example_id(j), .name = str_c(name), .ods = str_c(code), .kind = str_c(kind) };
	return ST_OK;
}

static enum status
scale_bodies(struct example *e)
{
	e->many = arena_array(e->keep, struct example_org, (size_t)e->scale);
	TRY(scale_body(e, "Office for Security in Health Care", "national", "XZ0", &e->org[0]));
	for (int64_t i = 0; i < e->scale; i++)
		TRY(scale_body(e, arena_printf(e->keep, "Measured Trust %lld", (long long)(i + 1)).p, "provider",
		    arena_printf(e->keep, "RM%05lld", (long long)(i + 1)).p, &e->many[i]));
	e->org[1] = e->many[0];
	e->n_org = 2;
	return ST_OK;
}

const struct example_part organisation_scale[] = { { 10, "bodies", scale_bodies }, { 0, NULL, NULL } };
const struct example_part organisation_example[] = {
	{ 10, "organisations", bodies_make },
	{ 16, "units", units_make },
	{ 58, "a merger", merger },
	{ 66, "services taken on", services },
	{ 0, NULL, NULL },
};
