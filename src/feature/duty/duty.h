/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DUTY_DUTY_H
#define FEATURE_DUTY_DUTY_H
#include "app/ctx.h"
#include "feature/framework/framework.h"

/* What contracts and statutes ask of an organisation, and which standards apply to it because of that. */

/* The edition of duties that counts: the newest one imported, else the one that is shipped. */
enum status duty_current(struct ctx *c, const struct duties **ret) MUST_CHECK;
/* Of one duty: does it hold for that kind of organisation ("provider" …) on some day of the period, and, where it names
 * services, for one of these?  services: bits of organisation_services; none: those are not known, so it may. */
bool duty_holds(const struct fw_duty *d, struct str org_kind, struct choices services, struct date from, struct date to);

/* Which standards apply (STD-9).  Not known is no reason to leave one out. */
enum applies { APPLIES_UNKNOWN = 0, APPLIES_YES, APPLIES_NO };
struct applicability {
	enum applies applies;
	struct str why;			/* a sentence: the ground, in c->lang where it is ours */
	struct str delegated;		/* "Passed to …", "Done for …"; empty where nothing was passed on */
	struct url to;			/* the records behind it */
};
/* A condition of the framework ("contract_in_scope", "coordinates_contract" …) for the acting organisation. */
enum status duty_condition_applies(struct ctx *c, const struct framework *f, struct str condition, struct date from, struct date to,
    struct applicability *ret) MUST_CHECK;
/* A standard: the organisation's kind, the standard's condition, and what was delegated. */
enum status duty_standard_applies(struct ctx *c, const struct framework *f, const struct fw_standard *s, struct date from, struct date to,
    struct applicability *ret) MUST_CHECK;
#endif
