/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_AGREEMENT_OWN_H
#define FEATURE_AGREEMENT_OWN_H
#include "app/action.h"

/* Inside this folder only. */
extern const struct example_part agreement_example[];	/* example.c */
#endif
