/* SPDX-License-Identifier: MIT */
#include "feature/framework/read.h"
#include <string.h>
#include "feature/framework/foreign_test.h"
#include "report/book.h"

static const struct fw_standard *
standard(const struct framework_reading *r, const char *id)
{
	const struct fw_standard *s = framework_standard(r->f, str_c(id));

	CHECK_MSG(s != NULL, "no standard %s", id);
	return s;
}

static struct str
words(const struct fw_standard *s, const char *id)
{
	const struct fw_criterion *c = standard_criterion(s, str_c(id));

	CHECK_MSG(c != NULL, "no criterion %s", id);
	return c->words;
}

static int64_t
count_of(const struct src_list *l, const char *what)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->at[i].what, what) == 0)
			return l->at[i].n;
	return -1;
}

static bool
has_note(const struct fw_standard *s, const char *note)
{
	for (size_t i = 0; i < s->notes.n; i++)
		if (str_is(s->notes.at[i], note))
			return true;
	return false;
}

/* ---- libraries of CISO Assistant ---- */

TEST(framework_library_lifts_rating_to_what_has_names)
{
	struct framework_reading r = foreign_read(foreign_file(FIXTURES "boathouse-library.yaml"), 0);
	const struct fw_standard *s = standard(&r, "A1.a");

	CHECK(r.foreign);
	CHECK_EQ_I(r.depth, 3);
	CHECK_STR(r.f->key, "boathouse-2.1");
	CHECK_STR(r.f->edition, "3");
	CHECK_EQ_I(r.f->origin, ORIGIN_IMPORTED);
	CHECK(str_find(r.f->origin_note, S("Published by: The Lake Club")) > 0);
	CHECK_EQ_I(r.f->areas.n, 2);
	CHECK_STR(r.f->areas.at[0].title, "Boats");
	CHECK_STR(s->title, "Checking hulls");
	CHECK_STR(s->headline, "Every hull is looked at before the season.");
	/* What it is a part of stands as the reason, in a source that gives none. */
	CHECK_STR(s->rationale, "A Boats: Boats are kept so that nobody drowns.\nA1 Hulls: Hulls are whole.");
	/* Columns that say what red, amber and green look like are told apart. */
	CHECK_STR(words(s, "R1"), "Nobody looks at the hulls. (A1.a.1)");
	CHECK_STR(words(s, "N1"), "Somebody looks at the hulls, but nothing is written down. (A1.a.2)");
	CHECK_STR(words(s, "G1"), "What was found on each hull is written down and mended. (A1.a.3)");
	CHECK_EQ_I(s->criteria.n, 3);
	CHECK(has_note(s, "Typical evidence: The book of hulls.") && has_note(s, "Question: Where is the book?"));
	/* A source without numbers gets them by place, and red and amber where it only says what is wanted. */
	s = standard(&r, "2.1.1");
	CHECK_STR(words(s, "G1"), "hang on its hook");
	CHECK_STR(words(s, "R1"), "None of the points for green is true.");
	CHECK_STR(words(s, "N1"), "Some of the points for green are true.");
	CHECK(has_note(s, "Please note: Wet oars crack."));
}

TEST(framework_library_says_what_was_left_out_and_made_up)
{
	struct framework_reading r = foreign_read(foreign_file(FIXTURES "boathouse-library.yaml"), 0);

	CHECK_EQ_I(count_of(&r.left, "Implementation groups"), 1);
	CHECK_EQ_I(count_of(&r.left, "Texts in other languages"), 1);
	CHECK_EQ_I(count_of(&r.left, "Links to reference controls"), 1);
	CHECK_EQ_I(count_of(&r.left, "Objects of other kinds"), 1);
	CHECK_EQ_I(count_of(&r.left, "The scale of scores"), 0);
	CHECK_EQ_I(count_of(&r.left, "Entries outside of what is rated"), 1);
	CHECK_EQ_I(count_of(&r.made, "The criterion for red"), 1);
	CHECK_EQ_I(count_of(&r.made, "Numbers of standards"), 1);
}

TEST(framework_library_can_be_rated_at_every_depth)
{
	static const struct { size_t areas, standards; } want[] = { { 1, 2 }, { 2, 2 }, { 2, 2 }, { 2, 5 }, { 2, 5 } };
	struct str text = foreign_file(FIXTURES "boathouse-library.yaml");

	for (int d = 1; d <= 5; d++) {
		struct framework_reading r = foreign_read(text, d);
		size_t n = 0, k = 0;
		for (size_t i = 0; i < r.f->areas.n; i++)
			for (size_t m = 0; m < r.f->areas.at[i].standards.n; m++, n++)
				k += r.f->areas.at[i].standards.at[m].criteria.n;
		CHECK_EQ_I(r.n_levels, 5);
		CHECK_EQ_I(r.f->areas.n, want[d - 1].areas);
		CHECK_EQ_I(n, want[d - 1].standards);
		/* What the preview says is what comes out. */
		CHECK_EQ_I(r.levels[d - 1].areas, r.f->areas.n);
		CHECK_EQ_I(r.levels[d - 1].standards, n);
		CHECK(r.levels[d - 1].criteria >= k);
		foreign_round_trip(r.f, "a depth");
	}
	/* With what leads in to a point in front of it. */
	struct framework_reading r = foreign_read(text, 2);
	CHECK_STR(words(standard(&r, "B1"), "G1"), "Each oar must: hang on its hook");
}

TEST(framework_library_of_several_wants_to_know_which)
{
	struct str text = foreign_file(FIXTURES "two-in-one-library.yaml"), why = { NULL, 0 };
	struct framework_reading r;

	CHECK_ST(framework_read(test_arena(), text, &(struct framework_wish){ 0 }, &r, &why), ST_INVALID);
	CHECK_STR(why, "line 13: expected to be told which of these frameworks is meant: jardin, cave");
	CHECK_ST(framework_read(test_arena(), text, &(struct framework_wish){ .which = S("loft") }, &r, &why), ST_INVALID);
	CHECK_STR(why, "line 13: expected one of the frameworks jardin, cave, but 'loft' is none");
	CHECK_ST(framework_read(test_arena(), text, &(struct framework_wish){ .which = S("jardin"), .edition = S("spring") }, &r, &why), ST_OK);
	/* English where the file has it; a number that stands twice is made anew. */
	CHECK_STR(r.f->title, "Garden");
	CHECK_STR(r.f->edition, "spring");
	CHECK_STR(standard(&r, "1")->headline, "The gate is shut.");
	CHECK_STR(standard(&r, "2")->headline, "La haie est taillée.");
	CHECK_EQ_I(count_of(&r.left, "Other frameworks of the library"), 1);
	CHECK_ST(framework_read(test_arena(), text, &(struct framework_wish){ .which = S("urn:example:risk:framework:cave") }, &r, &why), ST_OK);
	CHECK_STR(r.f->title, "Cave");
}

/* ---- OSCAL ---- */

TEST(framework_oscal_catalog_is_read_with_its_parts)
{
	struct framework_reading r = foreign_read(foreign_file(FIXTURES "bakery-catalog.json"), 0);
	const struct fw_standard *s = standard(&r, "OV-1");

	CHECK_EQ_I(r.depth, 4);
	CHECK_STR(r.f->key, "bakery-controls");
	CHECK_STR(r.f->edition, "1.2");
	CHECK_EQ_I(r.f->areas.n, 2);
	CHECK_STR(r.f->areas.at[0].about, "Ovens are hot.");
	/* Parameters: the value that is set, else what may be chosen, else the name, in brackets. */
	CHECK_STR(s->text, "a. The oven is lit [one or more of: by hand; with a [kind of match]] by the first baker; and\nb. Nobody leaves it while it warms.");
	CHECK_STR(standard(&r, "OV-2")->headline, "Somebody looks at the flame at [hour of the night].");
	CHECK_STR(s->rationale, "A cold oven bakes nothing.");
	CHECK_STR(words(s, "G1"), "The oven is lit by the right person. (OV-01a.)");
	CHECK(has_note(s, "EXAMINE: The rota of bakers") && has_note(s, "Related: ov-2"));
	CHECK_STR(s->references.at[0], "source-1");
	CHECK_STR(r.f->references.at[0].title, "The baker's almanac");
	/* In the order of sort-id; an enhancement is a standard of its own; items lead in. */
	CHECK_STR(r.f->areas.at[0].standards.at[0].id, "OV-1");
	CHECK_STR(r.f->areas.at[0].standards.at[1].id, "OV-1.1");
	CHECK_STR(r.f->areas.at[0].standards.at[2].id, "OV-2");
	CHECK_STR(words(standard(&r, "FL-1"), "G1"), "Flour is sieved: before it is weighed. (a.)");
	CHECK_EQ_I(count_of(&r.left, "Controls that are withdrawn"), 1);
	CHECK_EQ_I(count_of(&r.left, "Parameters of controls"), 1);
	/* One up, the enhancement becomes a criterion of its control. */
	r = foreign_read(foreign_file(FIXTURES "bakery-catalog.json"), 3);
	CHECK_STR(words(standard(&r, "OV-1"), "G3"), "Lighting on feast days: On feast days two people light the oven. (OV-1(1))");
	foreign_round_trip(r.f, "the bakery");
}

TEST(framework_shipped_ones_survive_every_form)
{
	static const char *const files[] = { "commissioner-security-2017", "commissioner-security-2018", "provider-security", "vpr-2020",
		"vpr-2024", "martyns-law" };

	for (size_t i = 0; i < countof(files); i++)
		foreign_round_trip(foreign_read(foreign_file(arena_printf(test_arena(), "data/frameworks/%s.yaml", files[i]).p), 0).f, files[i]);
}

TEST(framework_generated_ones_survive_every_form)
{
	for (uint64_t seed = 1; seed <= 40; seed++)
		foreign_round_trip(foreign_generated(seed, 1 + seed % 17), arena_printf(test_arena(), "seed %d", (int)seed).p);
}

TEST(framework_equal_ones_are_equal_catalogs)
{
	const struct framework *f = foreign_generated(5, 6), *g = foreign_generated(6, 6);

	CHECK(str_eq(foreign_oscal(f), foreign_oscal(foreign_read(foreign_yaml(f), 0).f)));
	CHECK(!framework_equal(f, g) && !str_eq(foreign_oscal(f), foreign_oscal(g)));
}

/* ---- what others publish ---- */

TEST(framework_published_files_import_whole)
{
	static const struct { const char *name; int depth; size_t areas, standards; const char *one; } files[] = {
		{ "ncsc-caf-4.0.yaml", 0, 4, 41, "A1.a" }, { "ncsc-caf-4.0.yaml", 4, 4, 225, "A1.a.1" }, { "ncsc-caf-4.0.yaml", 2, 4, 14, "A1" },
		{ "cyber_essentials.yaml", 0, 3, 8, "D.1" },
		{ "NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json", 0, 18, 149, "AC-2" },
	};

	for (size_t i = 0; i < countof(files); i++) {
		struct str bytes;
		if (!foreign_published(files[i].name, &bytes))
			continue;
		struct framework_reading r = foreign_read(bytes, files[i].depth);
		size_t n = 0;
		for (size_t k = 0; k < r.f->areas.n; k++)
			n += r.f->areas.at[k].standards.n;
		CHECK_EQ_I(r.f->areas.n, files[i].areas);
		CHECK_EQ_I(n, files[i].standards);
		CHECK(standard(&r, files[i].one)->criteria.n >= 3);
		CHECK_EQ_I(count_of(&r.left, "The end of very long texts"), -1);
		foreign_round_trip(r.f, files[i].name);
	}
}

/* ---- bad input ---- */

#define NODES "objects:\n  framework:\n    ref_id: x\n    name: X\n    requirement_nodes:\n"
#define NODE(urn, more) "    - urn: " urn "\n      assessable: true\n      description: It is so.\n" more
#define META "{\"catalog\":{\"metadata\":{\"title\":\"X\",\"version\":\"1\",\"oscal-version\":\"1.1.2\"},"
#define CONTROL(id) "{\"id\":\"" id "\",\"title\":\"A\",\"parts\":[{\"name\":\"statement\",\"prose\":\"It is so.\"}]}"
static const struct { const char *text, *want; } bad[] = {
	{ "hello", "line 1: expected 'format: …' as the first line" },
	{ "a: b\n", "line 1: expected 'format: wardkeep-framework/1' first, or a library of CISO Assistant with its 'objects'" },
	{ "objects:\n  risk_matrix:\n  - a: b\n", "line 2: expected a framework among the objects of this library, but there is none" },
	{ "objects: 7\n", "line 1: expected 'objects' with a framework in it" },
	{ "objects:\n  framework:\n    name: X\n", "line 3: expected a list of nodes for 'requirement_nodes'" },
	{ NODES "    - urn: a\n      assessable: maybe\n", "line 7: expected true or false for 'assessable'" },
	{ NODES "    - urn: a\n      assessable: true\n", "line 6: expected 'description', 'name' or 'ref_id' in a requirement node that is rated" },
	{ NODES "    - urn: a\n      name: A\n", "line 3: expected at least one entry that can be rated, but there is none" },
	{ NODES NODE("a", "") NODE("b", "") NODE("a", ""), "line 12: expected each urn once, but 'a' stands in line 6 too" },
	{ NODES NODE("a", "      parent_urn: z\n"), "line 9: expected the urn of a node of this framework for 'parent_urn', but 'z' is none" },
	{ NODES NODE("a", "      parent_urn: b\n") NODE("b", "      parent_urn: a\n"),
	    "line 10: expected at most 30 levels, and no node among its own parents" },
	{ NODES NODE("a", "      parent_urn: a\n"), "line 6: expected at most 30 levels, and no node among its own parents" },
	{ NODES "    - {urn: a, urn: b}\n", "line 6: expected each key once, but 'urn' stands in line 6 too" },
	{ "x: &a [1, 2]\ny: [*a, *a]\n", "line 2: expected a value; aliases (*name) are not part of this format" },
	{ "x: !!python/object:os.system a\n", "line 1: expected a value; tags (!name) are not part of this format" },
	{ "objects:\n  framework: \"\xff\xfe\"\n", "line 2: expected plain UTF-8 text" },
	{ "objects:\n  framework: {name: X", "line 2: expected YAML, but did not find expected ',' or '}'" },
	{ "{\"catalog\":", "line 1: unexpected token near end of file" },
	{ "{\"profile\":{}}", "the file: expected an OSCAL catalog with the key 'catalog', but this is 'profile'; have the profile resolved into a catalog first" },
	{ "{\"catalog\":{}}", "catalog.metadata: expected the metadata of the catalog" },
	{ "{\"catalog\":{\"metadata\":{\"title\":\"X\",\"version\":\"1\",\"oscal-version\":\"2.0\"}}}",
	    "catalog.metadata: expected version 1 of OSCAL for 'oscal-version', but it is '2.0'" },
	{ META "\"groups\":{}}}", "catalog: expected a list for 'groups'" },
	{ META "\"groups\":[7]}}", "catalog.groups[0]: expected an object { }" },
	{ META "\"groups\":[{\"id\":\"g\"}]}}", "catalog.groups[0]: expected 'title' of a group" },
	{ META "\"controls\":[{\"title\":\"A\"}]}}", "catalog.controls[0]: expected 'id' of a control" },
	{ META "\"controls\":[" CONTROL("a") "," CONTROL("a") "]}}",
	    "catalog.controls[1]: expected each id once, but 'a' stands at catalog.controls[0] too" },
	{ META "\"controls\":[{\"id\":\"a\",\"title\":\"A\",\"props\":[{\"name\":\"status\",\"value\":\"withdrawn\"}]}]}}",
	    "catalog: expected at least one entry that can be rated, but there is none" },
	{ META "\"controls\":[{\"id\":\"a\",\"title\":\"A\",\"parts\":{}}]}}", "catalog.controls[0]: expected a list for 'parts'" },
	{ META "\"uuid\":1,\"uuid\":2}}", "line 1: \"uuid\" is given twice" },
};

TEST(framework_foreign_files_that_are_wrong_are_refused_with_the_place)
{
	for (size_t i = 0; i < countof(bad); i++) {
		struct framework_reading r;
		struct str why = { NULL, 0 };
		enum status st = framework_read(test_arena(), str_c(bad[i].text), &(struct framework_wish){ 0 }, &r, &why);
		CHECK_MSG(st == ST_INVALID && r.f == NULL, "bad file %zu was taken", i);
		CHECK_MSG(str_is(why, bad[i].want), "bad file %zu: %.*s", i, (int)why.n, why.p);
	}
}

TEST(framework_long_names_and_marks_of_direction_do_no_harm)
{
	struct str name = arena_printf(test_arena(), "%s%0300d", META "\"controls\":[{\"id\":\"a\",\"title\":\"\xe2\x80\xae" "evil", 7);
	struct framework_reading r = foreign_read(arena_printf(test_arena(), "%.*s\",\"parts\":[{\"name\":\"statement\",\"prose\":\"It \xe2\x80\x8fis.\"}]}]}}",
	    (int)name.n, name.p), 0);
	const struct fw_standard *s = &r.f->areas.at[0].standards.at[0];

	CHECK_STR(s->headline, "It is.");
	CHECK(str_starts(s->title, S("evil")) && str_find(s->title, S("\xe2\x80\xae")) < 0);
	foreign_round_trip(r.f, "a long name");
}

/* Half of every file at every length: refused, never half-loaded, never a crash. */
TEST(framework_files_cut_short_are_refused)
{
	static const char *const files[] = { FIXTURES "bakery-catalog.json", FIXTURES "boathouse-library.yaml" };

	for (size_t i = 0; i < countof(files); i++) {
		struct str whole = foreign_file(files[i]);
		for (size_t n = 1; n + 200 < whole.n; n += 97) {
			struct framework_reading r;
			struct str why = { NULL, 0 };
			size_t mark = arena_mark(test_arena());
			enum status st = framework_read(test_arena(), (struct str){ whole.p, n }, &(struct framework_wish){ 0 }, &r, &why);
			CHECK_MSG(st == ST_OK ? r.f != NULL && i == 1 : r.f == NULL && why.n > 0, "%s cut at %zu", files[i], n);
			(void)mark;
		}
	}
}

static struct str
nested(const char *open, const char *close, size_t n)
{
	struct buf b;

	buf_init(&b, 8 << 20);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, str_c(open));
	for (size_t i = 0; i < n; i++)
		buf_str(&b, str_c(close));
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return s;
}

TEST(framework_bombs_are_refused)
{
	struct framework_reading r;
	struct str why = { NULL, 0 };
	const struct framework_wish none = { 0 };

	CHECK_ST(framework_read(test_arena(), nested("{\"a\":", "}", 100000), &none, &r, &why), ST_INVALID);
	CHECK_STR(why, "line 1: nested too deeply");
	CHECK_ST(framework_read(test_arena(), nested("- ", "", 100000), &none, &r, &why), ST_INVALID);
	CHECK_ST(framework_read(test_arena(), nested("x: [", "]", 5000), &none, &r, &why), ST_INVALID);
	/* A chain of groups, each inside of the other, within what JSON may nest. */
	struct str groups = nested("{\"title\":\"G\",\"groups\":[", "]}", 29);
	CHECK_ST(framework_read(test_arena(), arena_printf(test_arena(), META "\"groups\":[%.*s]}}", (int)groups.n, groups.p), &none, &r, &why), ST_INVALID);
	CHECK(str_find(why, S("expected at most 20 levels")) > 0);
	/* A parameter that stands for itself ends. */
	CHECK_ST(framework_read(test_arena(), S(META "\"params\":[{\"id\":\"p\",\"select\":{\"choice\":[\"{{ insert: param, p }} {{ insert: param, p }}\"]}}],"
	    "\"controls\":[{\"id\":\"a\",\"title\":\"A\",\"parts\":[{\"name\":\"statement\",\"prose\":\"{{ insert: param, p }}\"}]}]}}"), &none, &r, &why), ST_OK);
}

/* ---- workbooks ---- */

struct cell { const char *sheet; size_t row, column; const char *value; };	/* from 0 */

/* The sheets of a small framework, with some cells put over. */
static struct str
small_book(const struct cell *over, size_t n_over)
{
	static const struct cell cells[] = {
		{ "Framework", 2, 0, "format" }, { "Framework", 2, 1, FRAMEWORK_FORMAT }, { "Framework", 3, 0, "key" }, { "Framework", 3, 1, "small" },
		{ "Framework", 4, 0, "edition" }, { "Framework", 4, 1, "1" }, { "Framework", 5, 0, "title" }, { "Framework", 5, 1, "Small" },
		{ "Framework", 6, 0, "origin" }, { "Framework", 6, 1, "own" }, { "Framework", 7, 0, "origin_note" }, { "Framework", 7, 1, "Ours." },
		{ "Framework", 8, 0, "about" }, { "Framework", 8, 1, "A small one." }, { "Framework", 9, 0, "organisations" },
		{ "Framework", 9, 1, "provider\ncommissioner" }, { "Framework", 10, 0, "frequency" }, { "Framework", 10, 1, "yearly" },
		{ "Framework", 11, 0, "look_back_months" }, { "Framework", 11, 1, "12" }, { "Framework", 12, 0, "signatory" }, { "Framework", 12, 1, "lead" },
		{ "Framework", 13, 0, "addressees" }, { "Framework", 13, 1, "board" },
		{ "Areas", 0, 0, "id" }, { "Areas", 0, 1, "title" }, { "Areas", 2, 0, "1" }, { "Areas", 2, 1, "Doors" },
		{ "Standards", 0, 0, "area" }, { "Standards", 0, 1, "id" }, { "Standards", 0, 2, "title" }, { "Standards", 0, 3, "headline" },
		{ "Standards", 0, 4, "rationale" }, { "Standards", 0, 5, "weight" }, { "Standards", 0, 6, "amber" }, { "Standards", 0, 7, "why_no_amber" },
		{ "Standards", 0, 8, "outcome_test" }, { "Standards", 2, 0, "1" }, { "Standards", 2, 1, "1.10" }, { "Standards", 2, 2, "Locks" },
		{ "Standards", 2, 3, "Doors are locked." }, { "Standards", 2, 4, "Thieves use doors." }, { "Standards", 2, 5, "1" },
		{ "Standards", 2, 6, "false" }, { "Standards", 2, 7, "Locked or not." }, { "Standards", 2, 8, "none" },
		{ "Criteria", 0, 0, "standard" }, { "Criteria", 0, 1, "id" }, { "Criteria", 0, 2, "kind" }, { "Criteria", 0, 3, "words" }, { "Criteria", 0, 4, "mark" },
		{ "Criteria", 2, 0, "1.10" }, { "Criteria", 2, 1, "R1" }, { "Criteria", 2, 2, "failing" }, { "Criteria", 2, 3, "Doors stand open." },
		{ "Criteria", 2, 4, "own" }, { "Criteria", 3, 0, "1.10" }, { "Criteria", 3, 1, "G1" }, { "Criteria", 3, 2, "wanted" },
		{ "Criteria", 3, 3, "Doors are locked." }, { "Criteria", 3, 4, "own" },
	};
	static const char *const sheets[] = { "Framework", "Areas", "Standards", "Criteria" };
	struct book *b;
	struct buf out;

	CHECK_ST(book_open(test_arena(), "small", &b), ST_OK);
	for (size_t s = 0; s < countof(sheets); s++) {
		book_sheet(b, &(struct book_sheet){ .name = sheets[s] });
		for (size_t row = 0; row < 16; row++, book_next(b))
			for (size_t column = 0; column < 9; column++) {
				const char *value = NULL;
				for (size_t i = 0; i < countof(cells); i++)
					if (strcmp(cells[i].sheet, sheets[s]) == 0 && cells[i].row == row && cells[i].column == column)
						value = cells[i].value;
				for (size_t i = 0; i < n_over; i++)
					if (strcmp(over[i].sheet, sheets[s]) == 0 && over[i].row == row && over[i].column == column)
						value = over[i].value;
				if (value != NULL)
					book_put(b, column, sheet_text(str_c(value)), STYLE_PLAIN);
			}
	}
	buf_init(&out, 4 << 20);
	CHECK_ST(book_close(b, &out), ST_OK);
	struct str s = arena_copy(test_arena(), buf_view(&out));
	buf_free(&out);
	return s;
}

TEST(framework_workbook_written_by_hand_is_read)
{
	struct framework_reading r = foreign_read(small_book(NULL, 0), 0);

	CHECK(!r.foreign);
	CHECK_STR(standard(&r, "1.10")->headline, "Doors are locked.");
	CHECK_EQ_I(r.f->organisations.bits, FW_BIT(ORGANISATION_PROVIDER) | FW_BIT(ORGANISATION_COMMISSIONER));
	foreign_round_trip(r.f, "by hand");
}

TEST(framework_workbook_that_is_wrong_names_the_cell)
{
	static const struct { struct cell over; const char *want; } wrong[] = {
		{ { "Framework", 6, 1, "stolen" }, "Framework!B7: expected retold, own, example or imported for 'origin'" },
		{ { "Framework", 11, 1, "soon" }, "Framework!B12: expected 'look_back_months' as a whole number from 1 to 60" },
		{ { "Areas", 0, 1, "colour" }, "Areas!B1: expected a key of the format as heading, but 'colour' is none" },
		{ { "Standards", 2, 0, "7" }, "Standards!A3: expected the id of a row of the sheet Areas, but '7' is none" },
		{ { "Standards", 2, 6, "perhaps" }, "Standards!G3: expected true or false for 'amber'" },
		{ { "Standards", 2, 7, "" }, "Standards!A3: expected 'why_no_amber', because amber is false" },
		{ { "Criteria", 3, 0, "1.1" }, "Criteria!A4: expected the id of a row of the sheet Standards, but '1.1' is none" },
		{ { "Criteria", 3, 2, "need" }, "Standards!A3: expected at least one criterion of the kind wanted" },
		{ { "Criteria", 3, 1, "R1" }, "Criteria!A4: expected an id such as G1 for a criterion of the kind wanted" },
	};

	for (size_t i = 0; i < countof(wrong); i++) {
		struct framework_reading r;
		struct str why = { NULL, 0 };
		CHECK_ST(framework_read(test_arena(), small_book(&wrong[i].over, 1), &(struct framework_wish){ 0 }, &r, &why), ST_INVALID);
		CHECK_MSG(r.f == NULL && str_find(why, str_c(wrong[i].want)) >= 0, "%zu: %.*s", i, (int)why.n, why.p);
	}
	struct framework_reading r;
	struct str why = { NULL, 0 };
	CHECK_ST(framework_read(test_arena(), S("PK\x03\x04 cut short"), &(struct framework_wish){ 0 }, &r, &why), ST_INVALID);
	CHECK(why.n > 0);
}
