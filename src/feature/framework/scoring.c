/* SPDX-License-Identifier: MIT */
/* REV-4: versions of the scoring profile, as other folders get at them and as people read them. */
#include "base/ids.h"
#include "base/time.h"
#include "feature/framework/cache.h"
#include "feature/framework/pages.h"
#include "sql/framework.h"
#include "tpl/feature/framework/scoring.h"

#define MOST_PROFILES 100

/* ---- for other folders ---- */

enum status
scoring_get(struct ctx *c, int64_t profile, const struct scoring **ret)
{
	struct scoring_hash_row h;
	struct scoring_get_one_row p;
	const void *what;

	TRY(scoring_hash(c->db, c->mem, profile, &h));
	*ret = cache_find(KEPT_SCORING, h.hash);
	if (*ret != NULL)
		return ST_OK;
	TRY(scoring_get_one(c->db, c->mem, profile, &p));
	TRY(cache_keep(c->mem, KEPT_SCORING, p.hash, p.yaml, &what));
	*ret = what;
	return ST_OK;
}

enum status
scoring_id_on(struct ctx *c, struct date day, struct when known, int64_t *ret_profile)
{
	struct scoring_on_row r;

	TRY(scoring_on(c->db, c->mem, day, known, &r));
	*ret_profile = r.id;
	return ST_OK;
}

enum status
scoring_on_day(struct ctx *c, struct date day, int64_t *ret_profile, const struct scoring **ret)
{
	TRY(scoring_id_on(c, day, c->now, ret_profile));
	return scoring_get(c, *ret_profile, ret);
}

struct url
scoring_url(struct ctx *c, int64_t profile)
{
	return URL_ID(c->mem, "/scoring/{}", profile);
}

/* ---- as the dispatcher loads it ---- */

static enum status
ops_get(struct db *db, const struct scope *scope, struct arena *a, int64_t id, void *ret)
{
	struct scoring_get_one_row p;

	(void)scope;
	TRY(scoring_get_one(db, a, id, &p));
	*(struct scoring_profile *)ret = (struct scoring_profile){ .id = p.id, .version = 1, .name = p.name, .number = p.version,
		.title = p.title, .status = p.status, .yaml = p.yaml, .announced_on = p.announced_on, .applies_from = p.applies_from,
		.imported_at = p.imported_at, .changed_at = p.imported_at, .imported_by = p.imported_by };
	return ST_OK;
}

static const struct record_ops profile_ops = {
	.kind = "scoring_profile", .size = sizeof(struct scoring_profile),
	.at_org = offsetof(struct scoring_profile, org), .at_id = offsetof(struct scoring_profile, id),
	.at_version = offsetof(struct scoring_profile, version),
	.at_created_at = offsetof(struct scoring_profile, imported_at), .at_created_by = offsetof(struct scoring_profile, imported_by),
	.at_changed_at = offsetof(struct scoring_profile, changed_at), .at_changed_by = offsetof(struct scoring_profile, imported_by),
	.at_withdrawn_at = offsetof(struct scoring_profile, withdrawn_at), .get = ops_get,
};

static struct str
title_of(struct ctx *c, struct str title, int64_t version)
{
	return lang_format(c->lang, c->mem, M("{title}, version {version}"), (struct msg_arg[]){ { "title", title },
		{ "version", arena_printf(c->mem, "%lld", (long long)version) } }, 2);
}

static struct str
profile_name(struct ctx *c, int64_t id)
{
	struct scoring_get_one_row p;

	if (scoring_get_one(c->db, c->mem, id, &p) != ST_OK || (!str_is(p.status, "published") && !framework_sees_drafts(c)))
		return S("");
	return title_of(c, p.title, p.version);
}

static enum status
profile_options(struct ctx *c, struct option **ret, size_t *ret_n)
{
	struct scoring_list_row *r;

	TRY(scoring_list(c->db, c->mem, framework_sees_drafts(c), MOST_PROFILES, &r, ret_n));
	*ret = arena_array(c->mem, struct option, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct option){ id_text(c->mem, r[i].id), title_of(c, r[i].title, r[i].version) };
	return ST_OK;
}

SHAPE(scoring_profile_shape, scoring_profile, FIELD(struct scoring_profile, name, .label = M("Key"), .read_only = true),
    FIELD(struct scoring_profile, number, .label = M("Version"), .read_only = true),
    FIELD(struct scoring_profile, title, .label = M("Title"), .read_only = true));

const struct record_type scoring_type = {
	.ops = &profile_ops, .shape = &scoring_profile_shape, .one = M("scoring profile"), .many = M("scoring profiles"), .label = "title",
	.path = "/scoring/{id}", .name = profile_name, .options = profile_options,
};

/* ---- what is in it, and what it changes ---- */

struct scoring_in { int64_t profile; };
struct rule_out { struct str words; };
struct weight_out { struct str key, edition, standard, reason; int64_t weight, before; struct date from; };
struct limit_out { struct str what, area, overall, area_before, overall_before; };
struct scoring_out {
	int64_t profile, version; struct str key, title, status, reason, origin_note; struct date announced_on, applies_from;
	struct list rule, limits, weights, changed_weights;
};
SHAPE(scoring_in_shape, scoring_in, FIELD_REF(struct scoring_in, profile, "scoring_profile", .label = M("Profile")));
SHAPE(scoring_rule_shape, rule_out, FIELD(struct rule_out, words, .label = M("Words"), .max = 2000));
SHAPE(scoring_limit_shape, limit_out, FIELD(struct limit_out, what, .label = M("Limit")), FIELD(struct limit_out, area, .label = M("For a key area")),
    FIELD(struct limit_out, overall, .label = M("For the whole")), FIELD(struct limit_out, area_before, .label = M("For a key area, before")),
    FIELD(struct limit_out, overall_before, .label = M("For the whole, before")));
SHAPE(scoring_weight_shape, weight_out, FIELD(struct weight_out, key, .label = M("Framework")), FIELD(struct weight_out, edition, .label = M("Edition")),
    FIELD(struct weight_out, standard, .label = M("Standard")), FIELD(struct weight_out, weight, .label = M("Weight")),
    FIELD(struct weight_out, before, .label = M("Weight before")),
    FIELD(struct weight_out, reason, .label = M("Reason")), FIELD(struct weight_out, from, .label = M("From")));
SHAPE(scoring_out_shape, scoring_out, FIELD_REF(struct scoring_out, profile, "scoring_profile", .label = M("Profile")),
    FIELD(struct scoring_out, key, .label = M("Key")), FIELD(struct scoring_out, version, .label = M("Version")),
    FIELD(struct scoring_out, title, .label = M("Title")), FIELD(struct scoring_out, status, .label = M("Status")),
    FIELD(struct scoring_out, reason, .label = M("Why this version")),
    FIELD_LONG(struct scoring_out, origin_note, .label = M("Where it comes from")),
    FIELD(struct scoring_out, announced_on, .label = M("Announced on")), FIELD(struct scoring_out, applies_from, .label = M("Applies from")),
    FIELD(struct scoring_out, rule, .label = M("The rule"), .of = &scoring_rule_shape),
    FIELD(struct scoring_out, limits, .label = M("The limits"), .of = &scoring_limit_shape),
    FIELD(struct scoring_out, weights, .label = M("Standards that count more"), .of = &scoring_weight_shape),
    FIELD(struct scoring_out, changed_weights, .label = M("Weights that this version changes"), .of = &scoring_weight_shape));

static struct str
percent(struct ctx *c, int n)
{
	return n == 0 ? lang_text(c->lang, c->mem, M("not used")) : arena_printf(c->mem, "%d %%", n);
}

static struct str
best(struct ctx *c, enum fw_rating r)
{
	static const char *const words[] = { [RATING_RED] = M("red"), [RATING_AMBER] = M("amber") };

	return lang_text(c->lang, c->mem, r == RATING_RED || r == RATING_AMBER ? words[r] : M("no limit"));
}

enum { N_LIMITS = 7 };

static struct str
limit_value(struct ctx *c, const struct scoring *s, const struct fw_thresholds *t, size_t i)
{
	switch (i) {
	case 0: return percent(c, t->green_share);
	case 1: return percent(c, t->red_share);
	case 2: return best(c, t->any_red);
	case 3: return best(c, t->weighted_red);
	case 4: return best(c, t->weighted_amber);
	case 5: return t->red_areas > 0 ? arena_printf(c->mem, "%d", t->red_areas) : S("");
	default: return arena_printf(c->mem, "%d", s->weighted_from);
	}
}

/* before: NULL where there is no version before. */
static struct limit_out *
limits_of(struct ctx *c, const struct scoring *s, const struct scoring *before)
{
	static const char *const what[N_LIMITS] = { M("Green from this share of green"), M("Red from this share of red"),
		M("Best result with a standard at red"), M("Best result with a weighted standard at red"),
		M("Best result with a weighted standard at amber"), M("So many red key areas make it red"),
		M("A standard is weighted from this weight") };
	struct limit_out *l = arena_array(c->mem, struct limit_out, N_LIMITS);

	for (size_t i = 0; i < N_LIMITS; i++) {
		l[i] = (struct limit_out){ lang_text(c->lang, c->mem, what[i]), limit_value(c, s, &s->area, i), limit_value(c, s, &s->overall, i), S(""), S("") };
		if (before != NULL) {
			l[i].area_before = limit_value(c, before, &before->area, i);
			l[i].overall_before = limit_value(c, before, &before->overall, i);
		}
	}
	return l;
}

const struct fw_weight *
scoring_weight(const struct scoring *s, const struct fw_weight *like)
{
	for (size_t i = 0; i < s->weights.n; i++)
		if (str_eq(s->weights.at[i].key, like->key) && str_eq(s->weights.at[i].edition, like->edition) &&
		    str_eq(s->weights.at[i].standard, like->standard))
			return &s->weights.at[i];
	return NULL;
}

static struct weight_out
weight_of(const struct fw_weight *w, const struct scoring *before)
{
	const struct fw_weight *was = before != NULL ? scoring_weight(before, w) : NULL;

	return (struct weight_out){ w->key, w->edition, w->standard, w->reason, w->weight, was != NULL ? was->weight : 1, w->from };
}

/* Standards that weigh something else than in the version before; what is named no longer weighs what its framework says,
 * which for the reader is once. */
static struct list
changed_of(struct ctx *c, const struct scoring *s, const struct scoring *before)
{
	struct weight_out *o = arena_array(c->mem, struct weight_out, s->weights.n + (before != NULL ? before->weights.n : 0) + 1);
	size_t n = 0;

	for (size_t i = 0; before != NULL && i < s->weights.n; i++) {
		struct weight_out w = weight_of(&s->weights.at[i], before);
		if (w.weight != w.before)
			o[n++] = w;
	}
	for (size_t i = 0; before != NULL && i < before->weights.n; i++)
		if (scoring_weight(s, &before->weights.at[i]) == NULL)
			o[n++] = (struct weight_out){ before->weights.at[i].key, before->weights.at[i].edition, before->weights.at[i].standard,
				lang_text(c->lang, c->mem, M("No longer named: its framework's own weight counts")), 0, before->weights.at[i].weight, s->from };
	return (struct list){ o, n };
}

/* ---- the page ---- */

static struct str
framework_called(struct ctx *c, const struct framework_entry *e, size_t n, struct str key, struct str edition)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(e[i].key, key) && str_eq(e[i].edition, edition))
			return str_find(e[i].title, edition) >= 0 ? e[i].title : arena_printf(c->mem, "%.*s (%.*s)", (int)e[i].title.n, e[i].title.p, (int)edition.n, edition.p);
	return arena_printf(c->mem, "%.*s %.*s", (int)key.n, key.p, (int)edition.n, edition.p);
}

static struct weight_line *
weight_lines(struct ctx *c, const struct list *l, const struct framework_entry *e, size_t n)
{
	struct weight_line *w = arena_array(c->mem, struct weight_line, l->n + 1);
	const struct weight_out *x = l->items;

	for (size_t i = 0; i < l->n; i++)
		w[i] = (struct weight_line){ framework_called(c, e, n, x[i].key, x[i].edition), x[i].standard, x[i].reason, date_long(c->mem, x[i].from),
			x[i].weight > 0 ? arena_printf(c->mem, "%lld", (long long)x[i].weight) : S(""), arena_printf(c->mem, "%lld", (long long)x[i].before) };
	return w;
}

/* They stand together in the file, framework by framework; one that comes again has a second group. */
static struct weight_group *
weight_groups(struct ctx *c, const struct weight_line *w, size_t n, size_t *ret_n)
{
	struct weight_group *g = arena_array(c->mem, struct weight_group, n + 1);

	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		if (*ret_n == 0 || !str_eq(g[*ret_n - 1].title, w[i].framework))
			g[(*ret_n)++] = (struct weight_group){ .title = w[i].framework, .lines = &w[i] };
		g[*ret_n - 1].n++;
	}
	return g;
}

static enum status
weights_fill(struct ctx *c, const struct scoring *s, const struct scoring *before, struct scoring_page_view *v, struct scoring_out *out)
{
	struct framework_entry *e;
	size_t n;

	TRY(framework_list(c, &e, &n));
	struct weight_out *items = arena_array(c->mem, struct weight_out, s->weights.n + 1);
	for (size_t i = 0; i < s->weights.n; i++)
		items[i] = weight_of(&s->weights.at[i], before);
	out->weights = (struct list){ items, s->weights.n };
	out->changed_weights = changed_of(c, s, before);
	v->weights = weight_groups(c, weight_lines(c, &out->weights, e, n), out->weights.n, &v->n_weights);
	v->changed = weight_lines(c, &out->changed_weights, e, n);
	v->n_changed = out->changed_weights.n;
	return ST_OK;
}

static void
limits_fill(struct ctx *c, const struct scoring *s, const struct scoring *before, struct scoring_page_view *v, struct scoring_out *out)
{
	struct limit_out *l = limits_of(c, s, before);
	struct limit_line *lines = arena_array(c->mem, struct limit_line, N_LIMITS);

	for (size_t i = 0; i < N_LIMITS; i++) {
		bool changed = before != NULL && (!str_eq(l[i].area, l[i].area_before) || !str_eq(l[i].overall, l[i].overall_before));
		lines[i] = (struct limit_line){ l[i].what, l[i].area, l[i].overall, changed && !str_eq(l[i].area, l[i].area_before) ? l[i].area_before : S(""),
			changed && !str_eq(l[i].overall, l[i].overall_before) ? l[i].overall_before : S(""), changed };
		v->n_changed_limits += changed;
	}
	v->limits = lines;
	v->n_limits = N_LIMITS;
	out->limits = (struct list){ l, N_LIMITS };
}

/* The published version in force on the day before this one begins; none for the first. */
static enum status
version_before(struct ctx *c, const struct scoring_get_one_row *p, const struct scoring **ret)
{
	int64_t id;
	enum status st = scoring_id_on(c, date_add_days(p->applies_from, -1), c->now, &id);

	*ret = NULL;
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	return scoring_get(c, id, ret);
}

static enum status
profiles_fill(struct ctx *c, int64_t shown, int64_t now, struct scoring_page_view *v)
{
	struct scoring_list_row *p;
	size_t n;

	TRY(scoring_list(c->db, c->mem, framework_sees_drafts(c), MOST_PROFILES, &p, &n));
	v->profiles = arena_array(c->mem, struct profile_line, n + 1);
	for (size_t i = 0; i < n; i++)
		v->profiles[v->n_profiles++] = (struct profile_line){ .title = title_of(c, p[i].title, p[i].version),
			.from = date_long(c->mem, p[i].applies_from), .announced = date_long(c->mem, p[i].announced_on), .to = scoring_url(c, p[i].id),
			.shown = p[i].id == shown, .now = p[i].id == now, .draft = !str_is(p[i].status, "published"),
			.coming = p[i].applies_from.day > c->today.day };
	return ST_OK;
}

static enum status
coming_fill(struct ctx *c, int64_t shown, struct scoring_page_view *v)
{
	struct scoring_next_row next;
	enum status st = scoring_next(c->db, c->mem, c->today, &next);

	if (st == ST_NOT_FOUND || (st == ST_OK && next.id == shown))
		return ST_OK;
	TRY(st);
	v->coming = title_of(c, next.title, next.version);
	v->coming_from = date_long(c->mem, next.applies_from);
	v->coming_to = scoring_url(c, next.id);
	return ST_OK;
}

/* A draft is parsed for this request; what is published is kept. */
static enum status
profile_open(struct ctx *c, const struct scoring_get_one_row *p, const struct scoring **ret)
{
	struct scoring *s;
	struct str why;

	if (str_is(p->status, "published"))
		return scoring_get(c, p->id, ret);
	if (!framework_sees_drafts(c))
		return ST_NOT_FOUND;
	TRY(scoring_parse(c->mem, p->yaml, &s, &why));
	*ret = s;
	return ST_OK;
}

static enum status
profile_read(struct ctx *c, int64_t id, struct scoring_get_one_row *p, const struct scoring **ret)
{
	enum status st = scoring_get_one(c->db, c->mem, id, p);

	if (st == ST_OK)
		st = profile_open(c, p, ret);
	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no such scoring profile, or it is not yours to see."), NULL);
	return st;
}

static void
state_fill(struct ctx *c, const struct scoring_get_one_row *p, const struct scoring *s, struct scoring_page_view *v)
{
	v->s = s;
	v->title = title_of(c, s->title, s->version);
	v->from = date_long(c->mem, s->from);
	v->announced = date_long(c->mem, p->announced_on);
	v->draft = !str_is(p->status, "published");
	v->later = s->from.day > c->today.day;
	v->may_import = may(c, "scoring.import");
	v->may_publish = v->draft && may(c, "scoring.publish");
	v->may_discard = v->draft && may(c, "scoring.discard");
	v->export = URL_ID(c->mem, "/scoring/{}/export", p->id);
	v->publish = URL_ID(c->mem, "/scoring/{}/publish", p->id);
	v->discard = URL_ID(c->mem, "/scoring/{}/discard", p->id);
}

static enum status
scoring_load(struct ctx *c, void *in_, void *out_)
{
	const struct scoring_in *in = in_;
	struct scoring_out *out = out_;
	struct scoring_page_view *v = arena_new(c->mem, struct scoring_page_view);
	struct scoring_get_one_row p;
	const struct scoring *s, *before;
	int64_t now = 0;
	enum status st = scoring_id_on(c, c->today, c->now, &now);

	if (st == ST_NOT_FOUND && in->profile == 0)
		return fail(c, st, M("There is no scoring profile yet. The national programme loads it with the frameworks."), NULL);
	if (st != ST_NOT_FOUND)
		TRY(st);
	TRY(profile_read(c, in->profile != 0 ? in->profile : now, &p, &s));
	TRY(version_before(c, &p, &before));
	state_fill(c, &p, s, v);
	v->has_before = before != NULL;
	TRY(profiles_fill(c, p.id, now, v));
	TRY(coming_fill(c, p.id, v));
	struct rule_out *rule = arena_array(c->mem, struct rule_out, s->words.n + 1);
	for (size_t i = 0; i < s->words.n; i++)
		rule[i].words = s->words.at[i];
	*out = (struct scoring_out){ .profile = p.id, .version = s->version, .key = s->key, .title = s->title, .status = p.status, .reason = s->reason,
		.origin_note = s->origin_note, .announced_on = p.announced_on, .applies_from = s->from, .rule = { rule, s->words.n } };
	limits_fill(c, s, before, v, out);
	TRY(weights_fill(c, s, before, v, out));
	c->data = v;
	return ST_OK;
}

void
scoring_view_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Standards")), URL(c->mem, "/frameworks"));
	framework_scoring_html(o, c->data);
}

const struct action scoring_view_action = { .name = "scoring.view", .title = M("How ratings add up"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .in = &scoring_in_shape, .out = &scoring_out_shape, .load = scoring_load };

/* ---- its text ---- */

static enum status
export_load(struct ctx *c, void *in_, void *out)
{
	const struct scoring_in *in = in_;
	struct scoring_get_one_row p;
	const struct scoring *s;

	(void)out;
	TRY(profile_read(c, in->profile, &p, &s));
	c->download = p.yaml;
	c->download_name = arena_printf(c->mem, "scoring-%.*s-%lld.yaml", (int)p.name.n, p.name.p, (long long)p.version);
	c->download_type = S("application/yaml");
	return ST_OK;
}

SHAPE(scoring_export_shape, scoring_in, FIELD_REF(struct scoring_in, profile, "scoring_profile", .label = M("Profile"), .must = true));
const struct action scoring_export_action = { .name = "scoring.export", .title = M("Download a scoring profile"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .in = &scoring_export_shape, .load = export_load };

/* ---- what is due: organisations are told before it applies ---- */

enum status
scoring_due(struct ctx *c, struct due_list *due)
{
	struct scoring_next_row next;

	if (!may(c, "review.create") && !may(c, "submission.sign"))
		return ST_OK;
	enum status st = scoring_next(c->db, c->mem, c->today, &next);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	due_add(c, due, (struct due_item){ .title = lang_format(c->lang, c->mem, M("Ratings add up by a new rule: {title}"),
		(struct msg_arg[]){ { "title", title_of(c, next.title, next.version) } }, 1), .due = next.applies_from,
		.to = scoring_url(c, next.id), .kind = M("Scoring") });
	return ST_OK;
}
