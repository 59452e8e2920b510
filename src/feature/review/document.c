/* SPDX-License-Identifier: MIT */
/* Everything that a reader of a review needs, as canonical JSON.  From the moment it is sealed the review is this text. */
#include "app/document.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/nomination/nomination.h"
#include "feature/organisation/organisation.h"
#include "feature/review/own.h"
#include "html/message.h"

#define MOST_BYTES (8u << 20)

static void
put(struct json *j, const char *key, struct str value)
{
	json_key(j, key);
	json_str(j, value);
}

static void
put_int(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_i64(j, value);
}

static void
put_day(struct ctx *c, struct json *j, const char *key, struct date d)
{
	put(j, key, date_iso(c->mem, d));
}

static void
put_message(struct ctx *c, struct json *j, const char *key, const struct message *m)
{
	put(j, key, lang_message(lang_english(), c->mem, m));
}

static struct str
tick_word(enum tick t)
{
	return t == TICK_TRUE ? S("true") : t == TICK_FALSE ? S("false") : S("open");
}

static struct str
arose_word(enum arose a)
{
	switch (a) {
	case AROSE_ALWAYS:
		return S("always");
	case AROSE_YES:
		return S("yes");
	case AROSE_NO:
		return S("no");
	case AROSE_UNKNOWN:
		return S("unknown");
	}
	return S("");
}

static void
put_criteria(struct json *j, const struct review_item *i)
{
	const struct fw_standard *s = i->standard;

	json_key(j, "criteria");
	json_array(j);
	for (size_t k = 0; k < s->criteria.n; k++) {
		json_object(j);
		put(j, "id", s->criteria.at[k].id);
		put(j, "kind", str_c(fw_kind_word(s->criteria.at[k].kind)));
		put(j, "words", s->criteria.at[k].words);
		put(j, "tick", tick_word(i->ticks[k]));
		put(j, "arose", arose_word(i->judged.arose[k]));
		json_end(j, '}');
	}
	json_end(j, ']');
	json_key(j, "cases");
	json_array(j);
	for (size_t k = 0; k < i->n_cases; k++)
		if (i->cases[k].arose != KNOWN_NOT && (i->cases[k].asked || i->cases[k].by_fact)) {
			json_object(j);
			put(j, "id", i->cases[k].condition->id);
			put(j, "words", i->cases[k].arose == KNOWN_YES ? i->cases[k].condition->words : i->cases[k].condition->otherwise);
			json_end(j, '}');
		}
	json_end(j, ']');
}

static void
put_evidence(struct ctx *c, struct json *j, const struct review_item *i)
{
	json_key(j, "evidence");
	json_array(j);
	for (size_t k = 0; k < i->n_evidence; k++) {
		const struct review_evidence *e = &i->evidence[k];
		json_object(j);
		put(j, "title", e->title);
		put(j, "kind", e->kind);
		put(j, "class", e->outcome ? S("outcome") : S("output"));
		put(j, "fresh", e->fresh ? S("yes") : S("no"));
		put_day(c, j, "from", e->from);
		put_day(c, j, "to", e->to);
		put(j, "file_name", e->file_name);
		put(j, "file_hash", e->file_hash);
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void
put_findings(struct ctx *c, struct json *j, const struct review_item *i)
{
	const struct judgement *g = &i->judged;

	json_key(j, "findings");
	json_array(j);
	for (size_t k = 0; k < g->n_contradictions; k++) {
		json_object(j);
		put(j, "id", S("contradiction"));
		put(j, "severity", S("finding"));
		put_message(c, j, "text", &g->contradictions[k].message);
		json_end(j, '}');
	}
	for (size_t k = 0; k < g->n_findings; k++) {
		json_object(j);
		put(j, "id", str_c(finding_name(g->findings[k].id)));
		put(j, "severity", g->findings[k].severity == SEVERITY_FINDING ? S("finding") : S("hint"));
		put_message(c, j, "text", &g->findings[k].message);
		json_end(j, '}');
	}
	json_end(j, ']');
}

static struct str
responsible_text(struct ctx *c, const struct answer *a)
{
	struct str person = record_name(c, "person", a->responsible), unit = record_name(c, "unit", a->responsible_unit);

	if (person.n > 0 && unit.n > 0)
		return arena_printf(c->mem, "%.*s, %.*s", (int)person.n, person.p, (int)unit.n, unit.p);
	return person.n > 0 ? person : unit;
}

static void
put_standard(struct ctx *c, struct json *j, const struct review_all *r, const struct review_item *i)
{
	const struct answer *a = &i->answer;

	json_object(j);
	put(j, "id", standard_shown(c, i->standard->id));
	put(j, "title", i->standard->title);
	put(j, "headline", i->standard->headline);
	put(j, "rating", rating_mark(i->rating));
	put_int(j, "weight", i->local ? 0 : roll_weight(r->profile, r->framework->key, r->framework->edition, i->standard->id,
	    i->standard->weight, r->review.period_to));
	put(j, "ground", i->rating == RATED_NOT_APPLICABLE ? i->ground : S(""));
	put(j, "comment", a->comment);
	put(j, "reason", a->reason);
	put(j, "corrective_action", a->corrective_action);
	put(j, "responsible", responsible_text(c, a));
	put(j, "position", rating_mark(i->judged.position));
	put(j, "supported", i->rating == RATED_NOT_APPLICABLE || i->n_findings == 0 ? S("yes") : S("no"));
	put_criteria(j, i);
	put_evidence(c, j, i);
	put_findings(c, j, i);
	json_end(j, '}');
}

static void
put_lines(struct ctx *c, struct json *j, const char *key, const struct roll_result *l)
{
	json_key(j, key);
	json_array(j);
	for (size_t k = 0; k < l->n_lines; k++) {
		struct str text = lang_message(lang_english(), c->mem, &l->lines[k].effect);
		json_str(j, l->lines[k].kind == ROLL_STANDARD ? arena_printf(c->mem, "%.*s: %.*s", (int)l->lines[k].standard.n,
		    l->lines[k].standard.p, (int)text.n, text.p) : text);
	}
	json_end(j, ']');
}

static void
put_areas(struct ctx *c, struct json *j, const struct review_all *r)
{
	json_key(j, "areas");
	json_array(j);
	for (size_t i = 0; i < r->n_areas; i++) {
		json_object(j);
		put(j, "id", r->framework->areas.at[i].id);
		put(j, "title", r->areas[i]);
		put(j, "level", rating_mark(r->roll.areas[i].level));
		put_lines(c, j, "explanation", &r->roll.areas[i]);
		json_key(j, "standards");
		json_array(j);
		for (size_t k = 0; k < r->n; k++)
			if (r->items[k].area == i)
				put_standard(c, j, r, &r->items[k]);
		json_end(j, ']');
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void
put_result(struct ctx *c, struct json *j, const struct review_all *r, enum unrated unrated)
{
	struct roll_standard *s = arena_array(c->mem, struct roll_standard, r->n + 1);
	const struct message *rule;
	size_t n;

	for (size_t k = 0; k < r->n; k++)
		s[k] = (struct roll_standard){ .ref = standard_shown(c, r->items[k].standard->id), .weight = r->items[k].local ? 0
		    : roll_weight(r->profile, r->framework->key, r->framework->edition, r->items[k].standard->id, r->items[k].standard->weight,
		    r->review.period_to) };
	n = roll_rule(c->mem, r->profile, unrated, s, r->n, &rule);
	json_key(j, "result");
	json_object(j);
	put(j, "level", rating_mark(r->roll.whole.level));
	put(j, "profile", r->profile->key);
	put_int(j, "profile_version", r->profile->version);
	put(j, "profile_title", r->profile->title);
	put_lines(c, j, "explanation", &r->roll.whole);
	json_key(j, "rule");
	json_array(j);
	for (size_t k = 0; k < n; k++)
		json_str(j, lang_message(lang_english(), c->mem, &rule[k]));
	json_end(j, ']');
	json_end(j, '}');
}

static enum status
put_holders(struct ctx *c, struct json *j, const struct review_all *r)
{
	static const char *const state[] = { [NOMINATION_NONE] = "none", [NOMINATION_SENT] = "sent", [NOMINATION_CONFIRMED] = "confirmed",
		[NOMINATION_REFUSED] = "refused", [NOMINATION_ENDED] = "ended", [NOMINATION_NOT_NEEDED] = "not-needed" };
	struct post_held *h;
	size_t n;

	TRY(nomination_held(c, NULL, r->review.period_from, r->as_of, &h, &n));
	json_key(j, "nominations");
	json_array(j);
	for (size_t k = 0; k < n; k++) {
		if (h[k].ended.day != 0 && h[k].ended.day < r->as_of.day)
			continue;
		json_object(j);
		put(j, "post", nomination_post_title(c, h[k].post));
		put(j, "name", personal_shown(h[k].name, c->sight));
		put(j, "job_title", h[k].job_title);
		put(j, "state", str_c(state[h[k].state]));
		json_end(j, '}');
	}
	json_end(j, ']');
	return ST_OK;
}

static enum status
put_heads(struct ctx *c, struct json *j, const struct review_all *r)
{
	struct organisation o;
	struct buf yaml;

	TRY(organisation_get(c, r->review.org, &o));
	json_key(j, "organisation");
	json_object(j);
	put(j, "name", o.name);
	put(j, "ods_code", o.ods_code);
	put(j, "kind", o.kind);
	put(j, "classification", o.document_line);
	json_end(j, '}');
	buf_init(&yaml, 4u << 20);
	framework_write_yaml(r->framework, &yaml);
	struct hash h = hash_of(buf_view(&yaml));
	buf_free(&yaml);
	json_key(j, "framework");
	json_object(j);
	put(j, "key", r->framework->key);
	put(j, "edition", r->framework->edition);
	put(j, "title", r->framework->title);
	put(j, "origin_note", r->framework->origin_note);
	put(j, "hash", hash_hex(c->mem, &h));
	json_end(j, '}');
	json_key(j, "review");
	json_object(j);
	put(j, "ref", r->review.ref);
	put(j, "title", r->review.title);
	put_day(c, j, "period_from", r->review.period_from);
	put_day(c, j, "period_to", r->review.period_to);
	put_day(c, j, "due_on", r->review.due_on);
	json_end(j, '}');
	return ST_OK;
}

static enum status
body_write(struct ctx *c, struct json *j, const struct review_all *r, enum unrated unrated)
{
	json_object(j);
	put(j, "format", S("wardkeep-review/1"));
	TRY(put_heads(c, j, r));
	TRY(put_holders(c, j, r));
	put_areas(c, j, r);
	put_result(c, j, r, unrated);
	json_end(j, '}');
	return ST_OK;
}

enum status
review_document_body(struct ctx *c, int64_t id, struct str *ret)
{
	struct review_all r;
	struct json j;
	struct buf b;
	struct str why;

	TRY(review_all_by_id(c, id, &r));
	TRY(review_all_judge(c, &r, SIZE_MAX));
	/* As its page says it: what is open waits for its ratings.  Once all are given, and so before each signing, none waits. */
	enum unrated unrated = UNRATED_WAIT;
	review_all_roll(c, &r, unrated);
	if (!review_is_open(r.review.state) || r.roll.whole.n_unrated == 0)
		review_all_roll(c, &r, unrated = UNRATED_RED);
	buf_init(&b, MOST_BYTES);
	json_init(&j, &b);
	enum status st = body_write(c, &j, &r, unrated);
	struct str text = arena_copy(c->mem, buf_view(&b));
	bool failed = b.failed;
	buf_free(&b);
	TRY(st);
	if (failed)
		return fail(c, ST_TOO_LARGE, M("This review is too long to be made into a document."), NULL);
	if (document_canonical(c->mem, text, ret, &why) != ST_OK)
		return fail(c, ST_INTERNAL, M("The review cannot be made into a document: {why}"), "why", why, NULL);
	return ST_OK;
}
