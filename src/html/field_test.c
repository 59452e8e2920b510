/* SPDX-License-Identifier: MIT */
/* Forms as a person meets them: each kind of field, and what goes wrong with it. */
#include "base/time.h"
#include "html/component.h"
#include "tests/harness.h"
#include <string.h>

struct step { struct str what; int64_t minutes; };
SHAPE(html_test_step, step,
    FIELD(struct step, what, .label = "What was done", .must = true),
    FIELD(struct step, minutes, .label = "Minutes"));
CHOICES(few, { "paper", "Paper", "Kept in a folder" }, { "file", "File", NULL });
CHOICES(many, { "a", "A", NULL }, { "b", "B", NULL }, { "c", "C", NULL }, { "d", "D", NULL }, { "e", "E", NULL },
    { "f", "F", NULL }, { "g", "G", NULL }, { "h", "H", NULL });
struct visit {
	int64_t id;
	struct str title, notes, password, code, email, kind, letter;
	struct personal who, story;
	int64_t unit;
	struct opt_i64 count;
	bool agreed, sure;
	struct date due;
	struct when met;
	struct money cost;
	struct choices parties;
	struct file_ref proof;
	struct list steps;
};
SHAPE(html_test_visit, visit,
    FIELD(struct visit, id, .label = "Id", .read_only = true),
    FIELD(struct visit, title, .label = "Title", .hint = "In a few words", .must = true),
    FIELD_LONG(struct visit, notes, .label = "Notes", .max = 500),
    FIELD(struct visit, password, .label = "Password", .must = true, .autocomplete = "current-password"),
    FIELD(struct visit, code, .label = "Code", .must = true, .autocomplete = "one-time-code"),
    FIELD(struct visit, email, .label = "Email address", .must = true, .autocomplete = "email"),
    FIELD_CHOICE(struct visit, kind, few, .label = "Kind", .must = true),
    FIELD_CHOICE(struct visit, letter, many, .label = "Letter"),
    FIELD(struct visit, who, .label = "Met with", .privacy = PRIV_IDENTITY),
    FIELD(struct visit, story, .label = "Account", .privacy = PRIV_FREE_TEXT, .lines = true),
    FIELD_REF(struct visit, unit, "unit", .label = "Unit", .must = true),
    FIELD(struct visit, count, .label = "How many", .least = 1, .most = 9),
    FIELD(struct visit, agreed, .label = "All agreed"),
    FIELD(struct visit, sure, .label = "Are you sure", .must = true),
    FIELD(struct visit, due, .label = "Review date", .must = true),
    FIELD(struct visit, met, .label = "Met at"),
    FIELD(struct visit, cost, .label = "Cost"),
    FIELD_CHOICE(struct visit, parties, few, .label = "Parties"),
    FIELD(struct visit, proof, .label = "Evidence"),
    FIELD(struct visit, steps, .label = "Step", .of = &html_test_step, .max = 3));

static struct buf page;

static struct html
html_new(struct sight sight)
{
	buf_free(&page);
	buf_init(&page, 1u << 20);
	return (struct html){ .out = &page, .mem = test_arena(), .lang = lang_english(), .sight = sight };
}

static struct str
done(void)
{
	struct str s = arena_copy(test_arena(), buf_view(&page));
	buf_free(&page);
	return s;
}

static bool
holds(struct str s, const char *what)
{
	return str_find(s, str_c(what)) >= 0;
}

#define HOLDS(s, what) CHECK_MSG(holds((s), (what)), "not there: %s in\n%.*s", (what), (int)(s).n, (s).p)

static struct str
one(struct form *f, const char *name, struct sight sight)
{
	struct html o = html_new(sight);
	html_field(&o, f, name);
	return done();
}

static enum status
posted(struct form *f, struct visit *v, const struct pair *p, size_t n)
{
	return form_read(test_arena(), &html_test_visit, p, n, NULL, date_of(2026, 11, 22), f, v);
}

TEST(each_kind_of_field_has_its_control)
{
	struct form f;
	form_new(test_arena(), &html_test_visit, &f);
	struct option units[] = { { S("11"), S("Ward 1") }, { S("12"), S("Ward 2") } };
	size_t unit = shape_index(&html_test_visit, "unit");
	f.options[unit] = units;
	f.n_options[unit] = 2;
	struct str s = one(&f, "title", SIGHT_ALL);
	HOLDS(s, "<label class=\"nhsuk-label\" for=\"title\">Title</label>");
	HOLDS(s, "id=\"title\" name=\"title\" type=\"text\" aria-describedby=\"title-hint\"");
	s = one(&f, "notes", SIGHT_ALL);
	HOLDS(s, "Notes (optional)");
	HOLDS(s, "data-maxlength=\"500\"");
	HOLDS(s, "You can enter up to 500 characters");
	HOLDS(s, "aria-describedby=\"notes-info\"");
	s = one(&f, "password", SIGHT_ALL);
	HOLDS(s, "type=\"password\"");
	HOLDS(s, "autocomplete=\"current-password\"");
	s = one(&f, "code", SIGHT_ALL);
	HOLDS(s, "autocomplete=\"one-time-code\" inputmode=\"numeric\"");
	HOLDS(one(&f, "email", SIGHT_ALL), "type=\"email\"");
	s = one(&f, "kind", SIGHT_ALL);
	HOLDS(s, "id=\"kind\" name=\"kind\" type=\"radio\" value=\"paper\" aria-describedby=\"kind-item-hint\"");
	HOLDS(s, "id=\"kind-2\" name=\"kind\" type=\"radio\" value=\"file\"");
	HOLDS(one(&f, "letter", SIGHT_ALL), "<select class=\"nhsuk-select\" id=\"letter\" name=\"letter\">");
	HOLDS(one(&f, "story", SIGHT_ALL), "<textarea");
	HOLDS(one(&f, "unit", SIGHT_ALL), "type=\"radio\" value=\"12\"");
	HOLDS(one(&f, "count", SIGHT_ALL), "inputmode=\"numeric\"");
	s = one(&f, "agreed", SIGHT_ALL);
	HOLDS(s, "<input type=\"hidden\" name=\"agreed\" value=\"\">");
	HOLDS(s, "type=\"checkbox\" value=\"true\"");
	HOLDS(one(&f, "sure", SIGHT_ALL), "type=\"radio\" value=\"false\"");
	s = one(&f, "due", SIGHT_ALL);
	HOLDS(s, "id=\"due-day\" name=\"due-day\" type=\"text\" inputmode=\"numeric\"");
	HOLDS(s, "name=\"due-year\"");
	CHECK(!holds(s, "due-time"));
	HOLDS(one(&f, "met", SIGHT_ALL), "name=\"met-time\"");
	HOLDS(one(&f, "cost", SIGHT_ALL), "aria-hidden=\"true\">£</div>");
	HOLDS(one(&f, "parties", SIGHT_ALL), "<input type=\"hidden\" name=\"parties\" value=\"\">");
	HOLDS(one(&f, "proof", SIGHT_ALL), "type=\"file\"");
	HOLDS(one(&f, "steps", SIGHT_ALL), "name=\"steps.0.what\"");
	CHECK_EQ_I(one(&f, "id", SIGHT_ALL).n, 0);
	CHECK_EQ_I(one(&f, "no_such", SIGHT_ALL).n, 0);
}

TEST(what_a_browser_sends_back_is_what_was_there)
{
	struct visit v = { .title = S("T \"<&>'"), .notes = S("\nfirst line empty"), .kind = S("file"), .letter = S("h"),
		.who = { S("Example Person"), PRIV_IDENTITY }, .count = { 4, true }, .agreed = true, .due = date_of(2026, 8, 6),
		.cost = { 120050, true }, .parties = { 3 }, .proof = { 77 },
		.steps = { (struct step[]){ { S("called"), 5 } }, 1 } };
	struct form f;
	form_fill(test_arena(), &html_test_visit, &v, &f);
	HOLDS(one(&f, "title", SIGHT_ALL), "value=\"T &quot;&lt;&amp;&gt;&#39;\"");
	HOLDS(one(&f, "notes", SIGHT_ALL), ">\n\nfirst line empty</textarea>");
	HOLDS(one(&f, "kind", SIGHT_ALL), "value=\"file\" checked");
	HOLDS(one(&f, "letter", SIGHT_ALL), "<option value=\"h\" selected>");
	HOLDS(one(&f, "who", SIGHT_ALL), "value=\"Example Person\"");
	HOLDS(one(&f, "count", SIGHT_ALL), "value=\"4\"");
	HOLDS(one(&f, "agreed", SIGHT_ALL), "value=\"true\" checked");
	struct str s = one(&f, "due", SIGHT_ALL);
	HOLDS(s, "name=\"due-day\" type=\"text\" value=\"6\"");
	HOLDS(s, "name=\"due-year\" type=\"text\" value=\"2026\"");
	HOLDS(one(&f, "cost", SIGHT_ALL), "value=\"1200.50\"");
	s = one(&f, "parties", SIGHT_ALL);
	HOLDS(s, "value=\"paper\" checked");
	HOLDS(s, "value=\"file\" checked");
	HOLDS(one(&f, "proof", SIGHT_ALL), "<input type=\"hidden\" name=\"proof\" value=\"77\">");
	s = one(&f, "steps", SIGHT_ALL);
	HOLDS(s, "name=\"steps.0.what\" type=\"text\" value=\"called\"");
	HOLDS(s, "name=\"steps.1.what\"");
}

TEST(masked_fields_are_neither_shown_nor_sent)
{
	struct visit v = { .who = { S("Example Person"), PRIV_IDENTITY } };
	struct form f;
	form_fill(test_arena(), &html_test_visit, &v, &f);
	struct str s = one(&f, "who", SIGHT_NONE);
	HOLDS(s, "Hidden");
	CHECK(!holds(s, "Example Person"));
	CHECK(!holds(s, "<input"));
}

TEST(errors_say_the_same_words_in_summary_and_field_and_link_to_the_faulty_part)
{
	struct visit v = { .title = S("") };
	struct form f;
	const struct pair p[] = { { S("title"), S(" "), 0 }, { S("due-day"), S("6"), 0 }, { S("due-month"), S(""), 0 },
		{ S("due-year"), S("2026"), 0 }, { S("kind"), S("<script>"), 0 }, { S("count"), S("12"), 0 },
		{ S("steps.0.what"), S(""), 0 }, { S("steps.0.minutes"), S("x"), 0 }, { S("password"), S("secret words"), 0 },
		{ S("code"), S("123456"), 0 } };
	CHECK_ST(posted(&f, &v, p, countof(p)), ST_INVALID);
	struct html o = html_new(SIGHT_ALL);
	html_error_summary(&o, &f);
	struct str sum = done();
	HOLDS(sum, "There is a problem");
	HOLDS(sum, "<a href=\"#title\">Enter title</a>");
	HOLDS(sum, "<a href=\"#due-month\">Review date must include a month</a>");
	HOLDS(sum, "<a href=\"#kind\">");
	HOLDS(sum, "<a href=\"#steps.0.minutes\">");
	CHECK(!holds(sum, "<script"));
	struct str s = one(&f, "title", SIGHT_ALL);
	HOLDS(s, "Error: </span>Enter title</span>");
	HOLDS(s, "aria-describedby=\"title-hint title-error\"");
	HOLDS(s, "nhsuk-input--error");
	s = one(&f, "due", SIGHT_ALL);
	HOLDS(s, "Review date must include a month");
	HOLDS(s, "<input class=\"nhsuk-input nhsuk-input--error nhsuk-input--width-2 nhsuk-date-input__input\" id=\"due-month\"");
	HOLDS(s, "<input class=\"nhsuk-input nhsuk-input--width-2 nhsuk-date-input__input\" id=\"due-day\"");
	HOLDS(s, "value=\"6\"");
	HOLDS(one(&f, "count", SIGHT_ALL), "value=\"12\"");
	HOLDS(one(&f, "steps", SIGHT_ALL), "id=\"steps.0.minutes-error\"");
	CHECK(!holds(one(&f, "password", SIGHT_ALL), "secret words"));
	CHECK(!holds(one(&f, "code", SIGHT_ALL), "123456"));
}

TEST(no_errors_no_summary)
{
	struct form f;
	form_new(test_arena(), &html_test_visit, &f);
	struct html o = html_new(SIGHT_ALL);
	html_error_summary(&o, &f);
	CHECK_EQ_I(done().n, 0);
	f.problem = S("Somebody else has changed this");
	o = html_new(SIGHT_ALL);
	html_error_summary(&o, &f);
	HOLDS(done(), "<li>Somebody else has changed this</li>");
}

TEST(forms_carry_their_tokens)
{
	struct html o = html_new(SIGHT_ALL);
	o.csrf = S("c1");
	o.once = S("o1");
	html_form_begin(&o, URL(o.mem, "/agreements/new"), true);
	html_button(&o, "Save", BUTTON_PRIMARY);
	html_form_end(&o);
	struct str s = done();
	HOLDS(s, "<form action=\"/agreements/new\" method=\"post\" novalidate enctype=\"multipart/form-data\"");
	HOLDS(s, "<input type=\"hidden\" name=\"csrf\" value=\"c1\">");
	HOLDS(s, "<input type=\"hidden\" name=\"once\" value=\"o1\">");
	o = html_new(SIGHT_ALL);
	html_form_begin(&o, URL(o.mem, "/sign-in"), false);
	html_form_end(&o);
	s = done();
	CHECK(!holds(s, "csrf") && !holds(s, "enctype"));
}

TEST(a_question_page_has_its_label_as_heading)
{
	struct form f;
	form_new(test_arena(), &html_test_visit, &f);
	static const char *const names[] = { "title", "kind", "due", "parties", "letter", "proof", "notes", "sure" };
	for (size_t i = 0; i < countof(names); i++) {
		struct html o = html_new(SIGHT_ALL);
		html_field_heading(&o, &f, names[i]);
		HOLDS(done(), "<h1 ");
	}
	struct html o = html_new(SIGHT_ALL);
	html_fields(&o, &f);
	CHECK(!holds(done(), "<h1"));
}
