/* SPDX-License-Identifier: MIT */
#include "sqlgen.h"

#include <ctype.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct schema schema;

static const char *const type_names[] = {
	[TY_NONE] = "?", [TY_ID] = "id", [TY_I64] = "i64", [TY_BOOL] = "bool", [TY_TEXT] = "text", [TY_BLOB] = "blob",
	[TY_TIME] = "time", [TY_DATE] = "date", [TY_MONEY] = "money", [TY_FILE] = "file", [TY_CHOICES] = "choices",
	[TY_PERSONAL] = "personal", [TY_NULL] = "NULL",
};
const char *const cls_names[] = { "", "identity", "special", "criminal", "free_text" };
const char *const cls_c[] = { "PRIV_NONE", "PRIV_IDENTITY", "PRIV_SPECIAL", "PRIV_CRIMINAL", "PRIV_FREE_TEXT" };

enum type
type_of_name(const char *s)
{
	for (size_t i = TY_ID; i <= TY_PERSONAL; i++)
		if (strcmp(s, type_names[i]) == 0)
			return (enum type)i;
	return TY_NONE;
}

const char *
type_name(enum type t)
{
	return type_names[t];
}

char
type_letter(enum type t)
{
	return t == TY_TEXT || t == TY_PERSONAL ? 't' : t == TY_BLOB ? 'b' : 'i';
}

struct table *
table_find(const char *name)
{
	for (size_t i = 0; i < schema.n_table; i++)
		if (strcmp(schema.table[i]->name, name) == 0)
			return schema.table[i];
	return NULL;
}

struct column *
column_find(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->col[i].name, name) == 0)
			return &t->col[i];
	return NULL;
}

bool
table_owned(const struct table *t)
{
	return t->owner != OWN_SHARED;
}

const struct column *
column_within(const struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->col[i].within != NULL)
			return &t->col[i];
	return NULL;
}

/* ---- reading one migration ---- */

struct reader { struct toks k; size_t i; struct migration *m; };

static struct tok *
peek(struct reader *r)
{
	return &r->k.t[r->i];
}

static void __attribute__((noreturn, format(printf, 2, 3)))
fail_here(struct reader *r, const char *fmt, ...)
{
	va_list ap;
	char *s = NULL;

	va_start(ap, fmt);
	s = sqlite3_vmprintf(fmt, ap);
	va_end(ap);
	die(r->k.file, peek(r)->line, "%s", s);
}

static bool
accept(struct reader *r, const char *word)
{
	if (!tok_is(peek(r), word))
		return false;
	r->i++;
	return true;
}

static void
expect(struct reader *r, const char *word)
{
	if (!accept(r, word))
		fail_here(r, "expected %s, found '%s'", word, peek(r)->s);
}

static const char *
take_name(struct reader *r, const char *what)
{
	struct tok *t = peek(r);

	if (t->kind != T_WORD || !name_ok(t->s))
		fail_here(r, "expected %s (small letters, digits, _; no word of SQL or C), found '%s'", what, t->s);
	r->i++;
	return t->s;
}

static struct table *
take_table(struct reader *r)
{
	struct table *t = table_find(peek(r)->s);

	if (t == NULL)
		fail_here(r, "there is no table %s at this point", peek(r)->s);
	r->i++;
	return t;
}

static struct column *
add_column(struct table *t, struct column c)
{
	t->col = more(t->col, t->n, sizeof *t->col);
	t->col[t->n] = c;
	return &t->col[t->n++];
}

static void
add_key(struct table *t, struct key k)
{
	t->key = more(t->key, t->n_key, sizeof *t->key);
	t->key[t->n_key++] = k;
}

/* "(a, b)": the names, each a column of t; text gets the same. */
static struct key
take_columns(struct reader *r, const struct table *t, struct text *out)
{
	struct key k = { 0 };

	expect(r, "(");
	put(out, "(");
	do {
		const char *name = peek(r)->s;
		if (column_find(t, name) == NULL)
			fail_here(r, "%s has no column %s", t->name, name);
		r->i++;
		k.col = more(k.col, k.n, sizeof *k.col);
		k.col[k.n++] = name;
		put(out, "%s%s", k.n > 1 ? ", " : "", name);
		if (accept(r, "DESC"))
			put(out, " DESC");
	} while (accept(r, ","));
	expect(r, ")");
	put(out, ")");
	return k;
}

/* Copies tokens b to e as they stand. */
static void
copy_tokens(struct reader *r, size_t b, size_t e, struct text *out)
{
	for (size_t i = b; i < e; i++) {
		if (i > b && r->k.t[i].spaced)
			put(out, " ");
		put_n(out, r->k.src + r->k.t[i].from, r->k.t[i].to - r->k.t[i].from);
	}
}

/* "(…)" as it stands. */
static void
copy_parens(struct reader *r, struct text *out)
{
	size_t b = r->i;

	if (!tok_is(peek(r), "("))
		fail_here(r, "expected (, found '%s'", peek(r)->s);
	r->i = peek(r)->match + 1;
	copy_tokens(r, b, r->i, out);
}

/* The key that "x id REFERENCES to" stands for. */
static char *
foreign_key(struct reader *r, const struct table *t, const char *col, const struct table *to)
{
	switch (to->owner) {
	case OWN_SHARED:
		if (column_find(to, "id") == NULL)
			fail_here(r, "%s has no column id to point to", to->name);
		return format("FOREIGN KEY (%s) REFERENCES %s (id)", col, to->name);
	case OWN_OWNED:
	case OWN_RECORD:
		if (!table_owned(t))
			fail_here(r, "%s is SHARED and cannot point into %s, which belongs to organisations", t->name, to->name);
		return format("FOREIGN KEY (org, %s) REFERENCES %s (org, id)", col, to->name);
	case OWN_NOID:
		break;
	}
	fail_here(r, "%s has no id to point to: write FOREIGN KEY (…) REFERENCES %s (…)", to->name, to->name);
}

static void
take_type(struct reader *r, struct column *c)
{
	c->type = type_of_name(peek(r)->s);
	if (c->type == TY_NONE)
		fail_here(r, "expected a type (id i64 bool text blob time date money file choices personal), found '%s'", peek(r)->s);
	r->i++;
	if (c->type != TY_PERSONAL)
		return;
	for (size_t i = CLS_IDENTITY; i <= CLS_FREE_TEXT; i++)
		if (strcmp(peek(r)->s, cls_names[i]) == 0)
			c->cls = (enum cls)i;
	if (c->cls == CLS_NONE)
		fail_here(r, "expected the class of personal text (identity special criminal free_text), found '%s'", peek(r)->s);
	r->i++;
}

static void
put_type(struct text *lite, struct text *pg, const struct column *c)
{
	char l = type_letter(c->type);

	put(lite, "%s %s", c->name, l == 't' ? "TEXT" : l == 'b' ? "BLOB" : "INTEGER");
	put(pg, "%s %s", c->name, l == 't' ? "text COLLATE \"C\"" : l == 'b' ? "bytea" : "bigint");
}

static void
take_default(struct reader *r, struct column *c, struct text *rest)
{
	size_t b = r->i;

	if (tok_is(peek(r), "-"))
		r->i++;
	if (peek(r)->kind != T_NUMBER && peek(r)->kind != T_STRING)
		fail_here(r, "DEFAULT takes a number or a text, found '%s'", peek(r)->s);
	if ((peek(r)->kind == T_STRING) != (type_letter(c->type) == 't'))
		fail_here(r, "%s is %s: its DEFAULT is of another type", c->name, type_name(c->type));
	r->i++;
	put(rest, " DEFAULT ");
	copy_tokens(r, b, r->i, rest);
	c->has_default = true;
}

/* REFERENCES t [PARTY] [WITHIN]; the key comes behind the columns. */
static char *
take_reference(struct reader *r, const struct table *t, struct column *c)
{
	const struct table *to = strcmp(peek(r)->s, t->name) == 0 ? t : take_table(r);

	if (to == t)
		r->i++;
	if (c->type != TY_ID)
		fail_here(r, "%s is %s: only an id can point to a table", c->name, type_name(c->type));
	if (tok_is(peek(r), "("))
		fail_here(r, "write REFERENCES %s without columns, or a FOREIGN KEY of its own", to->name);
	if (accept(r, "PARTY")) {
		if (strcmp(to->name, "organisation") != 0 || !table_owned(t))
			fail_here(r, "PARTY marks a column of an owned table that points to organisation");
		c->party = true;
	}
	if (accept(r, "WITHIN")) {
		if (to == t || !table_owned(to) || !table_owned(t) || to->owner == OWN_NOID)
			fail_here(r, "WITHIN marks a column of an owned table that points to another owned table with an id");
		if (column_within(t) != NULL)
			fail_here(r, "%s lies WITHIN %s already", t->name, column_within(t)->within->name);
		c->within = to;
	}
	return foreign_key(r, t, c->name, to);
}

/* One column with what is said of it: into t, and as text of both dialects. */
static void
take_column(struct reader *r, struct table *t, struct text *lite, struct text *pg, struct text *keys)
{
	struct column c = { .name = take_name(r, "a column's name") };
	struct text rest = { 0 };
	bool primary = false;

	if (column_find(t, c.name) != NULL)
		fail_here(r, "%s already has a column %s", t->name, c.name);
	take_type(r, &c);
	for (;;) {
		if (accept(r, "NOT")) {
			expect(r, "NULL");
			c.not_null = true;
		} else if (accept(r, "DEFAULT")) {
			take_default(r, &c, &rest);
		} else if (accept(r, "CHECK")) {
			put(&rest, " CHECK ");
			copy_parens(r, &rest);
		} else if (accept(r, "PRIMARY")) {
			expect(r, "KEY");
			primary = c.not_null = true;
		} else if (accept(r, "UNIQUE")) {
			struct key k = { .col = more(NULL, 0, sizeof *k.col), .n = 1 };
			k.col[0] = c.name;
			add_key(t, k);
			put(&rest, " UNIQUE");
		} else if (accept(r, "REFERENCES")) {
			put(keys, ",\n\t%s", take_reference(r, t, &c));
		} else {
			break;
		}
	}
	if (!tok_is(peek(r), ",") && !tok_is(peek(r), ")") && !tok_is(peek(r), ";"))
		fail_here(r, "expected NOT NULL, DEFAULT, CHECK, UNIQUE, PRIMARY KEY, REFERENCES or the next column, found '%s'",
		    peek(r)->s);
	if (c.type == TY_FILE) {	/* always points to the folder of the application that keeps them */
		struct table *to = table_find("file");
		if (to == NULL || !table_owned(t))
			fail_here(r, "%s is file: that needs an owned table, and the table file before it", c.name);
		put(keys, ",\n\t%s", foreign_key(r, t, c.name, to));
	}
	if ((c.type == TY_BOOL || c.type == TY_CHOICES) && !c.not_null)
		fail_here(r, "%s is %s: it must be NOT NULL", c.name, type_name(c.type));
	if (strcmp(c.name, "circle") == 0 && table_owned(t) && t->owner != OWN_NOID && (c.type != TY_ID || (c.not_null && t->owner == OWN_RECORD)))
		fail_here(r, "circle names the few who may know of the row: write circle id, NULL for everybody");
	if (primary) {
		struct key k = { .col = more(NULL, 0, sizeof *k.col), .n = 1 };
		if (table_owned(t))
			fail_here(r, "an owned table's PRIMARY KEY begins with org: write it behind the columns");
		k.col[0] = c.name;
		add_key(t, k);
	}
	put_type(lite, pg, &c);
	for (int d = 0; d < 2; d++) {
		struct text *o = d == 0 ? lite : pg;
		put(o, "%s%s%s", c.not_null ? " NOT NULL" : "", primary ? " PRIMARY KEY" : "", rest.n > 0 ? rest.p : "");
		if (c.type == TY_BOOL)
			put(o, " CHECK (%s IN (0, 1))", c.name);
	}
	add_column(t, c);
}

static void
std_column(struct table *t, struct text *lite, struct text *pg, const char *name, enum type type, bool not_null, bool text)
{
	struct column c = { .name = name, .type = type, .not_null = not_null, .has_default = text };

	put_type(lite, pg, &c);
	put(lite, "%s%s", not_null ? " NOT NULL" : "", text ? " DEFAULT ''" : "");
	put(pg, "%s%s", not_null ? " NOT NULL" : "", text ? " DEFAULT ''" : "");
	add_column(t, c);
}

static void
record_columns(struct table *t, struct text *lite, struct text *pg)
{
	static const struct { const char *name; enum type type; bool not_null, text; } c[] = {
		{ "version", TY_I64, true, false }, { "created_at", TY_TIME, true, false }, { "created_by", TY_ID, true, false },
		{ "changed_at", TY_TIME, true, false }, { "changed_by", TY_ID, true, false },
		{ "withdrawn_at", TY_TIME, false, false }, { "withdrawn_by", TY_ID, false, false },
		{ "withdrawn_why", TY_TEXT, true, true },
	};

	for (size_t i = 0; i < countof(c); i++) {
		put(lite, ",\n\t");
		put(pg, ",\n\t");
		std_column(t, lite, pg, c[i].name, c[i].type, c[i].not_null, c[i].text);
	}
}

/* PRIMARY KEY (…), UNIQUE (…), CHECK (…), FOREIGN KEY (…) REFERENCES t (…). */
static void
take_constraint(struct reader *r, struct table *t, struct text *keys)
{
	if (tok_is(peek(r), "PRIMARY") || tok_is(peek(r), "UNIQUE")) {
		bool primary = accept(r, "PRIMARY");
		struct key k;

		expect(r, primary ? "KEY" : "UNIQUE");
		put(keys, ",\n\t%s ", primary ? "PRIMARY KEY" : "UNIQUE");
		k = take_columns(r, t, keys);
		if (primary && (t->owner == OWN_OWNED || t->owner == OWN_RECORD))
			fail_here(r, "%s has its PRIMARY KEY (org, id) already; OWNED NOID names its own", t->name);
		if (primary && t->owner == OWN_NOID && strcmp(k.col[0], "org") != 0)
			fail_here(r, "the PRIMARY KEY of an owned table begins with org");
		for (size_t i = 0; primary && i < k.n; i++)
			if (!column_find(t, k.col[i])->not_null)
				fail_here(r, "%s is part of the PRIMARY KEY: it must be NOT NULL", k.col[i]);
		add_key(t, k);
	} else if (accept(r, "CHECK")) {
		put(keys, ",\n\tCHECK ");
		copy_parens(r, keys);
	} else {
		const struct table *to;

		expect(r, "FOREIGN");
		expect(r, "KEY");
		put(keys, ",\n\tFOREIGN KEY ");
		take_columns(r, t, keys);
		expect(r, "REFERENCES");
		to = take_table(r);
		put(keys, " REFERENCES %s ", to->name);
		take_columns(r, to, keys);
	}
}

static bool
is_constraint(struct reader *r)
{
	static const char *const w[] = { "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT" };

	for (size_t i = 0; i < countof(w); i++)
		if (tok_is(peek(r), w[i]))
			return true;
	return false;
}

static enum owner
take_owner(struct reader *r)
{
	if (accept(r, "SHARED"))
		return OWN_SHARED;
	if (accept(r, "RECORD"))
		return OWN_RECORD;
	if (accept(r, "OWNED"))
		return accept(r, "NOID") ? OWN_NOID : OWN_OWNED;
	fail_here(r, "expected RECORD, OWNED, OWNED NOID or SHARED, found '%s'", peek(r)->s);
}

static void
own_columns(struct reader *r, struct table *t, struct text *lite, struct text *pg, struct text *keys)
{
	if (t->owner == OWN_SHARED)
		return;
	if (table_find("organisation") == NULL)
		fail_here(r, "%s belongs to organisations, but there is no table organisation yet", t->name);
	std_column(t, lite, pg, "org", TY_ID, true, false);
	put(keys, ",\n\tFOREIGN KEY (org) REFERENCES organisation (id)");
	put(lite, ",\n\t");
	put(pg, ",\n\t");
	if (t->owner == OWN_NOID)
		return;
	std_column(t, lite, pg, "id", TY_ID, true, false);
	struct key k = { .col = calloc(2, sizeof *k.col), .n = 2 };
	k.col[0] = "org";
	k.col[1] = "id";
	add_key(t, k);
	put(lite, ",\n\t");
	put(pg, ",\n\t");
	put(keys, ",\n\tPRIMARY KEY (org, id)");
}

static void
take_create(struct reader *r)
{
	struct table *t = calloc(1, sizeof *t);
	struct text *lite = &r->m->sqlite, *pg = &r->m->pg, keys = { 0 };
	size_t declared = 0;

	t->name = take_name(r, "a table's name");
	t->folder = r->m->folder;
	if (table_find(t->name) != NULL)
		fail_here(r, "there is a table %s already (made in %s)", t->name, table_find(t->name)->folder);
	t->owner = take_owner(r);
	expect(r, "(");
	put(lite, "CREATE TABLE %s (\n\t", t->name);
	put(pg, "CREATE TABLE %s (\n\t", t->name);
	put_n(&keys, "", 0);
	own_columns(r, t, lite, pg, &keys);
	while (!is_constraint(r)) {
		if (declared++ > 0) {
			put(lite, ",\n\t");
			put(pg, ",\n\t");
		}
		take_column(r, t, lite, pg, &keys);
		if (!accept(r, ","))
			break;
	}
	if (declared == 0)
		fail_here(r, "%s has no column of its own", t->name);
	if (t->owner == OWN_RECORD)
		record_columns(t, lite, pg);
	while (is_constraint(r)) {
		take_constraint(r, t, &keys);
		if (!accept(r, ","))
			break;
	}
	expect(r, ")");
	expect(r, ";");
	if (t->n_key == 0)
		fail_here(r, "%s has no PRIMARY KEY", t->name);
	put(lite, "%s\n) STRICT;\n", keys.p);
	put(pg, "%s\n);\n", keys.p);
	schema.table = more(schema.table, schema.n_table, sizeof *schema.table);
	schema.table[schema.n_table++] = t;
}

static void
take_index(struct reader *r, bool unique)
{
	const char *name = take_name(r, "an index's name");
	struct text o = { 0 };
	struct table *t;
	struct key k;
	bool partial = false;

	expect(r, "ON");
	t = take_table(r);
	put(&o, "CREATE %sINDEX %s ON %s ", unique ? "UNIQUE " : "", name, t->name);
	k = take_columns(r, t, &o);
	if (unique && table_owned(t) && t->owner != OWN_NOID && strcmp(k.col[0], "org") != 0)
		fail_here(r, "a UNIQUE INDEX of an owned table begins with org");
	if (accept(r, "WHERE")) {
		size_t b = r->i;
		while (!tok_is(peek(r), ";") && peek(r)->kind != T_END)
			r->i++;
		put(&o, " WHERE ");
		copy_tokens(r, b, r->i, &o);
		partial = true;
	}
	expect(r, ";");
	if (unique && !partial)
		add_key(t, k);
	put(&r->m->sqlite, "%s;\n", o.p);
	put(&r->m->pg, "%s;\n", o.p);
}

static void
take_alter(struct reader *r)
{
	struct table *t;
	struct text keys = { 0 };
	struct column *c;

	expect(r, "TABLE");
	t = take_table(r);
	expect(r, "ADD");
	expect(r, "COLUMN");
	put(&r->m->sqlite, "ALTER TABLE %s ADD COLUMN ", t->name);
	put(&r->m->pg, "ALTER TABLE %s ADD COLUMN ", t->name);
	take_column(r, t, &r->m->sqlite, &r->m->pg, &keys);
	c = &t->col[t->n - 1];
	if (keys.n > 0) {
		const char *to = strstr(keys.p, "REFERENCES ");
		if (strstr(keys.p, "(org, ") != NULL)
			fail_here(r, "SQLite cannot add a key (org, %s) to a table that is there: make a table beside it", c->name);
		put(&r->m->sqlite, " %s", to);
		put(&r->m->pg, " %s", to);
	}
	if (c->not_null && !c->has_default)
		fail_here(r, "%s is NOT NULL: rows that are there already need a DEFAULT", c->name);
	expect(r, ";");
	put(&r->m->sqlite, ";\n");
	put(&r->m->pg, ";\n");
}

/* "GUARD t BY column;": no words for the databases, but every @visible on t asks who may know of that record. */
static void
take_guard(struct reader *r)
{
	struct table *t = take_table(r);
	const struct column *c;

	expect(r, "BY");
	c = column_find(t, peek(r)->s);
	if (!table_owned(t) || c == NULL || c->type != TY_ID)
		fail_here(r, "GUARD takes an owned table and a column of it that holds the id of a record, found '%s'", peek(r)->s);
	t->guard = c->name;
	r->i++;
	expect(r, ";");
}

static void
take_row(struct reader *r)
{
	struct table *t = take_table(r);
	struct text o = { 0 };
	size_t b;

	if (table_owned(t))
		fail_here(r, "%s belongs to organisations: ROW is for SHARED tables", t->name);
	put(&o, "INSERT INTO %s ", t->name);
	take_columns(r, t, &o);
	b = r->i;
	expect(r, "VALUES");
	while (!tok_is(peek(r), ";") && peek(r)->kind != T_END)
		r->i++;
	put(&o, " ");
	copy_tokens(r, b, r->i, &o);
	expect(r, ";");
	put(&r->m->sqlite, "%s;\n", o.p);
	put(&r->m->pg, "%s;\n", o.p);
}

/* One dialect's own words, as they stand. */
static void
take_raw(struct reader *r, struct text *out)
{
	size_t b = r->i;

	for (; !tok_is(peek(r), ";"); r->i++) {
		if (peek(r)->kind == T_END)
			fail_here(r, "expected ;");
		if (tok_is(peek(r), "TRIGGER") || tok_is(peek(r), "CASCADE"))
			fail_here(r, "no triggers and no cascades");
	}
	r->i++;
	put_n(out, r->k.src + r->k.t[b].from, r->k.t[r->i - 1].to - r->k.t[b].from);
	put(out, "\n");
}

static void
refuse_words(struct reader *r)
{
	size_t keep = r->i;
	bool raw = false;

	for (r->i = 0; r->i < r->k.n; r->i++) {
		bool first = r->i == 0 || tok_is(&r->k.t[r->i - 1], ";");
		if (first)
			raw = tok_is(peek(r), "SQLITE") || tok_is(peek(r), "PG");
		if (raw)
			continue;
		if (tok_is(peek(r), "CASCADE") || (tok_is(peek(r), "ON") && tok_is(peek(r) + 1, "DELETE")))
			fail_here(r, "no ON DELETE: records are withdrawn, only disposal removes");
		if (tok_is(peek(r), "REAL") || tok_is(peek(r), "FLOAT") || tok_is(peek(r), "NUMERIC"))
			fail_here(r, "no %s: money is in pence, shares in basis points", peek(r)->s);
		if (peek(r)->kind == T_PARAM || peek(r)->kind == T_AT || peek(r)->kind == T_QUOTED)
			fail_here(r, "'%s' has no place in a migration", peek(r)->s);
		if (first && (tok_is(peek(r), "CREATE") || tok_is(peek(r), "INSERT")))
			fail_here(r, "write TABLE, INDEX or ROW, from which both dialects are made; see tools/sqlgen/README.md");
	}
	r->i = keep;
}

static void
run_step(struct migration *m)
{
	char *err = NULL;

	if (m->sqlite.n > 0 && sqlite3_exec(schema.db, m->sqlite.p, NULL, NULL, &err) != SQLITE_OK)
		die(m->file, 1, "SQLite: %s", err);
}

static void
read_step(struct migration *m)
{
	struct reader r = { .k = lex(m->file, 1, m->src), .m = m };

	refuse_words(&r);
	while (peek(&r)->kind != T_END) {
		if (accept(&r, "TABLE"))
			take_create(&r);
		else if (accept(&r, "INDEX"))
			take_index(&r, false);
		else if (accept(&r, "UNIQUE")) {
			expect(&r, "INDEX");
			take_index(&r, true);
		} else if (accept(&r, "ALTER"))
			take_alter(&r);
		else if (accept(&r, "ROW"))
			take_row(&r);
		else if (accept(&r, "GUARD"))
			take_guard(&r);
		else if (accept(&r, "SQLITE"))
			take_raw(&r, &m->sqlite);
		else if (accept(&r, "PG"))
			take_raw(&r, &m->pg);
		else
			fail_here(&r, "expected TABLE, INDEX, UNIQUE INDEX, ALTER TABLE, GUARD, ROW, SQLITE or PG, found '%s'", peek(&r)->s);
	}
	words_check(&r.k, m->name, true);
	run_step(m);
}

static bool
stamp_ok(const char *base)
{
	for (size_t i = 0; i < 13; i++)
		if (i == 8 ? base[i] != 'T' : !isdigit((unsigned char)base[i]))
			return false;
	return base[13] == '_' && base[14] != 0 && base[14] != '.';
}

void
schema_add_file(const char *folder, const char *path, const char *base)
{
	struct migration m = { .folder = folder, .file = path };
	unsigned char h[32];
	char hex[65];
	size_t n;

	if (!stamp_ok(base))
		die(path, 1, "a migration is called like 20261122T0900_what.sql");
	m.src = read_file(path, &n);
	if (m.src == NULL)
		die(path, 0, "cannot be read");
	m.stamp = copy_n(base, 13);
	m.name = format("%s/%.*s", folder, (int)(strlen(base) - 4), base);
	crypto_generichash(h, sizeof h, (const unsigned char *)m.src, n, NULL, 0);
	sodium_bin2hex(hex, sizeof hex, h, sizeof h);
	m.checksum = copy_n(hex, 64);
	schema.step = more(schema.step, schema.n_step, sizeof *schema.step);
	schema.step[schema.n_step++] = m;
}

static int
by_stamp(const void *a, const void *b)
{
	const struct migration *x = a, *y = b;

	return strcmp(x->stamp, y->stamp);
}

static int
orphan(void *arg, int n, char **v, char **names)
{
	(void)arg;
	(void)names;
	die("migrations", 0, "a ROW of %s points to a row of %s that is not there", v[0], n > 2 ? v[2] : "?");
	return 1;
}

void
schema_build(void)
{
	if (sqlite3_open(":memory:", &schema.db) != SQLITE_OK)
		die("sqlgen", 0, "SQLite does not open");
	sqlite3_exec(schema.db, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL);
	if (schema.n_step > 0)
		qsort(schema.step, schema.n_step, sizeof *schema.step, by_stamp);
	for (size_t i = 0; i < schema.n_step; i++) {
		if (i > 0 && strcmp(schema.step[i].stamp, schema.step[i - 1].stamp) == 0)
			die(schema.step[i].file, 1, "%s has the same stamp: choose another minute", schema.step[i - 1].file);
		read_step(&schema.step[i]);
	}
	sqlite3_exec(schema.db, "PRAGMA foreign_key_check", orphan, NULL, NULL);
}
