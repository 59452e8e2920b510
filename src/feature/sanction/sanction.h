/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_SANCTION_SANCTION_H
#define FEATURE_SANCTION_SANCTION_H
#include "app/record.h"
#include "feature/framework/shipped.h"
#include "sql/sanction.h"

/* The range of sanctions as it holds here: what comes with the program, what the national body says of it for all, and what
 * the organisation sets for itself. */
struct sanction_kind {
	const struct fw_sanction *s;
	struct str name, why;		/* why: of one that is not used here */
	struct date from, until;	/* unset: no bound */
	bool unused, pending;
	int64_t rank, review_months, expiry_months, appeal_days;	/* 0: none */
};
struct sanction_kinds { struct sanction_kind *at; size_t n; };
enum status sanction_kinds(struct ctx *c, struct sanction_kinds *ret) MUST_CHECK;
/* NULL: there is none of that id. */
const struct sanction_kind *sanction_kind_find(const struct sanction_kinds *all, struct str id);
/* May the acting organisation itself apply for it or impose it? */
bool sanction_is_ours(const struct ctx *c, const struct sanction_kind *k);
/* May that body ("police" …)? */
bool sanction_may_apply(const struct sanction_kind *k, struct str body);
/* Why it cannot be had for something of that day, by anybody; empty where it can. */
struct str sanction_shut(struct ctx *c, const struct sanction_kind *k, struct date on);
/* "police, local authority" */
struct str sanction_applicants(struct ctx *c, const struct sanction_kind *k);
struct str sanction_name(struct ctx *c, struct str id);
/* Criminal (court, caution, penalty) or civil and administrative, as the yearly return parts them. */
bool sanction_is_criminal(enum fw_family f);
/* Sanctions obtained for physical assaults of those days, restricted incidents included: callers hide small numbers. */
enum status sanction_return(struct ctx *c, struct date from, struct date to, int64_t *ret_criminal, int64_t *ret_civil) MUST_CHECK;
#endif
