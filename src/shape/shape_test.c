/* SPDX-License-Identifier: MIT */
#include "tests/harness.h"

#include <string.h>

#include "base/json.h"
#include "base/time.h"
#include "shape/shape.h"

struct leaf { struct str word; };
struct row { struct str title; struct opt_i64 size; struct personal who; bool done; struct list leaves; };
struct thing {
	struct str title, story, colour;
	struct personal name;
	int64_t count, unit;
	struct opt_i64 number;
	bool yes;
	struct date due;
	struct when at;
	struct money cost;
	struct choices parties;
	struct file_ref file;
	struct list rows;
	int64_t version;
};
CHOICES(colours, { "red", "Red", NULL }, { "green", "Dark green", NULL });
CHOICES(parties, { "police", "Police", NULL }, { "council", "Council", NULL }, { "trust", "NHS trust", NULL });
SHAPE(leaf_shape, leaf, FIELD(struct leaf, word, .label = "Word", .must = true));
SHAPE(row_shape, row,
    FIELD(struct row, title, .label = "Row title", .must = true, .max = 5),
    FIELD(struct row, size, .label = "Size"),
    FIELD(struct row, who, .label = "Who", .privacy = PRIV_IDENTITY),
    FIELD(struct row, done, .label = "Done"),
    FIELD(struct row, leaves, .label = "Leaves", .of = &leaf_shape));
SHAPE(thing_shape, thing,
    FIELD(struct thing, title, .label = "Title", .must = true, .max = 10),
    FIELD_LONG(struct thing, story, .label = "NHS story"),
    FIELD_CHOICE(struct thing, colour, colours, .label = "Colour"),
    FIELD(struct thing, name, .label = "Full name", .privacy = PRIV_IDENTITY),
    FIELD(struct thing, count, .label = "Count"),
    FIELD_REF(struct thing, unit, "unit", .label = "Unit"),
    FIELD(struct thing, number, .label = "Number", .least = 1, .most = 5000),
    FIELD(struct thing, yes, .label = "Yes or no"),
    FIELD(struct thing, due, .label = "Review date", .past_only = true),
    FIELD(struct thing, at, .label = "Time"),
    FIELD(struct thing, cost, .label = "Cost"),
    FIELD(struct thing, parties, .label = "Parties", .choices = &parties),
    FIELD(struct thing, file, .label = "File"),
    FIELD(struct thing, rows, .label = "Rows", .of = &row_shape, .max = 3),
    FIELD(struct thing, version, .label = "Version", .read_only = true));

#define P(n_, v_) { .name = STR_INIT(n_), .value = STR_INIT(v_) }
static const struct pair full[] = {
	P("title", "  Caf\x65\xcc\x81 "), P("story", "one\r\ntwo"), P("colour", "green"), P("name", "Ann Other"),
	P("count", "7"), P("unit", "7421938475610293847"), P("number", "1,200"), P("yes", ""), P("yes", "true"),
	P("due-day", "6"), P("due-month", "aug"), P("due-year", "2026"), P("at-day", "6"), P("at-month", "8"),
	P("at-year", "2026"), P("at-time", "2:05pm"), P("cost", "\xc2\xa3" "1,200.50"), P("parties", ""),
	P("parties", "trust"), P("parties", "police"), P("file", "99"), P("rows.0.title", "a"),
	P("rows.0.size", "3"), P("rows.0.who", "Bob"), P("rows.0.leaves.0.word", "deep"),
	P("rows.1.title", ""), P("rows.1.size", ""), P("rows.2.title", "c"), P("rows.2.done", "true") };

static struct date
today(void)
{
	return date_of(2026, 11, 22);
}

static enum status
read_form(const struct pair *p, size_t n, struct form *f, struct thing *t)
{
	return form_read(test_arena(), &thing_shape, p, n, NULL, today(), f, t);
}
#define READ(f, t, ...) read_form((const struct pair[]){ __VA_ARGS__ }, \
    sizeof((const struct pair[]){ __VA_ARGS__ }) / sizeof(struct pair), (f), (t))

static enum status
read_json(const char *text, struct form *f, struct thing *t)
{
	struct json_node *j;
	struct str why;
	CHECK_ST(json_parse(test_arena(), str_c(text), &j, &why), ST_OK);
	return form_read_json(test_arena(), &thing_shape, j, today(), f, t);
}

static struct str
to_json(const struct thing *t, struct sight sight)
{
	struct buf b;
	struct json j;
	buf_init(&b, 1 << 20);
	json_init(&j, &b);
	shape_json(&j, &thing_shape, t, sight);
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return s;
}

static struct thing
full_thing(void)
{
	struct form f;
	struct thing t = { .version = 4 };
	CHECK_ST(read_form(full, countof(full), &f, &t), ST_OK);
	return t;
}

static struct str
error_text(const struct form *f, size_t i)
{
	CHECK_MSG(i < f->n_errors, "only %zu errors", f->n_errors);
	const struct field_error *e = &f->errors[i];
	return field_error_text(test_arena(), e, str_c(e->message), str_c(e->f->label));
}

static void
check_one(struct pair p, const char *want)
{
	struct form f;
	struct thing t = full_thing();
	CHECK_ST(read_form(&p, 1, &f, &t), want == NULL ? ST_OK : ST_INVALID);
	if (want == NULL)
		return;
	CHECK_EQ_I(f.n_errors, 1);
	CHECK_STR_EQ(error_text(&f, 0), str_c(want));
	if (f.errors[0].item == SIZE_MAX)
		CHECK_STR_EQ(f.typed[shape_index(&thing_shape, f.errors[0].f->name)], p.value);
}
#define ONE(n_, v_, want) check_one((struct pair)P(n_, v_), (want))

TEST(shape_form_becomes_record)
{
	struct thing t = full_thing();
	CHECK_STR(t.title, "Caf\xc3\xa9");
	CHECK_STR(t.story, "one\ntwo");
	CHECK_EQ_I(t.unit, INT64_C(7421938475610293847));
	CHECK_STR(to_json(&t, SIGHT_ALL),
	    "{\"title\":\"Caf\xc3\xa9\",\"story\":\"one\\ntwo\",\"colour\":\"green\",\"name\":\"Ann Other\","
	    "\"count\":7,\"unit\":\"7421938475610293847\",\"number\":1200,\"yes\":true,\"due\":\"2026-08-06\","
	    "\"at\":\"2026-08-06T13:05:00.000Z\",\"cost\":120050,\"parties\":[\"police\",\"trust\"],\"file\":\"99\","
	    "\"rows\":[{\"title\":\"a\",\"size\":3,\"who\":\"Bob\",\"done\":false,\"leaves\":[{\"word\":\"deep\"}]},"
	    "{\"title\":\"c\",\"size\":null,\"who\":\"\",\"done\":true,\"leaves\":[]}],\"version\":4}");
}

static void
check_equal(const struct thing *a, const struct thing *b)
{
	for (size_t i = 0; i < thing_shape.n; i++)
		CHECK_MSG(field_equal(&thing_shape.f[i], a, b), "%s differs", thing_shape.f[i].name);
}

TEST(shape_json_comes_back)
{
	struct form f;
	struct thing t = full_thing(), back = { .version = 4 };
	CHECK_ST(read_json(to_json(&t, SIGHT_ALL).p, &f, &back), ST_OK);
	check_equal(&t, &back);
	CHECK_STR_EQ(to_json(&back, SIGHT_ALL), to_json(&t, SIGHT_ALL));
	struct thing empty = { .title = S("x") }, copy = { 0 };
	CHECK_ST(read_json(to_json(&empty, SIGHT_ALL).p, &f, &copy), ST_OK);
	check_equal(&empty, &copy);
}

TEST(shape_form_is_filled_from_record)
{
	struct form f;
	struct thing t = full_thing();
	form_fill(test_arena(), &thing_shape, &t, &f);
#define TYPED(name) f.typed[shape_index(&thing_shape, name)]
	CHECK_STR(TYPED("due"), "6 8 2026");
	CHECK_STR(TYPED("at"), "6 8 2026 14:05");
	CHECK_STR(TYPED("cost"), "1200.50");
	CHECK_STR(TYPED("parties"), "police trust");
	CHECK_STR(TYPED("yes"), "true");
	CHECK_EQ_I(f.n_items[shape_index(&thing_shape, "rows")], 2);
	CHECK_STR(f.items[shape_index(&thing_shape, "rows")][1].typed[0], "c");
}

TEST(shape_absent_changes_nothing)
{
	struct form f;
	struct thing t = full_thing(), before = t;
	CHECK_ST(read_form(NULL, 0, &f, &t), ST_OK);
	check_equal(&t, &before);
	CHECK_ST(read_json("{}", &f, &t), ST_OK);
	check_equal(&t, &before);
	for (size_t i = 0; i < thing_shape.n; i++)
		CHECK_EQ_I(f.presence[i], ABSENT);
}

TEST(shape_empty_clears)
{
	struct form f;
	struct thing t = full_thing(), want = { .title = S("T"), .version = 4 };
	CHECK_ST(READ(&f, &t, P("title", "T"), P("story", " \r\n "), P("colour", ""), P("name", ""), P("count", ""),
	    P("unit", ""), P("number", ""), P("yes", ""), P("due-day", ""), P("due-month", " "), P("due-year", ""),
	    P("at-day", ""), P("cost", ""), P("parties", ""), P("rows", "")), ST_OK);
	/* An empty file box is what a browser sends when nothing was chosen. */
	want.file.id = 99;
	check_equal(&t, &want);
	t = full_thing();
	want.file.id = 0;
	CHECK_ST(read_json("{\"title\":\"T\",\"story\":\"\",\"colour\":null,\"name\":null,\"count\":null,\"unit\":null,"
	    "\"number\":null,\"yes\":null,\"due\":null,\"at\":\"\",\"cost\":null,\"parties\":[],\"file\":null,\"rows\":[]}",
	    &f, &t), ST_OK);
	check_equal(&t, &want);
}

TEST(shape_must_refuses_empty)
{
	struct form f;
	struct thing t = { 0 };
	CHECK_ST(read_form(NULL, 0, &f, &t), ST_INVALID);
	CHECK_STR(error_text(&f, 0), "Enter title");
	t = full_thing();
	CHECK_ST(READ(&f, &t, P("title", "  ")), ST_INVALID);
	CHECK_STR(error_text(&f, 0), "Enter title");
	CHECK_ST(read_json("{\"title\":null}", &f, &t), ST_INVALID);
	CHECK_STR(error_text(&f, 0), "Enter title");
}

TEST(shape_messages)
{
	ONE("title", "12345678901", "Title must be 10 characters or fewer");
	ONE("title", "\xf0\x9f\x8f\xa5\xf0\x9f\x8f\xa5\xf0\x9f\x8f\xa5 \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", NULL);
	ONE("colour", "amber", "Select colour from the list");
	ONE("unit", "12x", "Select unit from the list");
	ONE("unit", "0", "Select unit from the list");
	ONE("unit", "9223372036854775808", "Select unit from the list");
	ONE("number", "12.5", "Number must be a whole number");
	ONE("number", "1,20", "Number must be a whole number");
	ONE("number", "6000", "Number must be 5000 or less");
	ONE("number", "0", "Number must be 1 or more");
	ONE("count", "99999999999999999999", "Count must be a whole number");
	ONE("yes", "perhaps", "Select yes or no for yes or no");
	ONE("parties", "army", "Select parties from the list");
	ONE("due", "2026-02-30", "Review date must be a real date, like 2026-08-06");
	ONE("due", "2026-11-23", "Review date must be today or in the past");
	ONE("due", "2026-11-22", NULL);
	ONE("rows.0.title", "abcdef", "Row title must be 5 characters or fewer");
}

TEST(shape_money)
{
	ONE("cost", "1200", NULL);
	ONE("cost", "\xc2\xa3" "12.5", NULL);
	ONE("cost", "1,234,567.89", NULL);
	static const char *const bad[] = { "12.345", "1,2", "12,34.50", ".50", "1.", "1e3", "\xc2\xa3", "1 2", "0x1",
		"99999999999999999999", "92233720368547759", "--1", "1,,000" };
	for (size_t i = 0; i < countof(bad); i++)
		check_one((struct pair){ .name = S("cost"), .value = str_c(bad[i]) },
		    "Cost must be an amount in pounds, like 1,200 or 1,200.50");
	ONE("cost", "-1", "Cost must be \xc2\xa3" "0 or more");
}

static void
check_date_form(const char *d, const char *m, const char *y, const char *want)
{
	struct form f;
	struct thing t = full_thing();
	const struct pair p[] = { { .name = S("due-day"), .value = str_c(d) },
		{ .name = S("due-month"), .value = str_c(m) }, { .name = S("due-year"), .value = str_c(y) } };
	CHECK_ST(read_form(p, 3, &f, &t), ST_INVALID);
	CHECK_STR_EQ(error_text(&f, 0), str_c(want));
	CHECK_STR_EQ(f.typed[shape_index(&thing_shape, "due")], arena_printf(test_arena(), "%s %s %s", d, m, y));
	CHECK_EQ_I(t.due.day, date_of(2026, 8, 6).day);
}

TEST(shape_dates)
{
	check_date_form("", "8", "2026", "Review date must include a day");
	check_date_form("6", "", "2026", "Review date must include a month");
	check_date_form("6", "8", "", "Review date must include a year");
	check_date_form("", "", "2026", "Review date must include a day and month");
	check_date_form("", "8", "", "Review date must include a day and year");
	check_date_form("6", "", "", "Review date must include a month and year");
	check_date_form("30", "2", "2026", "Review date must be a real date");
	check_date_form("6", "13", "2026", "Review date must be a real date");
	check_date_form("6", "Maybe", "2026", "Review date must be a real date");
	check_date_form("-6", "8", "2026", "Review date must be a real date");
	check_date_form("6", "8", "26", "The year of review date must have 4 numbers");
	check_date_form("6", "8", "1989", "Review date must be between 1990 and 2199");
	check_date_form("23", "11", "2026", "Review date must be today or in the past");
}

TEST(shape_all_errors_in_field_order)
{
	struct form f;
	struct thing t = { 0 };
	CHECK_ST(READ(&f, &t, P("cost", "x"), P("rows.1.size", "y"), P("rows.0.leaves.0.word", ""),
	    P("rows.0.leaves.1.word", "ok"), P("colour", "blue"), P("count", "z")), ST_INVALID);
	CHECK_EQ_I(f.n_errors, 7);
	CHECK_STR(error_text(&f, 0), "Enter title");
	CHECK_STR(error_text(&f, 1), "Select colour from the list");
	CHECK_STR(error_text(&f, 2), "Count must be a whole number");
	CHECK_STR(error_text(&f, 3), "Cost must be an amount in pounds, like 1,200 or 1,200.50");
	CHECK_STR(error_text(&f, 4), "Enter row title");
	CHECK_EQ_I(f.errors[4].item, 0);
	CHECK_EQ_I(f.errors[5].item, 1);
	CHECK_STR_EQ(str_c(form_error_list(&f, &f.errors[5])->name), S("rows"));
	CHECK_STR(error_text(&f, 6), "Size must be a whole number");
	CHECK_EQ_I(f.items[shape_index(&thing_shape, "rows")][1].n_errors, 2);
	form_error(test_arena(), &f, "unit", "Select another {label}", (struct str){ NULL, 0 });
	CHECK_STR(error_text(&f, 3), "Select another unit");
	form_error(test_arena(), &f, "rows.0.leaves.0.word", "Not {value}", S("that"));
	CHECK_EQ_I(f.n_errors, 9);
	CHECK_EQ_I(f.items[shape_index(&thing_shape, "rows")][0].n_errors, 2);
	form_error(test_arena(), &f, NULL, "Nothing {value}", S("goes"));
	CHECK_STR(f.problem, "Nothing goes");
}

TEST(shape_unknown_fields_are_refused)
{
	static const char *const bad[] = { "org", "title2", "titl", "version", "due-hour", "rows.x.title",
		"rows.00.title", "rows.4.title", "rows.99999999999.title", "rows.0.nope", "rows.0.leaves.0.word.x",
		"Title", "", "rows.-1.title", "rows..title" };
	for (size_t i = 0; i < countof(bad); i++) {
		struct form f;
		struct thing t = full_thing(), before = t;
		const struct pair p = { .name = str_c(bad[i]), .value = S("1") };
		CHECK_MSG(read_form(&p, 1, &f, &t) == ST_INVALID, "taken: %s", bad[i]);
		CHECK_MSG(f.problem.n > 0 && t.version == before.version, "%s", bad[i]);
	}
	struct form f;
	struct thing t = full_thing();
	CHECK_ST(READ(&f, &t, P("title", "a"), P("title", "b")), ST_INVALID);
	CHECK_STR(f.problem, "The field \"title\" was given twice: give it once");
	static const char *const allow[] = { "csrf", NULL };
	const struct pair p = P("csrf", "x");
	CHECK_ST(form_read(test_arena(), &thing_shape, &p, 1, allow, today(), &f, &t), ST_OK);
	CHECK_ST(read_json("{\"nope\":1}", &f, &t), ST_INVALID);
	CHECK_STR(f.problem, "There is no field \"nope\" here that can be filled in");
	CHECK_ST(read_json("{\"rows\":[{\"title\":\"a\",\"nope\":1}]}", &f, &t), ST_INVALID);
	CHECK(f.problem.n > 0);
	CHECK_ST(read_json("[]", &f, &t), ST_INVALID);
	CHECK_ST(read_json("{\"version\":4}", &f, &t), ST_OK);
	CHECK_ST(read_json("{\"version\":5}", &f, &t), ST_INVALID);
	CHECK_EQ_I(t.version, 4);
}

TEST(shape_too_many_entries)
{
	struct form f;
	struct thing t = full_thing();
	CHECK_ST(READ(&f, &t, P("rows.0.title", "a"), P("rows.1.title", "b"), P("rows.2.title", "c"),
	    P("rows.3.title", "d")), ST_INVALID);
	CHECK_STR(error_text(&f, 0), "Rows must have 3 entries or fewer");
	CHECK_ST(read_json("{\"rows\":[{\"title\":\"a\"},{\"title\":\"a\"},{\"title\":\"a\"},{\"title\":\"a\"}]}", &f, &t),
	    ST_INVALID);
}

static void
check_json(const char *json, const char *want)
{
	struct form f;
	struct thing t = full_thing();
	CHECK_ST(read_json(json, &f, &t), ST_INVALID);
	CHECK_STR_EQ(error_text(&f, 0), str_c(want));
}

TEST(shape_json_of_the_wrong_kind)
{
	check_json("{\"unit\":7421938475610293847}",
	    "Unit must be text in quotes, because a number of that size loses digits");
	check_json("{\"title\":7}", "Title must not be a number");
	check_json("{\"title\":true}", "Title must not be true or false");
	check_json("{\"title\":[\"a\"]}", "Title must not be a list");
	check_json("{\"title\":{}}", "Title must not be an object");
	check_json("{\"count\":\"7\"}", "Count must be a whole number");
	check_json("{\"count\":7.5}", "Count must not have decimal places");
	check_json("{\"cost\":12.5}", "Cost must be a whole number of pence");
	check_json("{\"cost\":\"12.50\"}", "Cost must be a whole number of pence");
	check_json("{\"cost\":-1}", "Cost must be \xc2\xa3" "0 or more");
	check_json("{\"yes\":\"true\"}", "Yes or no must be true or false");
	check_json("{\"due\":\"6 August 2026\"}", "Review date must be a real date, like 2026-08-06");
	check_json("{\"at\":\"2026-08-06\"}", "Time must be a real date and time, like 2026-08-06T14:05:00Z");
	check_json("{\"parties\":[\"police\",\"army\"]}", "Select parties from the list");
	check_json("{\"parties\":\"police\"}", "Parties must be a list");
	check_json("{\"rows\":[7]}", "Rows must be a list of objects");
	check_json("{\"number\":5001}", "Number must be 5000 or less");
}

TEST(shape_personal_is_masked_and_never_saved_back)
{
	struct form f;
	struct thing t = full_thing();
	struct arena *a = test_arena();
	CHECK_STR(field_shown(a, shape_field(&thing_shape, "name"), &t, SIGHT_NONE), "Hidden");
	CHECK_STR(field_shown(a, shape_field(&thing_shape, "name"), &t, SIGHT_ALL), "Ann Other");
	CHECK(!sight_allows((struct sight){ 1u << PRIV_SPECIAL }, PRIV_IDENTITY));
	struct str masked = to_json(&t, SIGHT_NONE);
	CHECK_EQ_I(str_find(masked, S("Ann")), -1);
	CHECK_EQ_I(str_find(masked, S("Bob")), -1);
	CHECK_EQ_I(str_find(field_shown(a, shape_field(&thing_shape, "rows"), &t, SIGHT_NONE), S("Bob")), -1);
	CHECK_ST(read_json(masked.p, &f, &t), ST_OK);
	CHECK_STR(t.name.text, "Ann Other");
	CHECK_STR(((struct row *)t.rows.items)[0].who.text, "Bob");
	CHECK_ST(READ(&f, &t, P("name", " Hidden "), P("rows.0.title", "new"), P("rows.0.who", "Hidden")), ST_OK);
	CHECK_STR(t.name.text, "Ann Other");
	CHECK_STR(((struct row *)t.rows.items)[0].who.text, "Bob");
	CHECK_STR(((struct row *)t.rows.items)[0].title, "new");
	/* A record made by hand, whose text does not say what it is, is masked by its declaration. */
	struct thing hand = { .name = { .text = S("Eve") } };
	CHECK_EQ_I(str_find(to_json(&hand, SIGHT_NONE), S("Eve")), -1);
}

TEST(shape_bad_text_is_refused)
{
	struct form f;
	struct thing t = full_thing();
	CHECK_ST(READ(&f, &t, P("title", "a\xff")), ST_INVALID);
	CHECK_STR(error_text(&f, 0), "Title must only include characters that can be shown");
	CHECK_ST(READ(&f, &t, P("title", "a\0b")), ST_INVALID);
	CHECK_ST(READ(&f, &t, P("due-day", "\xc0\x80"), P("due-month", "8"), P("due-year", "2026")), ST_INVALID);
	CHECK_ST(READ(&f, &t, P("title", "a\xe2\x80\xae" "b\ac")), ST_OK);
	CHECK_STR(t.title, "abc");
	CHECK_STR(t.story, "one\ntwo");
}

TEST(shape_shown_for_people_and_machines)
{
	struct arena *a = test_arena();
	struct thing t = full_thing();
#define SHOWN(name) field_shown(a, shape_field(&thing_shape, name), &t, SIGHT_ALL)
#define VALUE_OF(name) field_value(a, shape_field(&thing_shape, name), &t)
	CHECK_STR(SHOWN("colour"), "Dark green");
	CHECK_STR(SHOWN("due"), "6 August 2026");
	CHECK_STR(SHOWN("at"), "6 August 2026, 2:05pm");
	CHECK_STR(SHOWN("cost"), "\xc2\xa3" "1,200.50");
	CHECK_STR(SHOWN("parties"), "Police, NHS trust");
	CHECK_STR(SHOWN("yes"), "Yes");
	CHECK_STR(SHOWN("unit"), "");
	CHECK_STR(SHOWN("rows"), "a, 3, Bob, No, deep; c, Yes");
	CHECK_STR(VALUE_OF("cost"), "120050");
	CHECK_STR(VALUE_OF("due"), "2026-08-06");
	CHECK_STR(VALUE_OF("parties"), "police trust");
	CHECK_STR(VALUE_OF("unit"), "7421938475610293847");
	t.cost.pence = 123456700;
	CHECK_STR(SHOWN("cost"), "\xc2\xa3" "1,234,567");
	t.cost.pence = 5;
	CHECK_STR(SHOWN("cost"), "\xc2\xa3" "0.05");
	t.number.has = false;
	CHECK_STR(SHOWN("number"), "");
	CHECK_STR(VALUE_OF("number"), "");
}

TEST(shape_copy_stands_alone)
{
	struct arena other;
	CHECK(arena_open(&other, 1 << 20));
	struct thing t = full_thing(), copy;
	shape_copy(&other, &thing_shape, &t, &copy);
	check_equal(&t, &copy);
	((struct row *)t.rows.items)[0].title = S("changed");
	CHECK_STR(((struct row *)copy.rows.items)[0].title, "a");
	CHECK(copy.title.p != t.title.p);
	arena_close(&other);
}

TEST(shape_schema_says_what_goes_in)
{
	struct buf b;
	struct json j;
	struct json_node *n;
	struct str why;
	struct arena *a = test_arena();
	buf_init(&b, 1 << 16);
	json_init(&j, &b);
	shape_schema(&j, &thing_shape, true);
	struct str s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	CHECK_ST(json_parse(a, s, &n, &why), ST_OK);
	const struct json_node *p = json_get(n, "properties");
	CHECK_EQ_I(p->n, thing_shape.n - 1);
	CHECK(json_get(p, "version") == NULL);
	CHECK_EQ_I(json_get_i64(json_get(p, "title"), "maxLength", 0), 10);
	CHECK_STR(json_get_str(json_get(p, "title"), "type"), "string");
	CHECK_EQ_I(json_get(n, "required")->n, 1);
	CHECK(!json_get(n, "additionalProperties")->b);
	CHECK_EQ_I(json_get(json_get(json_get(p, "parties"), "items"), "enum")->n, 3);
}
