/* SPDX-License-Identifier: MIT */
#ifndef FRAMEWORK_SCHEMA_H
#define FRAMEWORK_SCHEMA_H
#include "feature/framework/model.h"

/* The format as tables: reading, writing and comparing all go by them, so they cannot disagree.
 * Inside this folder only. */
enum fw_type {
	T_ID,		/* [a-z0-9_-], starts with a letter */
	T_NUMBER_ID,	/* "1.4", "N2", "AC-2.1": letters, digits, dots, dashes */
	T_LINE,		/* one line of text */
	T_TEXT,		/* may have several lines */
	T_INT,		/* int, min..max */
	T_OPT_INT,	/* struct opt_i64 */
	T_BOOL,
	T_DATE,
	T_WORD,		/* one of words → enum */
	T_SET,		/* list of words → struct choices */
	T_IDS, T_NUMBER_IDS, T_TEXTS,	/* → struct fw_names */
	T_FACT, T_FACTS,	/* "fact test" */
	T_ONE,		/* nested, in place */
	T_LIST,		/* list of nested: struct { T *at; size_t n; } */
};
struct fw_word { const char *word; int value; };
struct fw_words { const struct fw_word *w; size_t n; };
struct fw_schema;
struct fw_field {
	const char *key;
	enum fw_type type;
	size_t off;
	bool required;
	int min, max;		/* of an int, of a text's length, of a list's number */
	const struct fw_words *words;
	const struct fw_schema *sub;
};
struct fw_schema { const char *what; const struct fw_field *f; size_t n, size; };
struct fw_any_list { void *at; size_t n; };	/* how every list lies in memory */

extern const struct fw_schema framework_schema, evidence_kinds_schema, live_facts_schema,
    scoring_schema, duties_schema, sanction_range_schema;
extern const struct fw_words fw_tests;
#define YAML_BYTES ((size_t)8 << 20)	/* of our own format */
#define SOURCE_BYTES ((size_t)16 << 20)	/* of somebody else's */
#define NUMBER_MAX 24			/* of the id of a standard or criterion */
#define FRAMEWORK_FORMAT "wardkeep-framework/1"
#define EVIDENCE_KINDS_FORMAT "wardkeep-evidence-kinds/1"
#define LIVE_FACTS_FORMAT "wardkeep-facts/1"
#define SCORING_FORMAT "wardkeep-scoring/1"
#define DUTIES_FORMAT "wardkeep-duties/1"
#define SANCTIONS_FORMAT "wardkeep-sanctions/1"

/* Does the file have the key?  And with what: the words of one value or of several; none of what is nested. */
bool fw_is_set(const struct fw_field *f, const void *p);
void fw_values(struct arena *a, const struct fw_field *f, const void *p, struct fw_names *ret);
const char *words_find(const struct fw_words *w, int value);		/* NULL: not there */
bool words_value(const struct fw_words *w, struct str word, int *ret);
struct str words_list(struct arena *a, const struct fw_words *w);	/* "a, b or c" */

/* The file as a tree, in the arena. */
enum fw_node_type { NODE_SCALAR, NODE_LIST, NODE_MAP };
struct fw_node {
	enum fw_node_type type;
	int line;
	bool plain;		/* scalar without quotes, not in a block */
	struct str s;		/* scalar's text */
	struct str key;		/* inside a map */
	int key_line;
	struct fw_node *first, *last, *next;
	size_t n;
};
/* A place is the `line` of a node: of a text file its line, else what places makes of it (a path in JSON, a cell). */
struct fw_reader { struct arena *a; struct str why; struct str (*places)(const struct fw_reader *r, int place); const void *where; };
struct str fw_place(const struct fw_reader *r, int place);	/* "line 12" */
/* Keeps the first complaint; always ST_INVALID. */
enum status fw_fail_str(struct fw_reader *r, int place, struct str what) MUST_CHECK;
#define fw_fail(r, line, ...) fw_fail_str((r), (line), arena_printf((r)->a, __VA_ARGS__))
/* How much of YAML is read, and how much of it.  strict: the plain part that docs/framework-format.md names. */
struct fw_yaml { size_t bytes, scalar, key; int values, depth; bool strict; };
extern const struct fw_yaml fw_yaml_ours, fw_yaml_foreign;
enum status fw_tree(struct fw_reader *r, struct str yaml, const struct fw_yaml *rules, struct fw_node **ret) MUST_CHECK;
struct fw_node *fw_node_add(struct fw_reader *r, struct fw_node *parent, enum fw_node_type type, int place);	/* parent may be NULL */
const struct fw_node *fw_node_get(const struct fw_node *map, const char *key);	/* NULL: not there, or no map */
/* The text of a scalar, made clean; what no text may hold is left out. */
void fw_node_text(struct fw_reader *r, struct fw_node *n, struct str raw);
bool fw_id_valid(struct str s, bool number);
enum status fw_bind(struct fw_reader *r, const struct fw_schema *s, const struct fw_node *n,
    void *object) MUST_CHECK;
enum status fw_check_framework(struct fw_reader *r, const struct framework *f) MUST_CHECK;
enum status fw_check_kinds(struct fw_reader *r, const struct evidence_kinds *k) MUST_CHECK;
enum status fw_check_facts(struct fw_reader *r, const struct live_facts *f) MUST_CHECK;
enum status fw_check_scoring(struct fw_reader *r, const struct scoring *s) MUST_CHECK;
enum status fw_check_duties(struct fw_reader *r, const struct duties *d) MUST_CHECK;
enum status fw_check_range(struct fw_reader *r, const struct sanction_range *s) MUST_CHECK;
#endif
