/* SPDX-License-Identifier: MIT */
#ifndef SQLGEN_H
#define SQLGEN_H
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* A build tool that runs for a blink: memory is never given back, the first mistake ends it. */

#define countof(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

/* ---- util.c ---- */
struct text { char *p; size_t n, room; };
void put(struct text *t, const char *fmt, ...) PRINTF(2, 3);
void put_n(struct text *t, const char *p, size_t n);
void put_c_string(struct text *t, const char *s);	/* as a C literal, in lines */
char *format(const char *fmt, ...) PRINTF(1, 2);
char *copy_n(const char *p, size_t n);
void *more(void *list, size_t n, size_t size);		/* room for one more behind n */
char *read_file(const char *path, size_t *ret_n);	/* NULL: not there */
void write_if_new(const char *dir, const char *name, const struct text *t);
void remove_stale(const char *dir);			/* what an earlier run wrote and this one did not */
bool starts(const char *s, const char *prefix);
bool ends(const char *s, const char *suffix);
void die(const char *file, int line, const char *fmt, ...) PRINTF(3, 4) __attribute__((noreturn));

/* ---- lex.c: words of SQL; comments are gone ---- */
enum tok_kind { T_END = 0, T_WORD, T_QUOTED, T_NUMBER, T_STRING, T_PARAM, T_AT, T_PUNCT };
struct tok {
	enum tok_kind kind;
	const char *s;		/* own copy; T_PARAM and T_AT without the sign */
	size_t from, to;	/* bytes of the source */
	int line;
	bool spaced;		/* white space or a comment stands in front */
	size_t match;		/* of "(" the ")", of ")" the "(" */
};
struct toks { struct tok *t; size_t n; const char *file; const char *src; };
/* The list ends with one T_END, which n does not count. */
struct toks lex(const char *file, int line, const char *src);
bool tok_is(const struct tok *t, const char *word);	/* T_WORD in any case, or T_PUNCT */
bool name_ok(const char *s);				/* small letters, digits, _ ; no word of C or SQL */

/* ---- schema.c: types, tables, migrations ---- */
enum type { TY_NONE = 0, TY_ID, TY_I64, TY_BOOL, TY_TEXT, TY_BLOB, TY_TIME, TY_DATE, TY_MONEY, TY_FILE, TY_CHOICES, TY_PERSONAL, TY_NULL };
enum cls { CLS_NONE = 0, CLS_IDENTITY, CLS_SPECIAL, CLS_CRIMINAL, CLS_FREE_TEXT };
enum type type_of_name(const char *s);
const char *type_name(enum type t);
char type_letter(enum type t);		/* i t b */
extern const char *const cls_names[];	/* as in migrations */
extern const char *const cls_c[];	/* PRIV_… */

struct table;
struct column { const char *name; enum type type; enum cls cls; bool not_null, has_default, party; const struct table *within; };
struct key { const char **col; size_t n; };
enum owner { OWN_SHARED, OWN_OWNED, OWN_NOID, OWN_RECORD };
struct table {
	const char *name, *folder;
	enum owner owner;
	struct column *col;
	size_t n;
	struct key *key;	/* primary and unique ones */
	size_t n_key;
	const char *guard;	/* GUARD t BY column: rows go with the record whose id stands there */
};
struct migration { const char *stamp, *name, *file, *folder, *src, *checksum; struct text sqlite, pg; };
struct schema {
	sqlite3 *db;
	struct table **table;
	size_t n_table;
	struct migration *step;
	size_t n_step;
};
extern struct schema schema;
struct table *table_find(const char *name);
struct column *column_find(const struct table *t, const char *name);
bool table_owned(const struct table *t);
const struct column *column_within(const struct table *t);	/* of WITHIN; NULL: none */
void schema_add_file(const char *folder, const char *path, const char *base);
void schema_build(void);

/* ---- words.c: what the two databases would read differently ---- */
void words_check(const struct toks *k, const char *what, bool two_bodies);

/* ---- query.c: the structure of a statement ---- */
struct query;
struct arm;
struct from {
	const char *table, *alias;
	const struct table *t;	/* NULL: derived, or made by SQLITE/PG words */
	struct query *sub;	/* derived or WITH */
	bool left, target, covered;
	int line;
};
struct expr { size_t b, e; const char *alias; };
struct clause { size_t b, e; struct from *only; /* ON of a LEFT JOIN filters its own table alone */ };
struct arm {
	struct expr *col;
	size_t n_col;
	struct from **from;
	size_t n_from;
	struct clause *cond;
	size_t n_cond;
	struct expr *group;
	size_t n_group;
	bool distinct;
	struct query *of;
};
struct query {
	struct arm **arm;
	size_t n_arm;
	struct arm *outer;
	const char **name;	/* of WITH x (a, b) */
	size_t n_name;
	size_t order_b, order_e;	/* terms, b == e: none */
	bool busy;			/* while its columns are judged: WITH RECURSIVE */
};
enum verb { V_SELECT, V_INSERT, V_UPDATE, V_DELETE };
struct parsed {
	struct toks k;
	const char *what;	/* name of the statement */
	enum verb verb;
	struct query *top;	/* of a write: one arm with the target, its FROM, and RETURNING as columns */
	struct from *target;
	const char **ins_col;
	size_t n_ins_col;
	struct query *ins_from;	/* INSERT … SELECT or VALUES */
	size_t conflict_b, conflict_e;
	struct query **all;
	size_t n_all;
	struct arm **arm_of;	/* the innermost arm each token stands in */
};
struct parsed *query_parse(struct toks k, const char *what);
/* The column that alias.name or name means, seen from arm and outwards. */
struct value { enum type type; enum cls cls; bool nullable, plain, boolean; };
bool column_value(struct parsed *p, struct arm *a, const char *alias, const char *name, struct value *ret);
struct field;
struct value expr_value(struct parsed *p, struct arm *a, size_t b, size_t e, const struct field *in, size_t n_in);
struct value query_column(struct parsed *p, struct query *q, size_t k, const struct field *in, size_t n_in);
bool query_has_name(const struct query *q, const char *name, size_t *ret_k);

/* ---- stmt.c: statement files; check.c: what is asked of a statement ---- */
struct field { const char *name; enum type type; enum cls cls; bool null, used; int line; };
struct stmt {
	const char *folder, *file, *name;
	int line;
	char kind;		/* 'o'ne, 'm'any, 'x' exec */
	struct field *in, *out;
	size_t n_in, n_out;
	const char *body, *pg_body, *unscoped;
	int body_line, pg_line;
	bool made;		/* by -- record: */
	/* found out */
	bool writes, scope;	/* takes a scope */
	struct text sqlite, pg;
	const char *scope_param[4];	/* behind the declared ones */
	size_t n_scope;
};
struct sort { const char *name; bool descending; const struct column *col; };
struct filter { const char *name; bool indexed; const struct column *col; };
struct record {
	const char *folder, *file, *name;
	int line;
	const struct table *t;
	struct sort *sort;
	struct filter *filter;
	size_t n_sort, n_filter;
	struct stmt *get, *find, *insert, *plain, *update;	/* find: NULL without a column ref; plain: insert of a writer under no branch */
	struct stmt **list;		/* [sort][0 none, then each indexed filter, last: withdrawn] */
	struct stmt **count;		/* the same without sort */
	size_t n_lead;			/* 1 + indexed filters + 1 */
};
struct folder {
	const char *path, *name;
	struct stmt **stmt;
	size_t n_stmt;
	struct record **record;
	size_t n_record;
};
void stmt_read_file(struct folder *f, const char *path);
void stmt_check(struct stmt *s, bool may_unscope);
void record_build(struct record *r);
bool folder_may_unscope(const struct folder *f);

/* ---- write.c, write_record.c ---- */
void write_folder(const char *dir, const struct folder *f);
void write_migrations(const char *dir);
void write_statements(const char *dir, const struct folder *f, size_t n);
void write_record_header(struct text *h, const struct record *r);
void write_record_code(struct text *c, const struct record *r);
void write_stmt_data(struct text *c, const struct stmt *s);
const char *c_type(enum type t, bool null);
void write_bind(struct text *c, enum type t, bool null, const char *expr);	/* one struct db_value */
void write_get(struct text *c, const struct field *f, size_t k, const char *to);	/* one column */
const char *stmt_symbol(const struct stmt *s);
#endif
