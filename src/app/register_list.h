/* SPDX-License-Identifier: MIT */
#ifndef APP_REGISTER_LIST_H
#define APP_REGISTER_LIST_H
#include "app/registry.h"

/* Inside plain registers only: what a list is asked for and gives, and app/register_list.c, which draws it. */
struct list_in { struct str sort, after, format; int64_t branch; bool withdrawn; struct str filter[8]; };
struct list_out {
	struct list items;
	struct str next;
	int64_t total;		/* 201 means more than have been counted */
	const void *rows; size_t n;
	struct str first;
};

/* The register whose action runs. */
const struct register_def *register_of(const struct ctx *c);
/* Would KIND.verb be allowed here? */
bool register_may(struct ctx *c, const struct register_def *r, const char *verb);
action_fn register_list_load;
page_fn register_list_html;
#endif
