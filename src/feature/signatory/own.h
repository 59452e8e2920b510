/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_SIGNATORY_OWN_H
#define FEATURE_SIGNATORY_OWN_H
#include "app/example.h"
#include "app/record.h"
#include "feature/framework/framework.h"
#include "feature/signatory/signatory.h"

/* Inside this folder only. */
struct signatory_line { struct str framework, wants, since, gone; struct personal name; bool named; struct url change; };
struct signatories_view { struct signatory_line *lines; size_t n; bool may_name; };
struct signatory_view { struct option *frameworks, *people; size_t n_frameworks, n_people; };

/* May that account sign it, being named for it or not?  Any edition of the framework says whom it wants. */
enum status signatory_fits(struct ctx *c, const struct framework *f, int64_t account, bool named, struct signatory_right *ret) MUST_CHECK;
extern const struct action signatory_list_action, signatory_name_action;
extern const struct example_part signatory_example[];	/* example.c */
page_fn signatory_list_page, signatory_name_page;
enum status signatory_name_form(struct ctx *c) MUST_CHECK;
#endif
