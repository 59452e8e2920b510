/* SPDX-License-Identifier: MIT */
#ifndef APP_REGISTRY_H
#define APP_REGISTRY_H
#include "app/part.h"
#include "app/register.h"
#include "app/restrict.h"

/* Everything that the folders contribute, gathered once when the program starts. */
struct known_action {
	const struct action *action;
	uint64_t roles;			/* from roles.txt */
	const struct feature *feature;
	const struct register_def *reg;	/* made by a plain register */
	const struct part_def *part;	/* made for a part of a record */
	const struct restrict_def *restricted;	/* made for who may see a record */
	const struct action *list;	/* an export: whose rows */
	const struct page *sheet;	/* a list: the page of its export */
};
struct known_page { const struct page *page; const struct feature *feature; struct str first; /* segment of its path, "" for "/" */ };
struct registry {
	struct known_action *actions; size_t n_actions;		/* sorted by name */
	struct known_page *pages; size_t n_pages;		/* by the first segment of their paths, then as they came */
	const struct record_type **types; size_t n_types;
};
/* Made at the first call; the same ever after. */
const struct registry *registry(void);
const struct known_action *registry_action(struct str name);	/* NULL: none */
/* The page whose path fits; *ret_pairs its {x} values.  *ret_other: some page has that path with another method. */
const struct known_page *registry_page(struct arena *a, enum method m, struct str path, struct pair **ret_pairs, size_t *ret_n, bool *ret_other);
/* The actions and pages of one plain register, app/register.c. */
void register_make(struct arena *a, const struct register_def *r, const struct action **ret_actions, size_t *ret_n_actions,
    struct page *ret_pages, size_t *ret_n_pages);
#define REGISTER_ACTIONS 11
#define REGISTER_PAGES 18
/* The same of a part, app/part.c. */
void part_make(struct arena *a, const struct part_def *d, const struct action **ret_actions, size_t *ret_n_actions,
    struct page *ret_pages, size_t *ret_n_pages);
#define PART_ACTIONS 7
#define PART_PAGES 9
/* The same of who may see a record, app/restrict.c. */
void restrict_make(struct arena *a, const struct restrict_def *d, const struct action **ret_actions, size_t *ret_n_actions,
    struct page *ret_pages, size_t *ret_n_pages);
#define RESTRICT_ACTIONS 7
size_t part_filter(const struct record_type *t);	/* of its list: the column that names the whole; SIZE_MAX: there is none */
const char *help_find(struct str topic, size_t *ret_n);
#endif
