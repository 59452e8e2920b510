/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_CONTRACT_OWN_H
#define FEATURE_CONTRACT_OWN_H
#include "app/fact.h"
#include "app/register.h"
#include "feature/contract/contract.h"

/* Inside this folder only. */
struct contract_part {
	struct str reach, state;	/* sentences */
	bool in_scope, good, began_before;
	const struct cell *cells; size_t n_cells;
	bool may_add;
	struct url add;
};
struct contract_held_row {
	int64_t id;
	struct str title, commissioner, provider, role, framework;
	struct date starts_on, ends_on;
	bool standard;
};
struct contract_held_out { struct list contracts; };
struct contract_held_view { const struct cell *cells; size_t n; const struct column *columns; size_t n_columns; };
extern const struct action contract_held_action;
page_fn contract_held_page;
fact_fn contract_fact, contract_papers_fact;
/* In scope of the standard on assurance before contracting? */
bool contract_scoped(bool standard, struct str provider_status);
extern const struct example_part contract_example[];	/* example.c */
#endif
