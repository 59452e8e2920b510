/* SPDX-License-Identifier: MIT */
/* A review read back from its document alone, as its recipients have it and years later too. */
#include "base/json.h"
#include "base/time.h"
#include "feature/review/paper.h"
#include "feature/review/own.h"

static struct str
text(const struct json_node *n, const char *key)
{
	return n == NULL ? S("") : json_get_str(n, key);
}

static struct date
day(const struct json_node *n, const char *key)
{
	struct date d;

	return date_parse(text(n, key), &d) ? d : (struct date){ 0 };
}

static size_t
items(const struct json_node *n, const char *key, struct json_node *const **ret)
{
	const struct json_node *l = n == NULL ? NULL : json_get(n, key);

	if (l == NULL || l->type != JSON_ARRAY)
		return 0;
	*ret = l->items;
	return l->n;
}

static size_t
texts(struct arena *a, const struct json_node *n, const char *key, const char *inside, const struct str **ret)
{
	struct json_node *const *x = NULL;
	size_t k = items(n, key, &x);
	struct str *t = arena_array(a, struct str, k + 1);

	for (size_t i = 0; i < k; i++)
		t[i] = inside != NULL ? text(x[i], inside) : x[i]->type == JSON_STR ? x[i]->s : S("");
	*ret = t;
	return k;
}

static void
read_criteria(struct arena *a, const struct json_node *n, struct paper_standard *s)
{
	struct json_node *const *x = NULL;

	s->n_criteria = items(n, "criteria", &x);
	struct paper_criterion *k = arena_array(a, struct paper_criterion, s->n_criteria + 1);
	for (size_t i = 0; i < s->n_criteria; i++)
		k[i] = (struct paper_criterion){ text(x[i], "id"), text(x[i], "kind"), text(x[i], "words"), text(x[i], "tick"), text(x[i], "arose") };
	s->criteria = k;
}

static struct str
span(struct arena *a, struct date from, struct date to)
{
	struct str f = date_long(a, from), t = date_long(a, to);

	if (from.day == 0 || to.day == 0)
		return from.day == 0 ? t : f;
	return arena_printf(a, "%.*s – %.*s", (int)f.n, f.p, (int)t.n, t.p);
}

static void
read_evidence(struct arena *a, const struct json_node *n, struct paper_standard *s)
{
	struct json_node *const *x = NULL;

	s->n_evidence = items(n, "evidence", &x);
	struct paper_evidence *k = arena_array(a, struct paper_evidence, s->n_evidence + 1);
	for (size_t i = 0; i < s->n_evidence; i++)
		k[i] = (struct paper_evidence){ text(x[i], "title"), text(x[i], "kind"), text(x[i], "file_name"), text(x[i], "file_hash"),
			span(a, day(x[i], "from"), day(x[i], "to")), str_is(text(x[i], "class"), "outcome"), str_is(text(x[i], "fresh"), "yes") };
	s->evidence = k;
	s->n_findings = items(n, "findings", &x);
	struct paper_finding *f = arena_array(a, struct paper_finding, s->n_findings + 1);
	for (size_t i = 0; i < s->n_findings; i++)
		f[i] = (struct paper_finding){ text(x[i], "id"), text(x[i], "text"), str_is(text(x[i], "severity"), "hint") };
	s->findings = f;
}

static void
read_standard(struct arena *a, const struct json_node *n, struct paper_standard *s)
{
	*s = (struct paper_standard){ .id = text(n, "id"), .title = text(n, "title"), .headline = text(n, "headline"), .rating = text(n, "rating"),
		.ground = text(n, "ground"), .comment = text(n, "comment"), .reason = text(n, "reason"), .action = text(n, "corrective_action"),
		.responsible = text(n, "responsible"), .position = text(n, "position"), .weight = json_get_i64(n, "weight", 1),
		.unsupported = str_is(text(n, "supported"), "no") };
	read_criteria(a, n, s);
	read_evidence(a, n, s);
	s->n_cases = texts(a, n, "cases", "words", &s->cases);
}

static void
read_areas(struct arena *a, const struct json_node *n, struct paper_review *r)
{
	struct json_node *const *x = NULL, *const *y = NULL;

	r->n_areas = items(n, "areas", &x);
	struct paper_area *area = arena_array(a, struct paper_area, r->n_areas + 1);
	for (size_t i = 0; i < r->n_areas; i++) {
		area[i] = (struct paper_area){ .id = text(x[i], "id"), .title = text(x[i], "title"), .level = text(x[i], "level") };
		area[i].n_lines = texts(a, x[i], "explanation", NULL, &area[i].lines);
		area[i].n = items(x[i], "standards", &y);
		struct paper_standard *s = arena_array(a, struct paper_standard, area[i].n + 1);
		for (size_t k = 0; k < area[i].n; k++)
			read_standard(a, y[k], &s[k]);
		area[i].standards = s;
	}
	r->areas = area;
}

static void
read_holders(struct arena *a, const struct json_node *n, struct paper_review *r)
{
	struct json_node *const *x = NULL;

	r->n_holders = items(n, "nominations", &x);
	struct paper_holder *h = arena_array(a, struct paper_holder, r->n_holders + 1);
	for (size_t i = 0; i < r->n_holders; i++)
		h[i] = (struct paper_holder){ text(x[i], "post"), { text(x[i], "name"), PRIV_IDENTITY }, text(x[i], "job_title"), text(x[i], "state") };
	r->holders = h;
}

bool
paper_read(struct arena *a, struct str json, struct paper_review *r)
{
	struct json_node *n;
	struct str why;

	if (json_parse(a, json, &n, &why) != ST_OK || n->type != JSON_OBJECT || !str_is(text(n, "format"), "wardkeep-review/1"))
		return false;
	const struct json_node *o = json_get(n, "organisation"), *f = json_get(n, "framework"), *v = json_get(n, "review"), *e = json_get(n, "result");
	*r = (struct paper_review){ .organisation = text(o, "name"), .ods_code = text(o, "ods_code"), .kind = text(o, "kind"), .classification = text(o, "classification"),
		.framework = text(f, "title"), .key = text(f, "key"), .edition = text(f, "edition"), .hash = text(f, "hash"),
		.origin = text(f, "origin_note"), .ref = text(v, "ref"), .title = text(v, "title"), .from = day(v, "period_from"),
		.to = day(v, "period_to"), .due = day(v, "due_on"), .level = text(e, "level"), .profile = text(e, "profile_title"), .profile_key = text(e, "profile"),
		.profile_version = json_get_i64(e, "profile_version", 0) };
	r->n_lines = texts(a, e, "explanation", NULL, &r->lines);
	r->n_rule = texts(a, e, "rule", NULL, &r->rule);
	read_areas(a, n, r);
	read_holders(a, n, r);
	return true;
}

bool
review_summary_of(struct ctx *c, struct str json, struct review_summary *ret)
{
	struct paper_review r;

	if (!paper_read(c->mem, json, &r))
		return false;
	*ret = (struct review_summary){ .organisation = r.organisation, .ods_code = r.ods_code, .framework = r.framework,
		.framework_key = r.key, .edition = r.edition, .ref = r.ref, .level = r.level, .period_from = r.from, .period_to = r.to, .due_on = r.due };
	for (size_t i = 0; i < r.n_areas; i++)
		for (size_t k = 0; k < r.areas[i].n; k++) {
			const struct paper_standard *s = &r.areas[i].standards[k];
			ret->n_standards++;
			ret->n_red += str_is(s->rating, "red");
			ret->n_amber += str_is(s->rating, "amber");
			ret->n_green += str_is(s->rating, "green");
			ret->n_not_applicable += str_is(s->rating, "na");
			ret->n_unsupported += s->unsupported;
		}
	return true;
}
