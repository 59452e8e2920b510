/* SPDX-License-Identifier: MIT */
/* REV-11: a review as OSCAL 1.1 assessment results.  A standard is a control; its rating is a finding: green is satisfied, all
 * else is not, with the rating itself as a property.  Evidence and what the rules say are observations. */
#include "base/json.h"
#include "base/time.h"
#include "feature/review/own.h"
#include "feature/review/paper.h"
#include "report/uuid.h"

#define OWN_NS "https://wardkeep.example/ns/oscal"

struct writing { struct ctx *c; const struct paper_review *r; struct json j; struct str day; };

static void
put(struct writing *w, const char *key, struct str value)
{
	json_key(&w->j, key);
	json_str(&w->j, value);
}

static void
put_c(struct writing *w, const char *key, const char *value)
{
	put(w, key, str_c(value));
}

static void
list(struct writing *w, const char *key)
{
	json_key(&w->j, key);
	json_array(&w->j);
}

/* An id of this part of this review: the same each time it is written. */
static struct str
uuid(const struct writing *w, const char *what, struct str which)
{
	const struct paper_review *r = w->r;
	struct str code = r->ods_code.n > 0 ? r->ods_code : r->organisation;

	return uuid_v5(w->c->mem, NULL, arena_printf(w->c->mem, "%.*s|%.*s|%s|%.*s", (int)code.n, code.p, (int)r->ref.n, r->ref.p, what, (int)which.n, which.p));
}

/* OSCAL's ids begin with a letter and have no spaces. */
static struct str
token(const struct writing *w, const char *before, struct str s)
{
	char *p = arena_alloc_array(w->c->mem, 1, s.n + 1, 1);

	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];
		bool good = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '.' || ch == '-' || ch == '_';
		p[i] = good ? ch : '-';
	}
	return arena_printf(w->c->mem, "%s%.*s", before, (int)s.n, p);
}

/* As the catalog that is made of the framework calls it.  What an organisation adds itself has no number: its title tells them
 * apart. */
static struct str
control_id(const struct writing *w, const struct paper_standard *s)
{
	bool numbered = s->id.n > 0 && s->id.p[0] >= '0' && s->id.p[0] <= '9';
	struct str name = numbered ? s->id : arena_printf(w->c->mem, "%.*s-%.*s", (int)s->id.n, s->id.p, (int)s->title.n, s->title.p);

	return token(w, "standard-", name);
}

/* A value of OSCAL may not be empty, and has no white space at its ends or line ends in it. */
static void
prop(struct writing *w, const char *name, struct str value)
{
	value = str_trim(value);
	if (value.n == 0)
		return;
	json_object(&w->j);
	put_c(w, "name", name);
	put_c(w, "ns", OWN_NS);
	put(w, "value", value);
	json_end(&w->j, '}');
}

static void
metadata(struct writing *w)
{
	json_key(&w->j, "metadata");
	json_object(&w->j);
	put(w, "title", w->r->title);
	put(w, "last-modified", w->day);
	put(w, "version", w->r->ref.n > 0 ? w->r->ref : S("1"));
	put_c(w, "oscal-version", "1.1.2");
	list(w, "parties");
	json_object(&w->j);
	put(w, "uuid", uuid(w, "party", S("")));
	put_c(w, "type", "organization");
	put(w, "name", w->r->organisation);
	if (w->r->ods_code.n > 0) {
		list(w, "props");
		prop(w, "ods-code", w->r->ods_code);
		json_end(&w->j, ']');
	}
	json_end(&w->j, '}');
	json_end(&w->j, ']');
	if (w->r->classification.n > 0)
		put(w, "remarks", w->r->classification);
	json_end(&w->j, '}');
	json_key(&w->j, "import-ap");
	json_object(&w->j);
	put(w, "href", arena_printf(w->c->mem, "#%.*s", 36, uuid(w, "plan", S("")).p));
	json_end(&w->j, '}');
}

static struct str
part(const struct writing *w, const struct paper_standard *s, size_t n)
{
	struct str id = control_id(w, s);

	return arena_printf(w->c->mem, "%.*s %zu", (int)id.n, id.p, n);
}

static void
observation(struct writing *w, const struct paper_standard *s, const char *kind, size_t n, struct str title, struct str about)
{
	json_object(&w->j);
	put(w, "uuid", uuid(w, kind, part(w, s, n)));
	if (title.n > 0)
		put(w, "title", title);
	put(w, "description", about);
	list(w, "methods");
	json_str(&w->j, S("EXAMINE"));
	json_end(&w->j, ']');
	list(w, "types");
	json_str(&w->j, str_c(kind));
	json_end(&w->j, ']');
	put(w, "collected", w->day);
	json_end(&w->j, '}');
}

static struct str
evidence_words(const struct writing *w, const struct paper_evidence *e)
{
	const char *shows = e->outcome ? (e->fresh ? "Outcome, of this period" : "Outcome, older than the period")
	    : e->fresh ? "Output, of this period" : "Output, older than the period";

	return arena_printf(w->c->mem, "%s. %.*s. %.*s%s%.*s%s%.*s", shows, (int)e->kind.n, e->kind.p, (int)e->period.n, e->period.p,
	    e->file_name.n > 0 ? ". File " : "", (int)e->file_name.n, e->file_name.p, e->file_name.n > 0 ? ", BLAKE2b-256 " : "",
	    (int)(e->file_name.n > 0 ? e->file_hash.n : 0), e->file_hash.p);
}

static void
observations(struct writing *w, const struct paper_standard *s)
{
	for (size_t i = 0; i < s->n_evidence; i++)
		observation(w, s, "evidence", i, s->evidence[i].title, evidence_words(w, &s->evidence[i]));
	for (size_t i = 0; i < s->n_findings; i++)
		observation(w, s, s->findings[i].hint ? "hint" : "finding", i, S(""), s->findings[i].text);
}

static void
related(struct writing *w, const struct paper_standard *s, const char *kind, size_t n)
{
	json_object(&w->j);
	put(w, "observation-uuid", uuid(w, kind, part(w, s, n)));
	json_end(&w->j, '}');
}

static void
finding_props(struct writing *w, const struct paper_standard *s)
{
	list(w, "props");
	prop(w, "rating", s->rating.n > 0 ? s->rating : S("none"));
	prop(w, "supported", s->unsupported ? S("no") : S("yes"));
	prop(w, "weight", arena_printf(w->c->mem, "%lld", (long long)s->weight));
	for (size_t i = 0; i < s->n_criteria; i++) {
		const struct paper_criterion *k = &s->criteria[i];
		prop(w, "criterion", arena_printf(w->c->mem, "%.*s %.*s", (int)k->id.n, k->id.p, (int)(str_is(k->arose, "no") ? 13 : k->tick.n),
		    str_is(k->arose, "no") ? "did-not-arise" : k->tick.p));
	}
	json_end(&w->j, ']');
}

static void
finding(struct writing *w, const struct paper_standard *s)
{
	bool na = str_is(s->rating, "na");
	struct str about = s->comment.n > 0 ? s->comment : s->headline.n > 0 ? s->headline : s->title;

	json_object(&w->j);
	put(w, "uuid", uuid(w, "rating", control_id(w, s)));
	put(w, "title", s->title);
	put(w, "description", about);
	finding_props(w, s);
	json_key(&w->j, "target");
	json_object(&w->j);
	put_c(w, "type", "objective-id");
	put(w, "target-id", control_id(w, s));
	json_key(&w->j, "status");
	json_object(&w->j);
	put_c(w, "state", str_is(s->rating, "green") || na ? "satisfied" : "not-satisfied");
	put_c(w, "reason", s->rating.n == 0 ? "other" : na ? "other" : str_is(s->rating, "green") ? "pass" : "fail");
	struct str why = na ? s->ground : s->reason;
	if (why.n > 0)
		put(w, "remarks", why);
	json_end(&w->j, '}');
	json_end(&w->j, '}');
	if (s->n_evidence + s->n_findings > 0) {
		list(w, "related-observations");
		for (size_t i = 0; i < s->n_evidence; i++)
			related(w, s, "evidence", i);
		for (size_t i = 0; i < s->n_findings; i++)
			related(w, s, s->findings[i].hint ? "hint" : "finding", i);
		json_end(&w->j, ']');
	}
	if (s->action.n > 0)
		put(w, "remarks", arena_printf(w->c->mem, "Corrective action: %.*s", (int)s->action.n, s->action.p));
	json_end(&w->j, '}');
}

/* Every standard in turn. */
static void
each(struct writing *w, void (*fn)(struct writing *w, const struct paper_standard *s))
{
	for (size_t i = 0; i < w->r->n_areas; i++)
		for (size_t k = 0; k < w->r->areas[i].n; k++)
			fn(w, &w->r->areas[i].standards[k]);
}

static void
control(struct writing *w, const struct paper_standard *s)
{
	json_object(&w->j);
	put(w, "control-id", control_id(w, s));
	json_end(&w->j, '}');
}

static void
reviewed(struct writing *w)
{
	json_key(&w->j, "reviewed-controls");
	json_object(&w->j);
	list(w, "control-selections");
	json_object(&w->j);
	list(w, "include-controls");
	each(w, control);
	json_end(&w->j, ']');
	json_end(&w->j, '}');
	json_end(&w->j, ']');
	json_end(&w->j, '}');
}

static void
result(struct writing *w)
{
	const struct paper_review *r = w->r;
	struct paper_counts k = paper_count(r->areas, r->n_areas);
	const struct { const char *name; int64_t n; } counts[] = { { "green", k.green }, { "amber", k.amber }, { "red", k.red }, { "not-rated", k.none },
		{ "not-applicable", k.na }, { "not-supported", k.unsupported } };
	bool any = false;

	json_object(&w->j);
	put(w, "uuid", uuid(w, "result", S("")));
	put(w, "title", r->title);
	put_c(w, "description", "A self-review: the organisation rated each standard itself.");
	put(w, "start", arena_printf(w->c->mem, "%.*sT00:00:00Z", 10, date_iso(w->c->mem, r->from).p));
	put(w, "end", arena_printf(w->c->mem, "%.*sT23:59:59Z", 10, date_iso(w->c->mem, r->to).p));
	list(w, "props");
	prop(w, "result", r->level.n > 0 ? r->level : S("none"));
	for (size_t i = 0; i < countof(counts); i++)
		prop(w, counts[i].name, arena_printf(w->c->mem, "%lld", (long long)counts[i].n));
	for (size_t i = 0; i < r->n_areas; i++) {
		struct str level = r->areas[i].level.n > 0 ? r->areas[i].level : S("none"), id = r->areas[i].id;
		prop(w, token(w, "area-", id).p, level);
		for (size_t q = 0; q < r->areas[i].n; q++)
			any = any || r->areas[i].standards[q].n_evidence + r->areas[i].standards[q].n_findings > 0;
	}
	json_end(&w->j, ']');
	reviewed(w);
	if (any) {
		list(w, "observations");
		each(w, observations);
		json_end(&w->j, ']');
	}
	list(w, "findings");
	each(w, finding);
	json_end(&w->j, ']');
	json_end(&w->j, '}');
}

static void
back_matter(struct writing *w)
{
	const struct paper_review *r = w->r;

	json_key(&w->j, "back-matter");
	json_object(&w->j);
	list(w, "resources");
	json_object(&w->j);
	put(w, "uuid", uuid(w, "plan", S("")));
	put(w, "title", r->framework);
	put(w, "description", arena_printf(w->c->mem, "Edition %.*s. %.*s", (int)r->edition.n, r->edition.p, (int)r->origin.n, r->origin.p));
	list(w, "props");
	prop(w, "framework", r->key);
	prop(w, "edition", r->edition);
	prop(w, "text-hash", r->hash);
	json_end(&w->j, ']');
	json_end(&w->j, '}');
	json_end(&w->j, ']');
	json_end(&w->j, '}');
}

void
paper_oscal(struct ctx *c, const struct paper_review *r, struct buf *out)
{
	struct writing w = { .c = c, .r = r, .day = arena_printf(c->mem, "%.*sT00:00:00Z", 10, date_iso(c->mem, c->today).p) };

	json_init(&w.j, out);
	json_object(&w.j);
	json_key(&w.j, "assessment-results");
	json_object(&w.j);
	put(&w, "uuid", uuid(&w, "assessment-results", S("")));
	metadata(&w);
	list(&w, "results");
	result(&w);
	json_end(&w.j, ']');
	back_matter(&w);
	json_end(&w.j, '}');
	json_end(&w.j, '}');
}
