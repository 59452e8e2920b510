/* SPDX-License-Identifier: MIT */
#include "feature/framework/model.h"
#include <stdio.h>
#include "tests/harness.h"

#define DATA "data/frameworks/"

static struct str
file_text(const char *path)
{
	struct buf b;
	char block[8192];
	size_t n;
	FILE *f = fopen(path, "rb");

	CHECK_MSG(f != NULL, "%s cannot be opened", path);
	buf_init(&b, 4 << 20);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_put(&b, block, n);
	fclose(f);
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return s;
}

static struct framework *
parsed(struct str yaml, const char *name)
{
	struct framework *f;
	struct str why;
	enum status st = framework_parse(test_arena(), yaml, &f, &why);

	CHECK_MSG(st == ST_OK, "%s, %.*s", name, (int)why.n, why.n ? why.p : "");
	return f;
}

static struct framework *
shipped(const char *path)
{
	return parsed(file_text(path), path);
}

static struct str
written(const struct framework *f)
{
	struct buf b;

	buf_init(&b, 4 << 20);
	framework_write_yaml(f, &b);
	CHECK(!b.failed);
	struct str s = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return s;
}

static const char *const framework_files[] = {
	DATA "commissioner-security-2017.yaml", DATA "commissioner-security-2018.yaml",
	DATA "provider-security.yaml", DATA "vpr-2020.yaml", DATA "vpr-2024.yaml", DATA "martyns-law.yaml",
};

TEST(framework_files_read_and_write_back_the_same)
{
	for (size_t i = 0; i < countof(framework_files); i++) {
		struct str yaml = file_text(framework_files[i]), comment;
		struct framework *f = parsed(yaml, framework_files[i]);
		struct str again = written(f);

		CHECK(framework_equal(f, parsed(again, "written again")));
		str_cut(yaml, '\n', &comment);	/* behind the line on the licence the file is canonical */
		CHECK_MSG(str_eq(again, comment), "%s is not written as wardkeep writes it", framework_files[i]);
	}
}

TEST(framework_example_of_the_manual_reads)
{
	struct str text = file_text("docs/framework-format.md");
	ptrdiff_t from = str_find(text, S("```yaml\n"));

	CHECK(from >= 0);
	text.p += from + 8;
	text.n -= (size_t)from + 8;
	ptrdiff_t to = str_find(text, S("```"));
	CHECK(to > 0);
	text.n = (size_t)to;
	CHECK_STR_EQ(written(parsed(text, "docs/framework-format.md")), text);
}

static struct evidence_kinds *
shipped_kinds(void)
{
	struct evidence_kinds *k;
	struct str why;

	CHECK_ST(evidence_kinds_parse(test_arena(), file_text(DATA "evidence-kinds.yaml"), &k, &why), ST_OK);
	return k;
}

static struct live_facts *
shipped_facts(void)
{
	struct live_facts *f;
	struct str why;

	CHECK_ST(live_facts_parse(test_arena(), file_text(DATA "facts.yaml"), &f, &why), ST_OK);
	return f;
}

TEST(framework_files_name_only_evidence_and_facts_that_exist)
{
	const struct evidence_kinds *kinds = shipped_kinds();
	const struct live_facts *facts = shipped_facts();

	for (size_t i = 0; i < countof(framework_files); i++) {
		struct str why;
		enum status st = framework_check_names(test_arena(), shipped(framework_files[i]), kinds,
		    facts, &why);
		CHECK_MSG(st == ST_OK, "%s, %.*s", framework_files[i], (int)why.n, why.n ? why.p : "");
	}
}

TEST(framework_names_that_do_not_exist_are_found)
{
	struct framework *f = shipped(DATA "vpr-2020.yaml");
	struct fw_standard *s = &f->areas.at[0].standards.at[0];
	struct str why;

	s->evidence.output.at[0] = S("tea_leaves");
	CHECK_ST(framework_check_names(test_arena(), f, shipped_kinds(), shipped_facts(), &why), ST_INVALID);
	CHECK(str_find(why, S("'tea_leaves' is none")) > 0);
	f = shipped(DATA "vpr-2020.yaml");
	f->areas.at[0].standards.at[0].criteria.at[0].speaks_for.at[0].fact = S("mood.high");
	CHECK_ST(framework_check_names(test_arena(), f, shipped_kinds(), shipped_facts(), &why), ST_INVALID);
	CHECK(str_find(why, S("'mood.high' is none")) > 0);
}

TEST(framework_change_maps_account_for_every_standard)
{
	struct framework *before = shipped(DATA "commissioner-security-2017.yaml");
	struct framework *next = shipped(DATA "commissioner-security-2018.yaml");
	struct str why;

	CHECK_ST(framework_check_changes(test_arena(), before, next, &why), ST_OK);
	CHECK_ST(framework_check_changes(test_arena(), shipped(DATA "vpr-2020.yaml"),
	    shipped(DATA "vpr-2024.yaml"), &why), ST_OK);
	CHECK_ST(framework_check_changes(test_arena(), shipped(DATA "vpr-2020.yaml"), next, &why), ST_INVALID);
	next->changes.at[0].from.at[0] = S("1.9");
	CHECK_ST(framework_check_changes(test_arena(), before, next, &why), ST_INVALID);
	CHECK(str_find(why, S("former standard 1.1")) > 0);
}

TEST(framework_change_map_says_what_needs_a_fresh_look)
{
	const struct framework *f = shipped(DATA "commissioner-security-2018.yaml");

	CHECK(!change_needs_fresh_look(framework_change_to(f, S("1.1"))));	/* unchanged */
	CHECK(change_needs_fresh_look(framework_change_to(f, S("1.4"))));	/* ratings */
	CHECK(change_needs_fresh_look(framework_change_to(f, S("1.6"))));	/* merged */
	CHECK(!change_needs_fresh_look(framework_change_to(f, S("2.1"))));	/* rationale alone */
	CHECK(!change_needs_fresh_look(framework_change_to(f, S("2.2"))));	/* another number */
	CHECK_STR(framework_change_to(f, S("2.2"))->from.at[0], "3.3");
	CHECK(change_needs_fresh_look(framework_change_to(f, S("3.3"))));	/* new */
	CHECK(framework_change_to(f, S("1.7")) == NULL);
}

/* What is said of a standard as unchanged, or as another number alone, must be so. */
static void
check_same_words(const struct framework *before, const struct framework *next)
{
	for (size_t i = 0; i < next->changes.n; i++) {
		const struct fw_change *c = &next->changes.at[i];
		if (c->from.n != 1 || c->to.n != 1)
			continue;
		const struct fw_standard *x = framework_standard(before, c->from.at[0]);
		const struct fw_standard *y = framework_standard(next, c->to.at[0]);
		bool headline = c->parts.bits & FW_BIT(PART_HEADLINE);
		bool rationale = c->parts.bits & FW_BIT(PART_RATIONALE);
		bool ratings = c->parts.bits & FW_BIT(PART_RATINGS), same = x->criteria.n == y->criteria.n;
		for (size_t k = 0; same && k < x->criteria.n; k++)
			same = str_eq(x->criteria.at[k].words, y->criteria.at[k].words);
		CHECK_MSG(headline != str_eq(x->headline, y->headline), "%.*s", (int)y->id.n, y->id.p);
		CHECK_MSG(rationale != str_eq(x->rationale, y->rationale), "%.*s", (int)y->id.n, y->id.p);
		CHECK_MSG(ratings != same, "%.*s", (int)y->id.n, y->id.p);
	}
}

TEST(framework_change_maps_tell_the_truth_about_parts)
{
	check_same_words(shipped(DATA "commissioner-security-2017.yaml"),
	    shipped(DATA "commissioner-security-2018.yaml"));
	check_same_words(shipped(DATA "vpr-2020.yaml"), shipped(DATA "vpr-2024.yaml"));
}

TEST(framework_2017_holds_the_fourteen_standards)
{
	static const char *const ids[] = { "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "2.1", "2.2",
		"3.1", "3.2", "3.3", "4.1", "4.2" };
	const struct framework *f = shipped(DATA "commissioner-security-2017.yaml");

	CHECK_EQ_I(f->areas.n, 4);
	CHECK_EQ_I(f->look_back_months, 12);
	for (size_t i = 0; i < countof(ids); i++) {
		const struct fw_standard *s = framework_standard(f, str_c(ids[i]));
		CHECK_MSG(s != NULL, "%s", ids[i]);
		bool no_amber = i == 0 || i == 2 || i == 4;
		CHECK_EQ_I(s->amber, !no_amber);
		CHECK_EQ_I(s->why_no_amber.n > 0, no_amber);
		CHECK_EQ_I(s->overseeing_providers, i == 5 || i == 6);
	}
	CHECK(framework_standard(f, S("1.8")) == NULL);
	const struct fw_standard *s = framework_standard(f, S("4.1"));
	CHECK_EQ_I(s->rules.at[0].kind, RULE_CAP);
	CHECK_EQ_I(s->rules.at[0].rating, RATING_AMBER);
	CHECK_STR(s->rules.at[0].condition, "no_incident");
	CHECK_EQ_I(standard_criterion(s, S("A0"))->kind, KIND_ROUTE);
	CHECK_EQ_I(standard_criterion(s, S("N1"))->route, 2);
	CHECK_STR(framework_standard(f, S("1.7"))->applies_if, "coordinates_contract");
	CHECK_EQ_I(framework_standard(f, S("1.2"))->outcome_test, OUTCOME_EFFECT);
	CHECK_EQ_I(framework_standard(f, S("3.2"))->evaluation, ARRANGEMENT_LONE_WORKING);
}

TEST(scoring_weights_are_those_of_the_frameworks)
{
	struct scoring *s;
	struct str why;
	size_t weighted = 0;

	CHECK_ST(scoring_parse(test_arena(), file_text(DATA "scoring.yaml"), &s, &why), ST_OK);
	for (size_t i = 0; i < countof(framework_files); i++) {
		const struct framework *f = shipped(framework_files[i]);
		for (size_t k = 0; k < s->weights.n; k++) {
			const struct fw_weight *w = &s->weights.at[k];
			if (!str_eq(w->key, f->key) || !str_eq(w->edition, f->edition))
				continue;
			const struct fw_standard *x = framework_standard(f, w->standard);
			CHECK_MSG(x && x->weight == w->weight, "%.*s", (int)w->standard.n, w->standard.p);
			weighted++;
		}
	}
	CHECK_EQ_I(weighted, s->weights.n);
	CHECK(s->area.weighted_red == RATING_RED && s->overall.weighted_red == RATING_AMBER);
}

TEST(duties_say_what_is_not_confirmed)
{
	struct duties *d;
	struct str why;
	size_t unconfirmed = 0;

	CHECK_ST(duties_parse(test_arena(), file_text(DATA "duties.yaml"), &d, &why), ST_OK);
	for (size_t i = 0; i < d->duties.n; i++)
		unconfirmed += !d->duties.at[i].confirmed;
	CHECK(unconfirmed > 0 && unconfirmed < d->duties.n);
}

/* A small framework; each bad input below changes one thing in it. */
#define HEAD "format: wardkeep-framework/1\nkey: small\nedition: \"1\"\ntitle: Small\norigin: own\n" \
	"origin_note: Ours.\nabout: A small one.\norganisations:\n  - provider\nfrequency: yearly\n" \
	"look_back_months: 12\nsignatory: lead\naddressees:\n  - board\n"		/* lines 1 to 14 */
#define CONDITIONS "conditions:\n  - id: wet\n    words: It rained.\n    otherwise: It did not rain.\n" /* 15-18 */
#define AREA "areas:\n  - id: \"1\"\n    title: Doors\n    standards:\n"			/* 19-22 */
#define STANDARD "      - id: \"1.1\"\n        title: Locks\n        headline: Doors are locked.\n" \
	"        rationale: Thieves use doors.\n        weight: 1\n        amber: true\n" \
	"        outcome_test: none\n        criteria:\n"				/* 23-30 */
#define FAILING "          - id: R1\n            kind: failing\n            words: Doors stand open.\n" \
	"            mark: own\n"							/* 31-34 */
#define NEED "          - id: N1\n            kind: need\n            words: Doors have locks.\n" \
	"            mark: own\n"							/* 35-38 */
#define WANTED "          - id: G1\n            kind: wanted\n            words: Locks are used.\n" \
	"            mark: own\n            if: wet\n"				/* 39-43 */
#define SMALL HEAD CONDITIONS AREA STANDARD FAILING NEED WANTED

TEST(framework_small_one_reads)
{
	const struct framework *f = parsed(S(SMALL), "the small one");

	CHECK_STR(f->areas.at[0].standards.at[0].criteria.at[2].condition, "wet");
	CHECK_STR(written(f), SMALL);
}

#define LONG_TEXT "Ŵy ẃ 20 % – and a very long sentence that must be folded, because it goes on and on well " \
	"past the width of a line, as sentences in standards sometimes do: with colons, # and all."

TEST(framework_text_of_every_kind_survives_writing)
{
	static const char *const texts[] = {
		"yes", "0x1f", "- a dash", "a: colon", "a #hash", "#first", "\"quoted\" and \\ slashed",
		"two\nlines", "ends with colon:", "1.10", "'single'", "{ not flow }", "* star", "~",
		LONG_TEXT,
	};

	for (size_t i = 0; i < countof(texts); i++) {
		struct framework *f = parsed(S(SMALL), "the small one");
		f->areas.at[0].standards.at[0].rationale = str_c(texts[i]);
		CHECK_MSG(framework_equal(f, parsed(written(f), texts[i])), "%s", texts[i]);
	}
}

struct bad { const char *yaml, *want; };
static const struct bad bad[] = {
	{ "", "line 1: expected a document, but there is nothing here" },
	{ "format: wardkeep-framework/2\n", "line 1: expected 'format: wardkeep-framework/1' first" },
	{ "- one\n", "line 1: expected 'format: …' as the first line" },
	{ HEAD "colour: red\n", "line 15: expected a key of the framework, but 'colour' is none" },
	{ HEAD "title: Again\n", "line 15: expected each key once, but 'title' stands in line 4 too" },
	{ HEAD, "line 1: expected 'areas' in the framework" },
	{ "format: wardkeep-framework/1\ntitle: Small\n", "line 2: expected 'key' before 'title' in the framework" },
	{ HEAD AREA STANDARD FAILING NEED WANTED CONDITIONS,
	    "line 40: expected 'conditions' earlier: the keys of the framework have a fixed order" },
	{ HEAD "settings: &a\n  - id: x\n", "line 15: expected a value; anchors (&name) are not part of this format" },
	{ HEAD "settings: *a\n", "line 15: expected a value; aliases (*name) are not part of this format" },
	{ HEAD "settings: !!seq\n  - id: x\n", "line 15: expected a value; tags (!name) are not part of this format" },
	{ HEAD "settings: []\n", "line 15: expected a list with one '- item' a line, not [ ]" },
	{ HEAD "changes_from: {key: a}\n", "line 15: expected one 'key: value' a line, not { }" },
	{ HEAD "in_force_from: \"2026-02-30\"\n",
	    "line 15: expected a day such as 2026-04-01 for 'in_force_from'" },
	{ HEAD "settings: soon\n", "line 15: expected a list for 'settings', one '- item' a line" },
	{ HEAD "settings:\n  - id: x\n    type: colour\n",
	    "line 17: expected number, percent, date or yes_no for 'type'" },
	{ HEAD "settings:\n  - id: x\n    type: percent\n    words: Share.\n    default: \"101\"\n" AREA STANDARD
	    FAILING NEED WANTED, "line 16: expected 'default' to be of the setting's type" },
	{ HEAD CONDITIONS "  - id: wet\n    words: A.\n    otherwise: B.\n" AREA STANDARD FAILING NEED,
	    "line 19: expected each condition once, but 'wet' stands in line 16 too" },
	{ HEAD AREA STANDARD FAILING NEED WANTED,
	    "line 35: expected a condition of this file, but 'wet' is none" },
	{ HEAD CONDITIONS AREA STANDARD FAILING NEED,
	    "line 23: expected at least one criterion of the kind wanted" },
	{ SMALL STANDARD FAILING NEED WANTED,
	    "line 44: expected each standard once, but '1.1' stands in line 23 too" },
	{ SMALL FAILING, "line 44: expected each criterion of a standard once, but 'R1' stands in line 31 too" },
	{ SMALL "          - id: N2\n            kind: wanted\n            words: A.\n            mark: own\n",
	    "line 44: expected an id such as G1 for a criterion of the kind wanted" },
	{ SMALL "          - id: S1\n            kind: shortfall\n            words: A.\n            mark: own\n"
	    "            negates:\n              - N1\n",
	    "line 44: expected 'negates' to name criteria of the kind wanted, but 'N1' is none" },
	{ SMALL "          - id: A1\n            kind: route\n            words: A.\n            mark: own\n",
	    "line 44: expected 'route' for a criterion of the kind route" },
	{ SMALL "            for:\n              - doors.open often\n",
	    "line 45: expected a live fact and its state for 'for', such as 'board.items high'" },
	{ SMALL "        references:\n          - bible\n",
	    "line 23: expected a reference of this file, but 'bible' is none" },
	{ SMALL "changes:\n  - kinds:\n      - new\n    to:\n      - \"1.1\"\n    words: New.\n",
	    "line 45: expected 'changes_from' before 'changes'" },
	{ SMALL "changes_from:\n  key: small\n  edition: \"0\"\n", "line 23: expected standard 1.1 in the change map" },
	{ SMALL "changes_from:\n  key: small\n  edition: \"0\"\nchanges:\n  - kinds:\n      - unchanged\n    from:\n"
	    "      - \"1.2\"\n    to:\n      - \"1.1\"\n    words: Same.\n",
	    "line 48: expected an unchanged standard to keep its number and have no other kind" },
	{ SMALL "changes_from:\n  key: small\n  edition: \"0\"\nchanges:\n  - kinds:\n      - amended\n    from:\n"
	    "      - \"1.1\"\n    to:\n      - \"1.1\"\n    words: Other.\n",
	    "line 48: expected 'parts' exactly where the kind is amended" },
	{ SMALL "---\nformat: wardkeep-framework/1\n", "line 44: expected one document in the file" },
	{ "format: wardkeep-framework/1\nkey: Small Key\n",
	    "line 2: expected 'key' as at most 40 small letters, digits, '.', '_' and '-', a letter first" },
	{ "format: wardkeep-framework/1\nkey: small\nedition: \"1\"\ntitle: \"two\\nlines\"\n",
	    "line 4: expected 'title' in one line (use >- to fold a long one)" },
	{ "format: wardkeep-framework/1\nkey: \"\xff\"\n", "line 2: expected plain UTF-8 text" },
	{ "format: wardkeep-framework/1\nkey:\n  a:\n    b:\n      c:\n        d:\n          e:\n            f:\n"
	    "              g:\n                h:\n                  i:\n                    j:\n"
	    "                      k:\n                        l: 1\n", "line 14: expected at most 12 levels" },
};

TEST(framework_bad_files_are_refused_with_line_and_words)
{
	for (size_t i = 0; i < countof(bad); i++) {
		struct framework *f = NULL;
		struct str why;
		enum status st = framework_parse(test_arena(), str_c(bad[i].yaml), &f, &why);
		CHECK_MSG(st == ST_INVALID && f == NULL, "bad input %zu was taken", i);
		CHECK_MSG(str_is(why, bad[i].want), "bad input %zu: %.*s", i, (int)why.n, why.p);
	}
}

TEST(framework_amber_rules_are_kept)
{
	static const struct bad amber[] = {
		{ "        amber: false\n        outcome_test: none\n        criteria:\n" FAILING WANTED,
		    "line 23: expected 'why_no_amber', because amber is false" },
		{ "        amber: false\n        why_no_amber: Locked or not.\n        outcome_test: none\n"
		    "        criteria:\n" FAILING NEED WANTED,
		    "line 36: expected only failing and wanted criteria where amber is false" },
		{ "        amber: true\n        why_no_amber: Locked or not.\n        outcome_test: none\n"
		    "        criteria:\n" FAILING NEED WANTED,
		    "line 23: expected 'why_no_amber' only where amber is false" },
		{ "        amber: maybe\n", "line 28: expected true or false for 'amber'" },
		{ "        amber: true\n        outcome_test: effect\n        criteria:\n" FAILING NEED WANTED,
		    "line 23: expected 'evaluation' and 'evaluation_months', because of this outcome_test" },
		{ "        amber: false\n        why_no_amber: Locked or not.\n        outcome_test: none\n"
		    "        rules:\n          - kind: cap\n            if: wet\n            rating: amber\n"
		    "            words: Rain.\n        criteria:\n" FAILING WANTED,
		    "line 32: expected another rating, because this standard has no amber" },
	};

	for (size_t i = 0; i < countof(amber); i++) {
		struct framework *f;
		struct str why, yaml = arena_printf(test_arena(), "%s%s", HEAD CONDITIONS AREA
		    "      - id: \"1.1\"\n        title: Locks\n        headline: Doors are locked.\n"
		    "        rationale: Thieves use doors.\n        weight: 1\n", amber[i].yaml);
		CHECK_ST(framework_parse(test_arena(), yaml, &f, &why), ST_INVALID);
		CHECK_MSG(str_is(why, amber[i].want), "amber %zu: %.*s", i, (int)why.n, why.p);
	}
}

TEST(framework_huge_and_nested_input_is_refused_quickly)
{
	size_t n = 200000;
	char *p = arena_alloc(test_arena(), n, 1);
	struct framework *f;
	struct str why;

	for (size_t i = 0; i < n; i++)
		p[i] = i % 2 ? ' ' : '-';
	CHECK_ST(framework_parse(test_arena(), (struct str){ p, n }, &f, &why), ST_INVALID);
	for (size_t i = 0; i < n; i++)
		p[i] = '[';
	CHECK_ST(framework_parse(test_arena(), (struct str){ p, n }, &f, &why), ST_INVALID);
	CHECK_ST(framework_parse(test_arena(), (struct str){ p, (size_t)9 << 20 }, &f, &why), ST_INVALID);
	CHECK_STR(why, "line 1: expected at most 8388608 bytes");
}
