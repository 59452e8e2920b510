/* SPDX-License-Identifier: MIT */
#ifndef SHAPE_SHAPE_H
#define SHAPE_SHAPE_H
#include "base/base.h"
#include "base/pair.h"

/* The fields of a struct, declared once.  From it come the form and its error summary, JSON in and
 * out, OpenAPI, CSV columns, the differences of history, search text, masking. */
enum field_type {
	F_TEXT = 1,	/* struct str, one line */
	F_LONG,		/* struct str, many lines: .lines = true */
	F_PERSONAL,	/* struct personal */
	F_I64,		/* int64_t without .ref */
	F_NUMBER,	/* struct opt_i64 */
	F_ID,		/* int64_t with .ref */
	F_BOOL,
	F_DATE,
	F_TIME,		/* struct when */
	F_MONEY,
	F_CHOICE,	/* struct str with .choices: the choice's value */
	F_CHOICES,	/* struct choices with .choices */
	F_FILE,		/* struct file_ref */
	F_LIST,		/* struct list with .of */
};
struct list { void *items; size_t n; };		/* n structs of .of->size */

struct choice { const char *value; const char *label; const char *hint; };
struct choice_list { const struct choice *c; size_t n; };
#define CHOICES(name, ...)                                                     \
	static const struct choice name##_c_[] = { __VA_ARGS__ };              \
	static const struct choice_list name = { name##_c_, countof(name##_c_) }

struct shape;
struct field {
	const char *name;	/* the member's: form field, JSON key, column */
	size_t at;
	enum field_type type;
	const char *label;	/* message in English, sentence case: "Review date" */
	const char *hint;
	const char *ref;	/* F_ID: kind of record it points to ("unit", "person"); see app/record.h */
	const struct choice_list *choices;
	const struct shape *of;	/* F_LIST */
	enum privacy privacy;	/* of whatever type: masked for who may not see that class */
	size_t max;		/* code points for text (0: 200 for one line, 10,000 for many), items for a list */
	int64_t least, most;	/* numbers, when most > least */
	bool must;		/* may not be empty */
	bool lines;		/* F_LONG */
	bool read_only;		/* comes out, never goes in */
	bool search;		/* its words are found by the search box */
	bool in_list;		/* a column of the plain list page */
	bool passing;		/* F_FILE: read at once from c->files, and not stored */
	bool past_only;		/* a date that may not lie in the future */
	const char *autocomplete;	/* HTML token, where the user's own data is meant */
};
struct shape {
	const char *name;	/* "agreement" */
	const struct field *f;
	size_t n, size;
};

#define FIELD_TYPE_(T, m, lines_, ref_, choices_)                              \
	_Generic(((T *)0)->m,                                                  \
	    struct str: (choices_) ? F_CHOICE : (lines_) ? F_LONG : F_TEXT,    \
	    struct personal: F_PERSONAL, int64_t: (ref_) ? F_ID : F_I64,       \
	    struct opt_i64: F_NUMBER, bool: F_BOOL, struct date: F_DATE,       \
	    struct when: F_TIME, struct money: F_MONEY,                        \
	    struct choices: F_CHOICES, struct file_ref: F_FILE, struct list: F_LIST)
/* The kind is taken from the member itself, so it cannot disagree with it. */
#define FIELD(T, m, ...)                                                       \
	{ .name = #m, .at = offsetof(T, m), .type = FIELD_TYPE_(T, m, 0, 0, 0), __VA_ARGS__ }
#define FIELD_LONG(T, m, ...)                                                  \
	{ .name = #m, .at = offsetof(T, m), .type = FIELD_TYPE_(T, m, 1, 0, 0), .lines = true, __VA_ARGS__ }
#define FIELD_REF(T, m, kind, ...)                                             \
	{ .name = #m, .at = offsetof(T, m), .type = FIELD_TYPE_(T, m, 0, 1, 0), .ref = kind, __VA_ARGS__ }
#define FIELD_CHOICE(T, m, list_, ...)                                         \
	{ .name = #m, .at = offsetof(T, m), .type = FIELD_TYPE_(T, m, 0, 0, 1), .choices = &list_, __VA_ARGS__ }
#define SHAPE(var, T, ...)                                                     \
	static const struct field var##_fields_[] = { __VA_ARGS__ };           \
	const struct shape var = { #T, var##_fields_, countof(var##_fields_), sizeof(struct T) }

/* ---- input ---- */

enum presence { ABSENT = 0, EMPTY, VALUE };
/* An error inside a list stands in the item's own form and, for the summary, here too: then f is the
 * item's field and item its place; form_error_list() says of which list. */
struct field_error { const struct field *f; size_t item; /* of a list; SIZE_MAX: the field itself */
	const char *message; /* catalogue text, may hold {label}, {max}, {value} */ struct str value; };

struct option { struct str value, label; };

/* What came in, before and after reading: kept so that nothing typed is lost. */
struct form {
	const struct shape *shape;
	/* By field: what stands in the text box; a date as three words "6 8 2026" (split at each single
	 * space: " 8 2026" has no day), a moment as four "6 8 2026 14:05", money in pounds, truth as
	 * "true" or "false", many choices as their values with a space between. */
	struct str *typed;
	enum presence *presence;
	struct field_error *errors;	/* in field order */
	size_t n_errors;
	struct form **items;		/* by field, for lists: NULL or items */
	size_t *n_items;
	struct option **options;	/* by field, for F_ID: what may be chosen, filled by the page */
	size_t *n_options;
	struct str problem;		/* one more line for the error summary, not tied to a field */
};
/* name/value pairs of an urlencoded or multipart body, in order; names as in the page:
 * "title", dates "due-day" "due-month" "due-year", moments with "due-time" as well, many choices
 * "parties" repeated, lists "rows.0.title" (a number left out is an item taken away; an item without
 * anything typed is dropped).  A tick box, many choices or a list of which nothing may be left is sent
 * with an empty value of its own name in front: "parties=".  Dates and moments in ISO form under the
 * plain name are taken too (command line).  Personal text that is PERSONAL_HIDDEN is absent. */
void form_new(struct arena *a, const struct shape *s, struct form *ret);
/* Reads pairs into rec (which keeps its values where a field is absent) and into form.
 * Undeclared names are an error on the whole form, except those in allow (NULL-terminated).
 * ST_INVALID when form->n_errors > 0.  today is for past_only. */
enum status form_read(struct arena *a, const struct shape *s, const struct pair *pairs, size_t n,
    const char *const *allow, struct date today, struct form *form, void *rec) MUST_CHECK;
/* The same from JSON (an object): null and "" are empty, a missing key is absent, an unknown key an error. */
struct json_node;
enum status form_read_json(struct arena *a, const struct shape *s, const struct json_node *j,
    struct date today, struct form *form, void *rec) MUST_CHECK;
/* Fills form->typed from a record, to show it for editing. */
void form_fill(struct arena *a, const struct shape *s, const void *rec, struct form *form);
void form_error(struct arena *a, struct form *form, const char *field, const char *message, struct str value);
/* The list that an error of the summary belongs to; NULL for errors of the form's own fields. */
const struct field *form_error_list(const struct form *form, const struct field_error *e);
/* The error as a sentence.  message and label in the reader's language; the label's first letter
 * becomes small inside the sentence, unless an abbreviation begins there. */
struct str field_error_text(struct arena *a, const struct field_error *e, struct str message, struct str label);
size_t field_max(const struct field *f);		/* max, or what holds where it is 0 */
const struct field *shape_field(const struct shape *s, const char *name);	/* NULL: none */
size_t shape_index(const struct shape *s, const char *name);			/* SIZE_MAX: none */

/* ---- output ---- */

/* May this viewer see data of that class?  Bit k set = enum privacy k may be seen. */
struct sight { uint32_t classes; };
#define SIGHT_ALL ((struct sight){ UINT32_MAX })
#define SIGHT_NONE ((struct sight){ 1u << PRIV_NONE })
bool sight_allows(struct sight s, enum privacy p);
/* The text, or "Hidden" for who may not see it; a field with that text coming back changes nothing. */
#define PERSONAL_HIDDEN "Hidden"
struct str personal_shown(struct personal p, struct sight s);
bool field_masked(const struct field *f, struct sight s);

struct json;
void shape_json(struct json *j, const struct shape *s, const void *rec, struct sight sight);	/* an object */
/* One field for people: "6 August 2026", choice's label, "£1,200", "Yes"; refs are left to the caller (empty). */
struct str field_shown(struct arena *a, const struct field *f, const void *rec, struct sight sight);
/* The same for machines: ISO dates, values of choices, ids; what history and CSV hold. */
struct str field_value(struct arena *a, const struct field *f, const void *rec);
bool field_is_empty(const struct field *f, const void *rec);
bool field_equal(const struct field *f, const void *a, const void *b);
/* A JSON record as shape_json() writes it: dates "2026-08-06", moments "2026-08-06T14:05:00.000Z", money
 * in pence, ids and files as text, many choices as an array of values, null for what is not set. */
/* JSON schema of a shape, for OpenAPI: properties, required, additionalProperties false. */
void shape_schema(struct json *j, const struct shape *s, bool for_input);
/* Copies a record, its text included, into another arena. */
void shape_copy(struct arena *a, const struct shape *s, const void *from, void *to);
#endif
