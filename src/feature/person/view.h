/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_PERSON_VIEW_H
#define FEATURE_PERSON_VIEW_H
#include "app/action.h"
#include "html/component.h"

/* What the templates of this folder are given. */
struct person_link_view { struct form *form; struct url action, cancel; int64_t version; };
struct person_more_view { bool may_link, linked; struct url link; };
extern const struct example_part person_example[], person_scale[];	/* example.c */
#endif
