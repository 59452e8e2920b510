/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/framework/own.h"

/* The example region has the example edition too, so that a review can move to it. */
static enum status
frameworks(struct example *e)
{
	example_at(e, example_start(e), 13, 0);
	return example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "framework.load_shipped", NULL, "examples", "true", NULL);
}

static struct str
edition(const struct json_node *list, const char *key, const char *name)
{
	const struct json_node *items = json_get(list, "items");

	for (size_t i = 0; items != NULL && i < items->n; i++)
		if (str_is(json_get_str(items->items[i], "key"), key) && str_is(json_get_str(items->items[i], "edition"), name))
			return json_get_str(items->items[i], "framework");
	return S("");
}

/* One trust calls a key area as its own strategy does, and one commissioner has set itself a standard. */
static enum status
own_ways(struct example *e)
{
	struct json_node *list;

	example_at(e, date_add_months(example_from(e, 0), 1), 10, 30);
	TRY(example_do(e, EX_DALES, ROLE_SPECIALIST, "framework.list", &list, NULL));
	TRY(example_do(e, EX_DALES, ROLE_SPECIALIST, "area_name.create", NULL, "name", "Creating a pro-security culture",
	    "framework", edition(list, "provider-security", "1").p, "area", "2", "reason", "So it is called in the security strategy that the board approved.", NULL));
	return example_do(e, EX_SALTMARSH, ROLE_SPECIALIST, "local_standard.create", NULL, "title", "Green travel to evening clinics",
	    "framework", edition(list, "commissioner-security", "2017-18").p, "area", "3",
	    "rationale", "Staff told us that the way from the station to evening clinics keeps some from taking these shifts.",
	    "red", "No safe way home is offered after 20:00.", "amber", "A shuttle or taxi is offered, and nobody knows who uses it.",
	    "green", "A shuttle or taxi is offered, its use is counted, and staff on evening shifts say that it works.",
	    "owner_unit", example_text(e, e->org[EX_SALTMARSH].unit[0]).p, NULL);
}

/* The shipped profile with two more weighted standards, as a national body would bring it in. */
static enum status
profile_next(struct example *e, struct date from, struct str *ret)
{
	static const struct { const char *key, *edition, *standard, *reason; } more[] = {
		{ "commissioner-security", "2017-18", "4.1", "Incidents that nobody looks into teach nobody anything." },
		{ "violence-prevention", "2024", "4.1", "What is not reported cannot be prevented." },
	};
	struct scoring *s;
	struct str why;
	struct buf b;

	TRY(scoring_parse(e->mem, shipped_text("scoring.yaml"), &s, &why));
	struct fw_weight *w = arena_array(e->mem, struct fw_weight, s->weights.n + countof(more));
	size_t n = 0;
	for (size_t i = 0; i < s->weights.n; i++) {
		const struct fw_weight *x = w + n, *after = i + 1 < s->weights.n ? &s->weights.at[i + 1] : NULL;
		w[n++] = s->weights.at[i];
		for (size_t k = 0; k < countof(more); k++)	/* behind the last of its framework */
			if (str_is(x->key, more[k].key) && str_is(x->edition, more[k].edition) &&
			    (after == NULL || !str_eq(after->key, x->key) || !str_eq(after->edition, x->edition)))
				w[n++] = (struct fw_weight){ .key = str_c(more[k].key), .edition = str_c(more[k].edition), .standard = str_c(more[k].standard),
					.weight = 2, .reason = str_c(more[k].reason), .from = from };
	}
	s->weights = (struct fw_weights){ w, n };
	s->key = S("national");
	s->title = S("National scoring profile");
	s->origin_note = S("Made up for the example region. It is the product's own profile with two weights added.");
	s->reason = S("Looking into incidents and reporting violence have moved the least in three years.");
	s->from = from;
	buf_init(&b, 1 << 20);
	scoring_write_yaml(s, &b);
	*ret = arena_copy(e->keep, buf_view(&b));
	buf_free(&b);
	return ST_OK;
}

/* A version of the scoring profile, published some weeks ahead. */
static enum status
profile_announced(struct example *e)
{
	struct date from = date_add_months(date_add_days(e->today, 1), 1);
	struct json_node *j;
	struct str text;
	int year, month, day;

	date_civil(from, &year, &month, &day);
	from = date_add_months(date_of(year, month, 1), 1);
	TRY(profile_next(e, from, &text));
	example_at(e, date_add_days(e->today, -12), 11, 0);
	TRY(example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "scoring.import", &j, "text", text.p, NULL));
	return example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "scoring.publish", NULL, "id", json_get_str(j, "profile").p, NULL);
}

/* ---- the large data set: a framework of 200 standards in ten key areas, each with the usual criteria ---- */

static void
scale_standard(struct buf *b, int area, int i)
{
	buf_printf(b, "      - id: \"%d.%d\"\n        title: Measured standard %d of area %d\n        headline: What is asked for is done, and it is known to work.\n"
	    "        rationale: It is asked for so that something can be measured.\n        weight: 1\n        amber: true\n        outcome_test: none\n"
	    "        criteria:\n", area, i, i, area);
	static const char *const criteria[][3] = { { "R1", "failing", "Nothing is done." }, { "N1", "need", "Somebody answers for it." },
		{ "N2", "need", "It stands in the plan." }, { "S1", "shortfall", "Nobody knows whether it works." }, { "G1", "wanted", "It is checked whether it works." } };
	for (size_t k = 0; k < countof(criteria); k++)
		buf_printf(b, "          - id: %s\n            kind: %s\n            words: %s\n            mark: own\n%s", criteria[k][0], criteria[k][1],
		    criteria[k][2], criteria[k][0][0] == 'S' ? "            negates:\n              - G1\n" : "");
}

static enum status
scale_framework(struct example *e)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_printf(&b, "format: wardkeep-framework/1\nkey: measured\nedition: \"1\"\ntitle: Measured standards\norigin: own\n"
	    "origin_note: Made for measuring the program.\nabout: Standards without meaning, as many as a large framework has.\norganisations:\n"
	    "  - provider\nfrequency: yearly\nlook_back_months: 12\nsignatory: lead\naddressees:\n  - board\nareas:\n");
	for (int area = 1; area <= 10; area++) {
		buf_printf(&b, "  - id: \"%d\"\n    title: Area %d\n    standards:\n", area, area);
		for (int i = 1; i <= EXAMPLE_SCALE_STANDARDS / 10; i++)
			scale_standard(&b, area, i);
	}
	struct str text = arena_copy(e->keep, buf_view(&b));
	buf_free(&b);
	TRY(example_do(e, 0, ROLE_PROGRAMME, "framework.load_shipped", NULL, NULL));
	return example_do(e, EX__MAX, -1, "framework.take", NULL, "text", str_z(e->keep, text), "publish", "yes", NULL);
}

const struct example_part framework_scale[] = { { 30, "framework", scale_framework }, { 0, NULL, NULL } };
const struct example_part framework_example[] = {
	{ 30, "frameworks", frameworks },
	{ 63, "own names and standards", own_ways },
	{ 98, "a scoring profile to come", profile_announced },
	{ 0, NULL, NULL },
};
