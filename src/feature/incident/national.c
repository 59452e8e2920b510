/* SPDX-License-Identifier: MIT */
/* INC-2: the national types, as data.  An organisation's own words stand for one of these each. */
#include "feature/incident/own.h"

#include <string.h>

/* value, label, hint, and what it is in figures. */
#define TYPES(T) \
	T("physical_assault", M("Physical assault"), M("Hitting, kicking, spitting, grabbing or any other force against somebody"), true, false) \
	T("attempted_assault", M("Attempted assault"), M("Somebody tried, and did not reach or touch"), true, false) \
	T("non_physical_assault", M("Verbal abuse or threats"), M("Shouting, insults or threats, face to face, by telephone or online"), true, false) \
	T("harassment", M("Harassment"), M("Unwanted conduct that is repeated, stalking included"), true, false) \
	T("sexual", M("Sexual assault or sexual harassment"), NULL, true, false) \
	T("hate", M("Hate incident"), M("Because of race, religion, disability, sexual orientation or being transgender"), true, false) \
	T("theft", M("Theft"), NULL, false, true) \
	T("misappropriation", M("Misuse of property by an insider"), M("Somebody who works here took or used what was not theirs"), false, true) \
	T("burglary", M("Break-in"), NULL, false, true) \
	T("criminal_damage", M("Damage"), M("Vandalism and graffiti included"), false, true) \
	T("arson", M("Fire set on purpose"), NULL, false, true) \
	T("trespass", M("Somebody where they should not be"), NULL, false, false) \
	T("antisocial", M("Antisocial behaviour"), NULL, false, false) \
	T("nuisance", M("Nuisance or disturbance"), NULL, false, false) \
	T("abduction", M("Abduction, or an attempt"), NULL, true, false) \
	T("drugs", M("Drugs"), M("Illegal drugs, or medicines that went missing"), false, false) \
	T("weapon", M("Weapon"), NULL, true, false) \
	T("suspicious", M("Suspicious person, package or vehicle"), NULL, false, false) \
	T("security_breach", M("Security breach"), M("A door left open, a pass shared, an alarm that did not work"), false, false) \
	T("lockdown", M("Lockdown"), NULL, false, false) \
	T("keys_lost", M("Lost keys or identity card"), NULL, false, true) \
	T("bomb_threat", M("Bomb threat"), NULL, false, false) \
	T("other", M("Something else"), NULL, false, false)

#define CHOICE(v, l, h, violent, owned) { v, l, h },
static const struct choice choices[] = { TYPES(CHOICE) };
#undef CHOICE
const struct choice_list incident_types = { choices, countof(choices) };

#define KIND(v, l, h, violent_, owned_) { .violent = (violent_), .property = (owned_) },
static const struct { bool violent, property; } about[] = { TYPES(KIND) };
#undef KIND

static size_t
place_of(struct str type)
{
	for (size_t i = 0; i < incident_types.n; i++)
		if (str_is(type, incident_types.c[i].value))
			return i;
	return incident_types.n - 1;
}

bool
incident_is_violent(struct str type)
{
	return about[place_of(type)].violent;
}

bool
incident_is_property(struct str type)
{
	return about[place_of(type)].property;
}

const char *
incident_type_label(struct str type)
{
	return incident_types.c[place_of(type)].label;
}
