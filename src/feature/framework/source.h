/* SPDX-License-Identifier: MIT */
#ifndef FRAMEWORK_SOURCE_H
#define FRAMEWORK_SOURCE_H
#include "base/message.h"
#include "feature/framework/schema.h"

/* A framework as somebody else's file has it: a tree of any depth, in which some entries are rated.  Ours has three levels,
 * key areas, standards, criteria; lifting says which level of the tree becomes the standards.  Inside this folder only. */
struct src_point { int place; struct str ref, words; };
struct src_node {
	int place;
	struct str ref, title, text, why;	/* its number, name, words, and what the source says of the reasons; any may be missing */
	bool rated;				/* the source has it rated by itself */
	enum fw_kind kind;			/* where the source tells; else 0 */
	struct src_point *points; size_t n_points;	/* what of it may be true or not */
	struct fw_names notes, references;
	struct src_node *up, *first, *last, *next;
	int depth;				/* below the root: 1 */
	int nth;				/* among its brothers, from 1 */
	size_t n_rated;				/* in it, itself included */
};
/* What was left out or had to be made up, and why; n: how often, 0: does not say. */
struct src_said { const char *what, *why; int64_t n; };	/* messages */
struct src_list { struct src_said at[24]; size_t n; };
struct src_reference { struct str id, title, today; };

struct source {
	const char *format;		/* message: "OSCAL catalog" */
	struct str key, edition, title, about, origin_note;
	struct src_node root;		/* depth 0: the framework */
	struct src_reference *references; size_t n_references;
	int depth;			/* of the deepest entry that is rated */
	int usual;			/* the depth that is proposed */
	struct src_list left, made;
};
/* What rating at one depth would mean. */
struct src_level {
	int depth;
	size_t areas, standards, criteria, most;	/* most: criteria in one standard */
	struct str first, last;				/* titles, as examples */
	bool fits;					/* within what a framework may hold */
};

struct src_node *src_add(struct arena *a, struct src_node *up, int place);
void src_said(struct src_list *l, const char *what, const char *why, int64_t n);	/* again the same: counts on */
/* After the tree is there: what is rated where, and the depth that is proposed. */
void src_settle(struct source *s);
size_t src_levels(struct arena *a, const struct source *s, struct src_level **ret);	/* s->depth of them */
/* The framework that it becomes when the entries of that depth are rated, and above it those that the source rates. */
enum status src_lift(struct fw_reader *r, struct source *s, int depth, struct framework **ret) MUST_CHECK;

/* The rules of lifting, which counting and lifting share: becomes a standard, because it stands at the depth, or above it and
 * is rated by itself; holds one; only leads in to what stands under it; has the key areas as children. */
bool src_is_standard(const struct src_node *n, int depth);
bool src_has_standard(const struct src_node *n, int depth);
bool src_leads_in(const struct src_node *n);
const struct src_node *src_areas_under(const struct source *s, int depth);

/* Where an id stood before; ids are looked up often, and many of them begin alike. */
struct src_index { struct src_entry { struct str id; void *what; } *at; size_t n; };
void src_index_sort(struct src_index *x);
void *src_index_find(const struct src_index *x, struct str id);		/* NULL: none */
const struct src_entry *src_index_twice(const struct src_index *x);	/* one that stands beside its like; NULL: all differ */

/* The readers: from a tree of YAML, or from JSON. */
enum status src_ciso(struct fw_reader *r, const struct fw_node *root, struct str which, struct source **ret) MUST_CHECK;
struct json_node;
enum status src_oscal(struct fw_reader *r, const struct json_node *root, struct source **ret) MUST_CHECK;
struct str src_key(struct arena *a, struct str s);	/* "NCSC CAF 4.0" → "ncsc-caf-4.0" */
/* In one line, without what a list puts in front; words that go on are cut at most code points and counted in left. */
struct str src_line(struct arena *a, struct str s);
struct str src_fit(struct arena *a, struct source *s, struct str text, size_t most);
#endif
