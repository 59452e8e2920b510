/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_AGREEMENT_OWN_H
#define FEATURE_AGREEMENT_OWN_H
#include "app/action.h"
#include "app/fact.h"

/* Inside this folder only. */
fact_fn agreement_fact;				/* fact.c */
extern const struct example_part agreement_example[];	/* example.c */
#endif
