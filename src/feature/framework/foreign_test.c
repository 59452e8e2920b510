/* SPDX-License-Identifier: MIT */
#include "feature/framework/foreign_test.h"
#include <stdio.h>
#include <stdlib.h>
#include "base/text.h"

static bool
file_try(const char *path, struct str *ret)
{
	struct buf b;
	char block[65536];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		return false;
	buf_init(&b, 64 << 20);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_put(&b, block, n);
	fclose(f);
	*ret = arena_copy(test_arena(), buf_view(&b));
	buf_free(&b);
	return true;
}

struct str
foreign_file(const char *path)
{
	struct str s;

	CHECK_MSG(file_try(path, &s), "%s cannot be opened", path);
	return s;
}

bool
foreign_published(const char *name, struct str *ret)
{
	const char *folder = getenv("WARDKEEP_DATA");

	return file_try(arena_printf(test_arena(), "%s/frameworks/%s", folder != NULL ? folder : "../shared/data", name).p, ret);
}

struct framework_reading
foreign_read(struct str bytes, int depth)
{
	struct framework_reading r;
	struct str why = { NULL, 0 };
	enum status st = framework_read(test_arena(), bytes, &(struct framework_wish){ .depth = depth }, &r, &why);

	CHECK_MSG(st == ST_OK, "%.*s", (int)why.n, why.n ? why.p : "");
	return r;
}

static struct str
taken(struct buf *b)
{
	CHECK(!b->failed);
	struct str s = arena_copy(test_arena(), buf_view(b));
	buf_free(b);
	return s;
}

struct str
foreign_yaml(const struct framework *f)
{
	struct buf b;

	buf_init(&b, 32 << 20);
	framework_write_yaml(f, &b);
	return taken(&b);
}

struct str
foreign_oscal(const struct framework *f)
{
	struct buf b;

	buf_init(&b, 64 << 20);
	framework_write_oscal(test_arena(), f, (struct when){ 1780000000000 }, &b);
	return taken(&b);
}

struct str
foreign_book(const struct framework *f)
{
	struct buf b;

	buf_init(&b, 64 << 20);
	CHECK_ST(framework_write_book(test_arena(), f, &b), ST_OK);
	return taken(&b);
}

void
foreign_round_trip(const struct framework *f, const char *what)
{
	CHECK_MSG(framework_equal(f, foreign_read(foreign_yaml(f), 0).f), "%s: as YAML", what);
	CHECK_MSG(framework_equal(f, foreign_read(foreign_oscal(f), 0).f), "%s: as OSCAL", what);
	CHECK_MSG(framework_equal(f, foreign_read(foreign_book(f), 0).f), "%s: as a workbook", what);
}

/* ---- invented ones ---- */

struct dice { uint64_t x; };

static uint64_t
roll(struct dice *d, uint64_t n)
{
	d->x = d->x * 6364136223846793005u + 1442695040888963407u;
	return (d->x >> 33) % n;
}

static struct str
words(struct dice *d, size_t n, bool lines)
{
	static const char *const some[] = { "doors", "keys", "the", "night", "watch", "is", "kept", "ŵyl", "20 %", "\"quoted\"", "a: b", "#1",
		"<b>", "&amp;", "=1+1", "- dash", "{{x}}", "yes", "1.10", "naïve", "‘so’", "\\n" };
	struct buf b;

	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&b, lines && roll(d, 6) == 0 ? '\n' : ' ');
		buf_str(&b, str_c(some[roll(d, countof(some))]));
	}
	struct str s = taken(&b), clean;
	CHECK_ST(text_clean(test_arena(), s, true, &clean), ST_OK);
	return str_trim(clean);
}

static struct fw_names
ids(const char *stem, size_t n)
{
	struct fw_names r = { arena_array(test_arena(), struct str, n + 1), 0 };

	for (size_t i = 0; i < n; i++)
		r.at[r.n++] = arena_printf(test_arena(), "%s-%zu", stem, i);
	return r;
}

static void
criterion(struct dice *d, struct fw_criterion *c, enum fw_kind kind, size_t n)
{
	static const char letters[] = { [KIND_FAILING] = 'R', [KIND_NEED] = 'N', [KIND_SHORTFALL] = 'S', [KIND_WANTED] = 'G', [KIND_ROUTE] = 'A' };

	*c = (struct fw_criterion){ .id = arena_printf(test_arena(), "%c%zu", letters[kind], n), .kind = kind, .words = words(d, 3 + roll(d, 30), false),
		.mark = (enum fw_mark)(1 + roll(d, 4)) };
	if (roll(d, 3) == 0)
		c->condition = S("wet");
	if (kind == KIND_ROUTE || (kind == KIND_NEED && roll(d, 2)))
		c->route = 1 + (int)roll(d, 3);
	if (kind == KIND_SHORTFALL)
		c->negates = (struct fw_names){ arena_array(test_arena(), struct str, 1), 1 }, c->negates.at[0] = S("G1");
	if (roll(d, 3) == 0) {
		c->speaks_for = (struct fw_facts){ arena_array(test_arena(), struct fw_fact, 2), 2 };
		c->speaks_for.at[0] = (struct fw_fact){ S("board.items"), TEST_HIGH };
		c->speaks_for.at[1] = (struct fw_fact){ S("site.visits"), TEST_ANY };
	}
}

static void
standard(struct dice *d, struct fw_standard *s, struct str id)
{
	size_t n = 1 + roll(d, 4), k = 0;

	*s = (struct fw_standard){ .id = id, .title = words(d, 1 + roll(d, 5), false), .headline = words(d, 4 + roll(d, 20), false),
		.rationale = words(d, 5 + roll(d, 60), true), .weight = 1 + (int)roll(d, 3), .amber = roll(d, 5) > 0, .outcome_test = OUTCOME_MONITORING };
	if (roll(d, 3) == 0)
		s->text = words(d, 100, true);
	if (roll(d, 3) == 0)
		s->meant = words(d, 10, true);
	if (s->weight > 1)
		s->weight_reason = words(d, 6, false);
	if (!s->amber)
		s->why_no_amber = words(d, 6, false);
	if (roll(d, 4) == 0) {
		s->outcome_test = OUTCOME_EFFECT;
		s->evaluation = ARRANGEMENT_TRAINING;
		s->evaluation_months = 18;
	}
	s->overseeing_providers = roll(d, 4) == 0;
	s->criteria = (struct fw_criteria){ arena_array(test_arena(), struct fw_criterion, 4 * n + 4), 0 };
	for (size_t i = 1; i <= n; i++)
		criterion(d, &s->criteria.at[k++], KIND_FAILING, i);
	for (size_t i = 1; s->amber && i <= n; i++) {
		criterion(d, &s->criteria.at[k++], KIND_NEED, i);
		criterion(d, &s->criteria.at[k++], KIND_SHORTFALL, i);
	}
	if (s->amber)
		criterion(d, &s->criteria.at[k++], KIND_ROUTE, 0);
	for (size_t i = 1; i <= n; i++)
		criterion(d, &s->criteria.at[k++], KIND_WANTED, i);
	s->criteria.n = k;
	if (roll(d, 2)) {
		s->rules = (struct fw_rules){ arena_array(test_arena(), struct fw_rule, 2), 2 };
		s->rules.at[0] = (struct fw_rule){ .kind = RULE_CAP, .condition = S("wet"), .rating = RATING_RED, .words = words(d, 5, false) };
		s->rules.at[1] = (struct fw_rule){ .kind = RULE_COMMENT, .condition = S("wet"), .words = words(d, 5, false) };
	}
	if (roll(d, 2))
		s->evidence = (struct fw_evidence){ .output = ids("kind", roll(d, 3)), .outcome = ids("effect", 1) };
	if (roll(d, 2))
		s->references = ids("ref", 1 + roll(d, 3));
	if (roll(d, 2)) {
		s->notes = (struct fw_names){ arena_array(test_arena(), struct str, 2), 2 };
		s->notes.at[0] = words(d, 8, true);
		s->notes.at[1] = S("=HYPERLINK(\"x\")");
	}
}

struct framework *
foreign_generated(uint64_t seed, size_t standards)
{
	struct dice d = { seed * 7919 + 1 };
	struct framework *f = arena_new(test_arena(), struct framework);
	size_t areas = 1 + roll(&d, standards < 4 ? standards : 4), made = 0;

	*f = (struct framework){ .format = S(FRAMEWORK_FORMAT), .key = S("made-up.one"), .edition = S("2026-27"), .title = words(&d, 4, false),
		.origin = ORIGIN_OWN, .origin_note = words(&d, 12, true), .about = words(&d, 30, true), .organisations = { 3 + roll(&d, 5) * 4 },
		.frequency = FREQUENCY_QUARTERLY, .look_back_months = 3, .signatory = SIGNATORY_CHIEF_EXECUTIVE, .addressees = { 9 },
		.in_force_from = { 20000 }, .in_force_until = { 21000 } };
	f->conditions = (struct fw_conditions){ arena_array(test_arena(), struct fw_condition, 2), 2 };
	f->conditions.at[0] = (struct fw_condition){ .id = S("wet"), .words = S("It rained."), .otherwise = words(&d, 5, false) };
	f->conditions.at[1] = (struct fw_condition){ .id = S("late"), .words = words(&d, 5, false), .otherwise = S("It was early."),
		.fact = { S("board.items"), TEST_LOW } };
	f->settings = (struct fw_settings){ arena_array(test_arena(), struct fw_setting, 1), 1 };
	f->settings.at[0] = (struct fw_setting){ .id = S("months"), .type = SETTING_NUMBER, .words = words(&d, 5, false), .preset = S("6") };
	f->references = (struct fw_references){ arena_array(test_arena(), struct fw_reference, 4), 4 };
	for (size_t i = 0; i < 4; i++)
		f->references.at[i] = (struct fw_reference){ .id = arena_printf(test_arena(), "ref-%zu", i), .title = words(&d, 3, false),
			.standing = (enum fw_standing)(1 + roll(&d, 8)), .today = words(&d, 6, false) };
	f->areas = (struct fw_areas){ arena_array(test_arena(), struct fw_area, areas), areas };
	f->changes_from = (struct fw_edition){ .key = S("made-up.one"), .edition = S("2025-26") };
	f->changes = (struct fw_changes){ arena_array(test_arena(), struct fw_change, standards), standards };
	for (size_t i = 0; i < areas; i++) {
		size_t n = i + 1 == areas ? standards - made : standards / areas;
		struct fw_area *a = &f->areas.at[i];
		*a = (struct fw_area){ .id = arena_printf(test_arena(), "%zu", i + 1), .title = words(&d, 2, false), .standards = {
			arena_array(test_arena(), struct fw_standard, n), n } };
		if (roll(&d, 2))
			a->about = words(&d, 9, false);
		for (size_t k = 0; k < n; k++, made++) {
			struct fw_change *c = &f->changes.at[made];
			standard(&d, &a->standards.at[k], arena_printf(test_arena(), "%zu.%zu", i + 1, k + 1));
			*c = (struct fw_change){ .kinds = { FW_BIT(CHANGE_NEW) }, .to = { arena_array(test_arena(), struct str, 1), 1 }, .words = words(&d, 4, false) };
			c->to.at[0] = a->standards.at[k].id;
		}
	}
	return f;
}
