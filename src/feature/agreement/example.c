/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/time.h"
#include "feature/agreement/own.h"

#define NOBODY (-1)

/* Days count from the day on which the example stands.  One of Fellmoor's is overdue, two are due soon. */
static const struct line { int org; const char *title, *kind, *partner_kind, *partner; int partner_org; const char *scope; int signed_on, review_on, unit; } lines[] = {
	{ EX_FELLMOOR, "Working with internal audit", "protocol", "internal_audit", "Northern Audit Partnership", NOBODY,
	  "Who looks at what: audit reviews the risk register and the work plan, the specialist investigates. Findings of either reach both within five working days.",
	  -700, -12, 0 },
	{ EX_FELLMOOR, "Sanctions and staff conduct", "protocol", "human_resources", "People services", NOBODY,
	  "When a security matter becomes a disciplinary one, who leads, and how evidence is kept so that it serves both.", -340, 25, 0 },
	{ EX_FELLMOOR, "Sharing information with the county police", "information_sharing", "police", "County police, partnership unit", NOBODY,
	  "What may be shared about incidents, by whom, on which legal ground, and how long it is kept.", -320, 45, 2 },
	{ EX_FELLMOOR, "Fraud and security: one front door", "protocol", "counter_fraud", "Local counter-fraud service", NOBODY,
	  "Referrals between the counter-fraud specialist and the security specialist, joint cases and joint publicity.", -200, 165, 0 },
	{ EX_FELLMOOR, "Guarding and keyholding at Head office", "service_level", "contractor", "Beacon Hill Guarding", NOBODY,
	  "Hours, response within 30 minutes, monthly figures, checks on guards before their first shift.", -410, 320, 3 },
	{ EX_SALTMARSH, "Working with internal audit", "protocol", "internal_audit", "Coast and County Audit", NOBODY,
	  "Annual plan shared in March; the specialist is heard on every report that touches security.", -260, 105, 0 },
	{ EX_SALTMARSH, "Information sharing with the police", "information_sharing", "police", "Coastal police, health liaison", NOBODY,
	  "Violence against staff, theft of medicines, and missing persons where health sites are searched.", -150, 215, 2 },
	{ EX_SALTMARSH, "Conduct matters with a security side", "protocol", "human_resources", "Workforce team", NOBODY,
	  "First meeting within two working days, one case file, one named lead.", -80, 285, 0 },
	{ EX_KINGSMERE, "Joint working with counter-fraud", "protocol", "counter_fraud", "Southern Counter-Fraud Consortium", NOBODY,
	  "Quarterly meeting, shared referral form, joint awareness week.", -120, 245, 0 },
	{ EX_KINGSMERE, "Community safety partnership", "agreement", "council", "Kingsmere Borough Council", NOBODY,
	  "Membership of the partnership and what the board brings to it: figures on violence near health sites, twice a year.", -390, 70, 1 },
	{ EX_TEACHING, "Hospital liaison officer", "agreement", "police", "County police, neighbourhood team", NOBODY,
	  "An officer is on site three days a week and sits in the monthly violence prevention group. The trust gives an office and access to the incident figures.",
	  -330, 34, 2 },
	{ EX_TEACHING, "Sanctions against staff who commit offences", "protocol", "human_resources", "People directorate", NOBODY,
	  "Criminal, disciplinary and civil steps side by side; legal advice is taken before each decision against a sanction.", -500, 230, 0 },
	{ EX_TEACHING, "Security guarding, main hospital", "service_level", "contractor", "Beacon Hill Guarding", NOBODY,
	  "Sixteen guards by day, nine at night, all trained in restraint with clinical lead. Quarterly review of complaints and use of force.", -280, 85, 2 },
	{ EX_TEACHING, "Internal audit and security", "protocol", "internal_audit", "Northern Audit Partnership", NOBODY,
	  "Audit tests one security control each quarter and tells the specialist the outcome.", -220, 145, 0 },
	{ EX_DALES, "Lone working devices", "service_level", "contractor", "Skylark Lone Worker Services", NOBODY,
	  "260 devices, answer within 60 seconds, monthly report on use by team.", -190, 175, 1 },
	{ EX_DALES, "Information sharing with rural policing", "information_sharing", "police", "County police, rural team", NOBODY,
	  "Addresses with a known risk before a first visit, checked by both sides every six months.", -460, 12, 2 },
	{ EX_BLACKMERE, "Police response to inpatient units", "agreement", "police", "County police, mental health liaison", NOBODY,
	  "When officers are called, what they bring in, who leads, and a debrief within 72 hours.", -300, 65, 1 },
	{ EX_BLACKMERE, "Reporting and support after assaults", "protocol", "human_resources", "People and wellbeing", NOBODY,
	  "Who calls the member of staff, within which time, and what is offered. Reviewed with staff side.", -270, 95, 0 },
	{ EX_MOORS_AMBULANCE, "Cover for crews at the scene", "agreement", "police", "County police, control room", NOBODY,
	  "Shared warning markers, meeting points, and when crews may wait.", -365, 55, 2 },
	{ EX_GENERAL, "Counter-fraud and security referrals", "protocol", "counter_fraud", "Coast and County Audit", NOBODY,
	  "Weekly exchange of referrals; joint work on thefts from wards.", -700, -40, 0 },
	{ EX_WOLDS, "Shared sites with the council", "agreement", "council", "Wolds District Council", NOBODY,
	  "Access control, alarm response and lockdown at four shared buildings.", -240, 125, 3 },
	{ EX_UNIVERSITY, "Prevention group for the emergency department", "agreement", "police", "Southern police, city division", NOBODY,
	  "Monthly review of incidents, one problem-solving plan at a time, figures published to staff.", -210, 155, 1 },
	{ EX_UNIVERSITY, "Sharing alerts with neighbouring trusts", "information_sharing", "health_body", "", EX_QUEENSMEAD,
	  "Alerts on persons and methods, each with a legal basis, an expiry day and a named sender.", -330, 35, 2 },
	{ EX_AVONVALE, "Care home visits out of hours", "service_level", "contractor", "Skylark Lone Worker Services", NOBODY,
	  "Check-in calls for staff who visit alone between 20:00 and 07:00.", -100, 265, 1 },
	{ EX_CHALK_AMBULANCE, "Body-worn cameras: keeping and sharing of footage", "information_sharing", "police", "Southern police", NOBODY,
	  "Requests, retention of 30 days, deletion, and who decides.", -280, 82, 1 },
	{ EX_QUEENSMEAD, "Alerts between neighbouring trusts", "information_sharing", "health_body", "", EX_UNIVERSITY,
	  "The counterpart of the agreement held by Kingsmere.", -330, 35, 0 },
};

static enum status
agreements(struct example *e)
{
	for (size_t i = 0; i < countof(lines); i++) {
		const struct line *l = &lines[i];
		struct date on = date_add_days(e->today, l->signed_on);
		example_at(e, on, 11, 0);
		TRY(example_do(e, (size_t)l->org, ROLE_SPECIALIST, "agreement.create", NULL, "title", l->title, "kind", l->kind,
		    "partner_kind", l->partner_kind, "partner", l->partner, "scope", l->scope,
		    "partner_org", l->partner_org < 0 ? "" : example_text(e, e->org[l->partner_org].id).p,
		    "signed_on", example_date(e, on).p, "review_on", example_date(e, date_add_days(e->today, l->review_on)).p,
		    "unit", example_text(e, e->org[l->org].unit[l->unit]).p, NULL));
	}
	return ST_OK;
}

const struct example_part agreement_example[] = { { 40, "agreements", agreements }, { 0, NULL, NULL } };
