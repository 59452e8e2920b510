/* SPDX-License-Identifier: MIT */
/* What may be chosen in reports and on incidents. */
#include "feature/incident/own.h"

#define LIST(name, ...)                                                        \
	static const struct choice name##_all[] = { __VA_ARGS__ };             \
	const struct choice_list name = { name##_all, countof(name##_all) }

LIST(incident_kinds,
	{ "incident", M("It happened"), M("Somebody or something was harmed, or a rule was broken") },
	{ "near_miss", M("It nearly happened"), M("Nothing came of it this time") },
	{ "concern", M("I am worried about something"), M("A suspicion, a weakness, or a worry about working alone") });
LIST(incident_states,
	{ "reported", M("New"), NULL }, { "triaged", M("Looked at"), NULL }, { "investigating", M("Under investigation"), NULL },
	{ "closed", M("Closed"), NULL }, { "merged", M("Part of another report"), NULL });
/* Place kinds follow the incident locations of the national patient-safety taxonomy, shortened; somebody's home has no address here. */
LIST(incident_places,
	{ "ward", M("Ward"), NULL }, { "emergency", M("Emergency department"), NULL }, { "clinic", M("Clinic or outpatients"), NULL },
	{ "reception", M("Reception or waiting area"), NULL }, { "corridor", M("Corridor, stairs or lift"), NULL },
	{ "office", M("Office or staff area"), NULL }, { "pharmacy", M("Pharmacy or drug store"), NULL },
	{ "car_park", M("Car park or grounds"), NULL }, { "entrance", M("Entrance"), NULL },
	{ "vehicle", M("Ambulance or other vehicle"), NULL }, { "home", M("Somebody's home"), M("Leave out the address") },
	{ "community", M("Care home, school or other building"), NULL }, { "public", M("Street or public place"), NULL },
	{ "phone", M("By telephone"), NULL }, { "online", M("Online"), NULL }, { "other", M("Somewhere else"), NULL });
LIST(incident_hurts,
	{ "no", M("No"), NULL }, { "body", M("Yes, physically hurt"), NULL }, { "mind", M("Yes, upset or frightened"), NULL },
	{ "both", M("Yes, both"), NULL }, { "unknown", M("I do not know"), NULL });
/* Levels of the national patient-safety taxonomy, version 5. */
LIST(incident_physical,
	{ "none", M("None"), NULL }, { "low", M("Low"), NULL }, { "moderate", M("Moderate"), NULL }, { "severe", M("Severe"), NULL },
	{ "fatal", M("Fatal"), NULL });
LIST(incident_mental,
	{ "none", M("None"), NULL }, { "low", M("Low"), NULL }, { "moderate", M("Moderate"), NULL }, { "severe", M("Severe"), NULL });
LIST(incident_yes_no, { "yes", M("Yes"), NULL }, { "no", M("No"), NULL });
LIST(incident_consequences,
	{ "1", M("1: Negligible"), NULL }, { "2", M("2: Minor"), NULL }, { "3", M("3: Moderate"), NULL }, { "4", M("4: Major"), NULL },
	{ "5", M("5: Catastrophic"), NULL });
LIST(incident_likelihoods,
	{ "1", M("1: Rare"), NULL }, { "2", M("2: Unlikely"), NULL }, { "3", M("3: Possible"), NULL }, { "4", M("4: Likely"), NULL },
	{ "5", M("5: Almost certain"), NULL });
LIST(incident_police,
	{ "asked", M("The police were asked to investigate"), NULL }, { "not_asked", M("The police were not asked to investigate"), NULL });
LIST(incident_police_outcomes,
	{ "charge", M("Charged"), NULL }, { "caution", M("Caution"), NULL }, { "community", M("Community resolution"), NULL },
	{ "warning", M("Words of warning"), NULL }, { "no_action", M("No further action"), NULL },
	{ "victim_declined", M("The person harmed did not want it pursued"), NULL }, { "not_traced", M("Nobody was traced"), NULL },
	{ "convicted", M("Convicted"), NULL }, { "acquitted", M("Acquitted"), NULL }, { "other", M("Something else"), NULL });
LIST(incident_findings,
	{ "substantiated", M("It happened as reported"), NULL }, { "partly", M("Part of it happened as reported"), NULL },
	{ "unsubstantiated", M("It did not happen as reported"), NULL }, { "not_established", M("It could not be established"), NULL });
/* What a reporter is told first, in words that name nobody. */
LIST(incident_outcomes,
	{ "action", M("We have done something about it"), NULL }, { "spoken", M("We have spoken to those involved"), NULL },
	{ "changed", M("We have changed how we work or how the place is kept"), NULL },
	{ "passed", M("We have passed it to another team or to the police"), NULL },
	{ "noted", M("We have noted it and will watch for it happening again"), NULL },
	{ "none", M("We looked into it and found nothing more to do"), NULL });
LIST(incident_parts,
	{ "victim", M("Was harmed or affected"), NULL }, { "witness", M("Saw or heard it"), NULL },
	{ "alleged", M("Is said to have done it"), NULL }, { "reporter", M("Reported it"), NULL }, { "other", M("Otherwise involved"), NULL });
LIST(incident_person_kinds,
	{ "employee", M("Employee"), NULL }, { "contractor", M("Contractor or agency worker"), NULL }, { "volunteer", M("Volunteer"), NULL },
	{ "student", M("Student or trainee"), NULL }, { "patient", M("Patient or service user"), NULL },
	{ "visitor", M("Visitor, relative or friend"), NULL }, { "public", M("Member of the public"), NULL },
	{ "unknown", M("Not known"), NULL });
LIST(incident_staff_groups,
	{ "nursing", M("Nursing and midwifery"), NULL }, { "medical", M("Medical and dental"), NULL },
	{ "support", M("Healthcare support"), NULL }, { "allied", M("Allied health professions"), NULL },
	{ "ambulance", M("Ambulance"), NULL }, { "scientific", M("Scientific and technical"), NULL }, { "pharmacy", M("Pharmacy"), NULL },
	{ "admin", M("Administration and management"), NULL }, { "estates", M("Estates and facilities"), NULL },
	{ "security", M("Security"), NULL }, { "other", M("Other"), NULL });
/* The order is from light to grave; those of RIDDOR 2013 regulation 4(1) are marked in riddor.c. */
LIST(incident_injuries,
	{ "none", M("None"), NULL }, { "minor", M("Bruise, scratch or small cut"), NULL },
	{ "other", M("Other injury"), M("Finger, thumb and toe fractures included") },
	{ "fracture", M("Broken bone"), M("Not a finger, thumb or toe") }, { "amputation", M("Amputation"), NULL },
	{ "sight", M("Loss of sight, or reduced sight that lasts"), NULL },
	{ "crush", M("Crush injury to head or body"), M("With damage to the brain or internal organs") },
	{ "burn", M("Serious burn"), M("More than a tenth of the body, or damage to eyes, breathing or vital organs") },
	{ "scalping", M("Scalping that needed hospital treatment"), NULL },
	{ "unconscious", M("Loss of consciousness"), M("From a head injury or lack of air") },
	{ "enclosed", M("Grave injury in an enclosed space"), M("Hypothermia, heat illness, resuscitation or more than 24 hours in hospital") },
	{ "death", M("Death"), NULL });
LIST(incident_supports,
	{ "manager", M("Talk with the line manager"), NULL }, { "occupational", M("Occupational health"), NULL },
	{ "counselling", M("Counselling"), NULL }, { "time_off", M("Time away from work"), NULL }, { "peer", M("Peer support"), NULL },
	{ "police", M("Help with the police"), NULL }, { "union", M("Staff side"), NULL }, { "declined", M("Offered and declined"), NULL });
/* Codes of the NHS Data Dictionary, restrictive intervention type, May 2026. */
LIST(incident_restraints,
	{ "01", M("Prone"), NULL }, { "04", M("Mechanical"), NULL }, { "05", M("Seclusion"), NULL }, { "06", M("Segregation"), NULL },
	{ "07", M("Standing"), NULL }, { "08", M("Restrictive escort"), NULL }, { "09", M("Supine"), NULL }, { "10", M("On the side"), NULL },
	{ "11", M("Seated"), NULL }, { "12", M("Kneeling"), NULL }, { "13", M("Other physical"), NULL },
	{ "14", M("Rapid tranquillisation by injection"), NULL }, { "15", M("Other injection"), NULL }, { "16", M("Oral medicine"), NULL },
	{ "17", M("Other medicine"), NULL });
LIST(incident_ages,
	{ "under_18", M("Under 18"), NULL }, { "18_24", M("18 to 24"), NULL }, { "25_34", M("25 to 34"), NULL }, { "35_44", M("35 to 44"), NULL },
	{ "45_54", M("45 to 54"), NULL }, { "55_64", M("55 to 64"), NULL }, { "65_over", M("65 or over"), NULL });
LIST(incident_sexes, { "female", M("Female"), NULL }, { "male", M("Male"), NULL }, { "other", M("Other"), NULL });
LIST(incident_ethnicities,
	{ "asian", M("Asian or Asian British"), NULL }, { "black", M("Black, Black British, Caribbean or African"), NULL },
	{ "mixed", M("Mixed or multiple ethnic groups"), NULL }, { "white", M("White"), NULL }, { "other", M("Other ethnic group"), NULL });
LIST(incident_owners,
	{ "organisation", M("The organisation"), NULL }, { "donated", M("Donated"), NULL }, { "staff", M("Staff"), NULL },
	{ "patient", M("Patient"), NULL }, { "visitor", M("Visitor"), NULL }, { "contractor", M("Contractor"), NULL });
LIST(incident_fates,
	{ "stolen", M("Stolen"), NULL }, { "lost", M("Lost or missing"), NULL }, { "damaged", M("Damaged"), NULL }, { "misused", M("Misused"), NULL });
LIST(incident_cares,
	{ "none", M("None"), NULL }, { "delayed", M("Care was delayed"), NULL }, { "cancelled", M("Care was cancelled"), NULL },
	{ "moved", M("Patients were moved"), NULL }, { "other", M("Something else"), NULL });
LIST(incident_teams,
	{ "counter_fraud", M("Counter-fraud"), NULL }, { "safeguarding", M("Safeguarding"), NULL }, { "patient_safety", M("Patient safety"), NULL },
	{ "health_safety", M("Health and safety"), NULL }, { "information_security", M("Information security"), NULL });
LIST(incident_notes,
	{ "note", M("Note"), NULL }, { "contact", M("Contact with the person harmed"), NULL }, { "word", M("Word to the reporter"), NULL });
