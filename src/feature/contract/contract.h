/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_CONTRACT_CONTRACT_H
#define FEATURE_CONTRACT_CONTRACT_H
#include "app/record.h"

/* Contracts of a commissioner with providers.  A provider, and a coordinating commissioner, see those that name them
 * on a page of their own, without what the commissioner notes about assurance. */

/* Has the acting organisation a contract with that provider on that day? */
enum status contract_exists(struct ctx *c, int64_t provider, struct date day, bool *ret) MUST_CHECK;
/* Does it coordinate another commissioner's contract with that provider? */
enum status contract_coordinates(struct ctx *c, int64_t provider, struct date day, bool *ret) MUST_CHECK;
/* Is the acting organisation the provider in a contract of that commissioner, or one that it coordinates? */
enum status contract_names_us(struct ctx *c, int64_t commissioner, struct date day, bool *ret) MUST_CHECK;
/* The commissioners to whom the acting provider answers on that day: the coordinating one of each contract. */
struct contract_party { int64_t org; struct str name; };
enum status contract_coordinators_of(struct ctx *c, struct date day, struct contract_party **ret, size_t *ret_n) MUST_CHECK;

/* STD-10: contracts in scope that run in the period, one's own and those coordinated for others, with the provider framework
 * that each goes by, and the provider's last self-review under it that was delivered to the acting organisation. */
struct contract_goes_by {
	int64_t contract, provider;
	struct str title, provider_name;
	struct str called;		/* the framework's title, else the contract's own words; empty: it names none */
	struct str key;			/* empty: no published framework is meant */
	struct url to, framework;
	bool elsewhere;			/* another commissioner coordinates it: the self-review goes there */
	bool delivered;
	struct str level;		/* as html_rag takes it */
	struct date period_from, period_to;
};
enum status contract_frameworks(struct ctx *c, struct date from, struct date to, struct contract_goes_by **ret, size_t *ret_n) MUST_CHECK;

/* Counted over a period, both days included.  Shares are of what began in the period and not before the system was in use. */
struct contract_figures {
	bool used;		/* there is a contract here, or there was one */
	int64_t in_scope, coordinated, started, assured, basis, limited, ahead;
};
enum status contract_count(struct ctx *c, struct date from, struct date to, struct contract_figures *ret) MUST_CHECK;
enum status contract_count_held(struct ctx *c, struct date from, struct date to, int64_t *ret) MUST_CHECK;
#endif
