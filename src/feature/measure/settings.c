/* SPDX-License-Identifier: MIT */
/* Targets, screening and new limits: set by who may, with a reason, and kept with their history. */
#include "base/time.h"
#include "feature/measure/own.h"
#include "sql/measure.h"
#include "tpl/feature/measure/setting.h"

SHAPE(measure_target_shape, measure_target,
	FIELD(struct measure_target, measure, .label = M("Measure"), .max = 80),
	FIELD(struct measure_target, target, .label = M("Target"), .max = 20),
	FIELD(struct measure_target, screen, .label = M("Leave the largest moving ranges out when the limits are worked out")),
	FIELD_LONG(struct measure_target, why, .label = M("Why?"), .must = true, .max = 1000));
SHAPE(measure_rebase_shape, measure_rebase,
	FIELD(struct measure_rebase, measure, .label = M("Measure"), .max = 80),
	FIELD(struct measure_rebase, from_on, .label = M("First day of the new limits"), .must = true),
	FIELD_LONG(struct measure_rebase, why, .label = M("Why?"), .must = true, .max = 1000));

static enum status
target_check(struct ctx *c, const void *before, void *after)
{
	const struct measure_target *t = after;
	spc_num v;

	(void)before;
	if (t->target.n > 0 && (!spc_num_parse(t->target, &v) || v < 0))
		field_error(c, "target", M("Enter the target as a number such as 12 or 12.5, or leave it empty"), S(""));
	return ST_OK;
}

const struct record_type measure_target_type = { .ops = &measure_target_ops, .shape = &measure_target_shape, .one = M("target"), .many = M("targets"),
	.label = "measure", .path = "/measures/targets/{id}", .check = target_check };
const struct record_type measure_rebase_type = { .ops = &measure_rebase_ops, .shape = &measure_rebase_shape, .one = M("new limits"), .many = M("new limits"),
	.label = "measure", .path = "/measures/rebases/{id}" };

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

static struct str
path_name(const struct ctx *c)
{
	for (size_t i = 0; i < c->n_path_pairs; i++)
		if (str_is(c->path_pairs[i].name, "name"))
			return c->path_pairs[i].value;
	return S("");
}

void
measure_fields(struct html *o, const struct form *f)
{
	for (size_t i = 0; i < f->shape->n; i++)
		if (!str_is(str_c(f->shape->f[i].name), "name"))
			html_field(o, f, f->shape->f[i].name);
}

/* ---- target ---- */

struct target_in { struct str name, target; bool screen; struct str why; };
struct name_out { struct str name; };
SHAPE(measure_target_in, target_in,
	FIELD(struct target_in, name, .label = M("Measure"), .must = true, .max = 80),
	FIELD(struct target_in, target, .label = M("Target"), .hint = M("A number in the unit of the chart, for example 12.5. Leave it empty for none"), .max = 20),
	FIELD(struct target_in, screen, .label = M("Leave the largest moving ranges out when the limits are worked out"),
	    .hint = M("The NHS spreadsheet does not. Do it only where single events would hide everything else")),
	FIELD_LONG(struct target_in, why, .label = M("Why?"), .hint = M("Who agreed it, and where"), .must = true, .max = 1000));
SHAPE(measure_name_out, name_out, FIELD(struct name_out, name, .label = M("Measure")));

static enum status
name_check(struct ctx *c, struct str name, struct measure_ref *ret)
{
	return measure_find(name, ret) ? ST_OK : fail(c, ST_NOT_FOUND, M("There is no such measure."), NULL);
}

static enum status
target_store(struct ctx *c, void *in_, void *out_)
{
	const struct target_in *in = in_;
	struct name_out *out = out_;
	struct measure_target_now_row now;
	struct measure_target rec;
	struct measure_ref m;

	TRY(name_check(c, in->name, &m));
	out->name = in->name;
	enum status st = measure_target_now(c->db, c->scope, c->mem, in->name, &now);
	if (st == ST_NOT_FOUND) {
		rec = (struct measure_target){ .measure = in->name, .target = in->target, .screen = in->screen, .why = in->why };
		return record_create(c, &measure_target_type, &rec);
	}
	TRY(st);
	TRY(record_get(c, &measure_target_type, now.id, &rec));
	rec.version = c->version != 0 ? c->version : rec.version;
	rec.target = in->target;
	rec.screen = in->screen;
	rec.why = in->why;
	return record_update(c, &measure_target_type, &rec);
}

const struct action measure_target_set = { .name = "measure.target", .title = M("Set target and screening"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &measure_target_in, .out = &measure_name_out, .store = target_store };

struct loaded { struct measure_ref m; struct target_in target; int64_t version; struct series s; int64_t unit; };

static enum status
measure_load(struct ctx *c, struct loaded **ret)
{
	struct loaded *l = arena_new(c->mem, struct loaded);

	TRY(name_check(c, path_name(c), &l->m));
	c->data = *ret = l;
	return ST_OK;
}

enum status
measure_target_load(struct ctx *c)
{
	struct measure_target_now_row now;
	struct loaded *l;

	TRY(measure_load(c, &l));
	enum status st = measure_target_now(c->db, c->scope, c->mem, str_c(l->m.def->name), &now);
	if (st == ST_OK) {
		l->target = (struct target_in){ .target = now.target, .screen = now.screen, .why = S("") };
		l->version = now.version;
	} else if (l->m.def->target != 0) {
		l->target.target = arena_printf(c->mem, "%lld", (long long)l->m.def->target);
	}
	l->target.name = str_c(l->m.def->name);
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static void
setting_page(struct html *o, struct ctx *c, struct setting_view *v, const struct measure_def *d, const char *what)
{
	v->action = URL(c->mem, arena_printf(c->mem, "/measures/%s/%s", d->name, what).p);
	v->cancel = measure_url(c, d);
	v->caption = text(c, d->title);
	measure_crumbs(c, d);
	page_title(c, v->title);
	measure_setting_html(o, v);
}

void
measure_target_page(struct html *o, struct ctx *c, const void *out)
{
	const struct loaded *l = c->data;
	struct setting_view v = { .form = page_form(c, &measure_target_in, &l->target), .title = text(c, M("Set target and screening")), .version = l->version,
		.about = text(c, M("No standard sets a target for a measure: it is your organisation's own.")), .button = M("Save") };

	(void)out;
	setting_page(o, c, &v, l->m.def, "target");
}

/* ---- new limits ---- */

struct rebase_in { struct str name; struct date from_on; struct str why; };
SHAPE(measure_rebase_in, rebase_in,
	FIELD(struct rebase_in, name, .label = M("Measure"), .must = true, .max = 80),
	FIELD(struct rebase_in, from_on, .label = M("First day of the new limits"), .must = true, .past_only = true),
	FIELD_LONG(struct rebase_in, why, .label = M("Why?"), .hint = M("What changed in the work itself, such as a new ward or another way of counting"), .must = true, .max = 1000));

static enum status
rebase_store(struct ctx *c, void *in_, void *out_)
{
	const struct rebase_in *in = in_;
	struct name_out *out = out_;
	struct measure_rebase_all_row *all;
	struct measure_ref m;
	size_t n;

	TRY(name_check(c, in->name, &m));
	/* Charts go by months. */
	struct date from = measure_month_start(measure_month_of(in->from_on));
	TRY(measure_rebase_all(c->db, c->scope, c->mem, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].measure, in->name) && all[i].from_on.day == from.day)
			field_error(c, "from_on", M("There are new limits from this month already"), S(""));
	TRY(errors(c));
	struct measure_rebase rec = { .measure = in->name, .from_on = from, .why = in->why };
	out->name = in->name;
	return record_create(c, &measure_rebase_type, &rec);
}

const struct action measure_rebase_add = { .name = "measure.rebase", .title = M("Begin new limits"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &measure_rebase_in, .out = &measure_name_out, .store = rebase_store };

enum status
measure_rebase_load(struct ctx *c)
{
	struct loaded *l;

	return measure_load(c, &l);
}

void
measure_rebase_page(struct html *o, struct ctx *c, const void *out)
{
	const struct loaded *l = c->data;
	struct rebase_in rec = { .name = str_c(l->m.def->name), .why = S("") };
	struct setting_view v = { .form = page_form(c, &measure_rebase_in, &rec), .title = text(c, M("Begin new limits")), .button = M("Begin new limits"),
		.about = text(c, M("Do this only where the work itself has changed and the old limits no longer say anything. A chart that shows an improvement needs none: the improvement is what it shows.")) };

	(void)out;
	setting_page(o, c, &v, l->m.def, "rebase");
}

static enum status
rebase_end_store(struct ctx *c, void *in, void *out_)
{
	const struct measure_rebase *r = c->record;
	struct name_out *out = out_;

	(void)in;
	out->name = r->measure;
	return record_withdraw(c, &measure_rebase_type, r->id, c->version != 0 ? c->version : r->version, S("Taken back"));
}

const struct action measure_rebase_end = { .name = "measure.rebase_end", .title = M("Take back new limits"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.record = &measure_rebase_type, .out = &measure_name_out, .store = rebase_end_store };
