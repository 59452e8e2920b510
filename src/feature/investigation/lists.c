/* SPDX-License-Identifier: MIT */
/* What may be chosen in a case.  The law and guidance are titles; which of them a case had to keep is ticked with it. */
#include "feature/investigation/own.h"

#define LIST(name, ...)                                                        \
	static const struct choice name##_c_[] = { __VA_ARGS__ };              \
	const struct choice_list name = { name##_c_, countof(name##_c_) }

LIST(investigation_kinds,
	{ "internal", M("By the organisation"), NULL }, { "police", M("Led by the police"), M("The organisation helps and keeps its own record") });
LIST(investigation_states, { "open", M("Open"), NULL }, { "found", M("Finding recorded"), NULL }, { "closed", M("Closed"), NULL });
LIST(investigation_roles, { "specialist", M("Security management specialist"), NULL }, { "manager", M("Manager"), NULL });
LIST(investigation_types,
	{ "violence", M("Violence and abuse"), NULL }, { "property", M("Theft, loss and damage"), NULL }, { "other", M("Everything else"), NULL });
LIST(investigation_laws,
	{ "data", M("Data protection: UK GDPR and Data Protection Act 2018"), NULL },
	{ "pace", M("Police and Criminal Evidence Act 1984 and its codes"), NULL },
	{ "disclosure", M("Criminal Procedure and Investigations Act 1996"), NULL },
	{ "rights", M("Human Rights Act 1998"), NULL },
	{ "surveillance", M("Regulation of Investigatory Powers Act 2000"), NULL },
	{ "cameras", M("Guidance on surveillance cameras"), NULL },
	{ "theft", M("Theft Act 1968"), NULL },
	{ "damage", M("Criminal Damage Act 1971"), NULL },
	{ "fraud", M("Fraud Act 2006, by hand-over to counter-fraud"), NULL },
	{ "assault", M("Assaults on Emergency Workers (Offences) Act 2018"), NULL },
	{ "nuisance", M("Criminal Justice and Immigration Act 2008, nuisance on NHS premises"), NULL },
	{ "harassment", M("Protection from Harassment Act 1997"), NULL },
	{ "work", M("Health and Safety at Work etc. Act 1974 and RIDDOR 2013"), NULL },
	{ "capacity", M("Mental Capacity Act 2005 and Mental Health Act 1983"), NULL },
	{ "equality", M("Equality Act 2010"), NULL },
	{ "safeguarding", M("Safeguarding of adults and children"), NULL },
	{ "employment", M("Employment law and the disciplinary procedure"), NULL },
	{ "victims", M("Code for victims of crime"), NULL },
	{ "manual", M("National guidance on security management"), NULL },
	{ "own", M("The organisation's own investigation procedure"), NULL });
LIST(investigation_causes,
	{ "access", M("Access to the place was not controlled"), NULL }, { "equipment", M("Locks, alarms or cameras were missing or broken"), NULL },
	{ "procedure", M("There was no procedure for it"), NULL }, { "followed", M("A procedure was not followed"), NULL },
	{ "training", M("Knowledge or training was missing"), NULL }, { "staffing", M("Too few people, or alone"), NULL },
	{ "wait", M("Waiting, noise or other pressure on people"), NULL }, { "clinical", M("Illness or treatment"), NULL },
	{ "information", M("What was known was not passed on"), NULL }, { "design", M("How the place is built or laid out"), NULL },
	{ "intent", M("Somebody's own intent"), NULL }, { "other", M("Something else"), NULL });
LIST(investigation_entries, { "event", M("Something that happened"), NULL }, { "decision", M("A decision"), NULL });
LIST(investigation_discipline_states,
	{ "none", M("None"), NULL }, { "running", M("Running beside the case, led by HR"), NULL }, { "ended", M("Ended"), NULL });
LIST(investigation_regulators,
	{ "not_needed", M("Not needed"), NULL }, { "considered", M("Considered, not referred"), NULL }, { "referred", M("Referred"), NULL });

LIST(investigation_exhibits,
	{ "object", M("Object"), NULL }, { "paper", M("Paper"), NULL }, { "digital", M("Digital"), M("Add the file: its hash is worked out and kept") },
	{ "image", M("Recording or picture"), NULL });
/* The last four end or settle where an exhibit is. */
LIST(investigation_acts,
	{ "taken", M("Taken into custody"), NULL }, { "moved", M("Handed to somebody else"), NULL }, { "checked", M("Checked or looked at"), NULL },
	{ "kept", M("Kept for longer"), M("Say why") }, { "returned", M("Given back"), NULL }, { "police", M("Handed to the police"), NULL },
	{ "destroyed", M("Destroyed"), M("Say why and how") });
LIST(investigation_recordings,
	{ "secured", M("Secured"), NULL }, { "gone", M("Already overwritten or never there"), NULL }, { "not_needed", M("Looked at and not needed"), NULL });
LIST(investigation_contacts,
	{ "police", M("Police"), NULL }, { "prosecutor", M("Prosecutor"), NULL }, { "legal", M("Lawyer or legal service"), NULL },
	{ "hr", M("Help to HR in gathering evidence"), NULL }, { "regulator", M("Professional regulator"), NULL }, { "other", M("Another body"), NULL });
LIST(investigation_changes,
	{ "policy", M("Policy"), NULL }, { "procedure", M("Procedure"), NULL }, { "training", M("Training material"), NULL }, { "agreement", M("Protocol or agreement"), NULL },
	{ "none", M("Nothing is changed"), M("Say why") });

struct str
investigation_label(struct ctx *c, const struct choice_list *l, struct str value)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_is(value, l->c[i].value))
			return lang_text(c->lang, c->mem, l->c[i].label);
	return value;
}

struct str
investigation_labels(struct ctx *c, const struct choice_list *l, struct choices set)
{
	struct str all = S("");

	for (size_t i = 0; i < l->n; i++) {
		if ((set.bits >> i & 1) == 0)
			continue;
		struct str one = lang_text(c->lang, c->mem, l->c[i].label);
		all = all.n == 0 ? one : arena_printf(c->mem, "%.*s; %.*s", (int)all.n, all.p, (int)one.n, one.p);
	}
	return all;
}
