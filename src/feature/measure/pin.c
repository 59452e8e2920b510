/* SPDX-License-Identifier: MIT */
/* EVI-2: a figure as it stood on a day, kept as evidence.  What it was taken from is kept with it, so that anybody can have
 * it worked out again and see whether it still comes out the same. */
#include "app/access.h"
#include "base/time.h"
#include "feature/evidence/shape.h"
#include "feature/measure/own.h"
#include "sql/measure.h"
#include "tpl/feature/measure/pin.h"
#include "tpl/feature/measure/setting.h"

SHAPE(measure_pin_shape, measure_pin,
	FIELD(struct measure_pin, title, .label = M("Title"), .must = true, .search = true),
	FIELD(struct measure_pin, measure, .label = M("Measure"), .max = 80),
	FIELD(struct measure_pin, from_month, .label = M("First month")),
	FIELD(struct measure_pin, to_month, .label = M("Last month")),
	FIELD_REF(struct measure_pin, unit, "unit", .label = M("Unit")),
	FIELD(struct measure_pin, part, .label = M("Counted")),
	FIELD(struct measure_pin, whole, .label = M("Of")),
	FIELD(struct measure_pin, value, .label = M("Value")),
	FIELD(struct measure_pin, taken_on, .label = M("Taken on")));
const struct record_type measure_pin_type = { .ops = &measure_pin_ops, .shape = &measure_pin_shape, .one = M("figure"), .many = M("figures"),
	.label = "title", .path = "/measures/figures/{id}", .unit = "unit" };

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

/* Part and whole over those months: rates by the staff in the middle of them, a year's months as one. */
struct figure { struct measure_month sum; bool known; spc_num value; };

static enum status
figure_of(struct ctx *c, const struct measure_ref *m, const struct measure_span *s, struct figure *ret)
{
	struct measure_month *months;
	int64_t staff = 0;

	*ret = (struct figure){ .known = false };
	struct scope_eyes eyes = scope_as_nobody(c);
	enum status st = measure_months(c, m, s, &months);
	scope_back(c, eyes);
	TRY(st);
	for (int64_t i = 0; i <= s->to - s->from; i++) {
		ret->sum.part += months[i].part;
		ret->sum.whole += months[i].whole;
	}
	if (m->def->form == MEASURE_RATE)
		TRY(measure_staff(c, s, &staff));
	if (m->def->form == MEASURE_RATE)
		ret->sum.whole = staff;
	ret->known = measure_value(m->def, ret->sum, staff, &ret->value);
	return ST_OK;
}

/* ---- taking one ---- */

struct pin_in { struct str name; int64_t unit; struct str from, to, standard; };
struct pin_out { int64_t id, evidence; struct str value; };
SHAPE(measure_pin_in, pin_in,
	FIELD(struct pin_in, name, .label = M("Measure"), .must = true, .max = 80),
	FIELD_REF(struct pin_in, unit, "unit", .label = M("Unit"), .hint = M("Leave empty for the whole organisation")),
	FIELD(struct pin_in, from, .label = M("First month"), .hint = M("As 2026-04"), .must = true, .max = 7),
	FIELD(struct pin_in, to, .label = M("Last month"), .hint = M("As 2027-03"), .must = true, .max = 7),
	FIELD(struct pin_in, standard, .label = M("Standard that it is evidence for"), .hint = M("As framework/number, for example commissioner-security/4.1. You can add more later"), .max = 120));
SHAPE(measure_pin_out, pin_out,
	FIELD_REF(struct pin_out, id, "measure_pin", .label = M("Figure")),
	FIELD_REF(struct pin_out, evidence, "evidence", .label = M("Evidence")),
	FIELD(struct pin_out, value, .label = M("Value")));

static int64_t
month_read(struct ctx *c, const char *field, struct str s)
{
	struct date d;

	if (s.n == 7 && date_parse(arena_printf(c->mem, "%.*s-01", (int)s.n, s.p), &d))
		return measure_month_of(d);
	field_error(c, field, M("Enter the month as 2026-08"), S(""));
	return -1;
}

static enum status
span_read(struct ctx *c, const struct pin_in *in, struct measure_span *ret)
{
	*ret = (struct measure_span){ .from = month_read(c, "from", in->from), .to = month_read(c, "to", in->to), .unit = in->unit };
	TRY(errors(c));
	if (ret->to < ret->from || ret->to - ret->from >= 60)
		field_error(c, "to", M("The last month must be the first or a later one, and at most five years on"), S(""));
	else if (ret->to >= measure_month_of(c->today))
		field_error(c, "to", M("The last month must be over"), S(""));
	return errors(c);
}

/* With a figure for as many months before, it is an outcome: it says what became better or worse. */
static enum status
before_and_after(struct ctx *c, const struct measure_ref *m, const struct measure_span *span, const struct figure *now, struct evidence *e)
{
	int64_t months = span->to - span->from + 1;
	struct measure_span before = { span->from - months, span->from - 1, span->unit };
	struct figure was;

	TRY(figure_of(c, m, &before, &was));
	if (!was.known || (was.sum.part == 0 && was.sum.whole == 0) || m->def->better == SPC_NEITHER)
		return ST_OK;
	struct msg_arg args[] = { { "value", measure_value_words(c, m->def, true, was.value) }, { "from", month_words(c, before.from) }, { "to", month_words(c, before.to) } };
	e->class = S("outcome");
	e->measured = text(c, m->def->about);
	e->measured_before = lang_format(c->lang, c->mem, M("{value}, {from} to {to}"), args, 3);
	e->measured_after = measure_value_words(c, m->def, true, now->value);
	e->measured_on = c->today;
	e->change = was.value == now->value ? S("same") : (now->value > was.value) == (m->def->better == SPC_HIGHER) ? S("better") : S("worse");
	return ST_OK;
}

static enum status
pin_store(struct ctx *c, void *in_, void *out_)
{
	const struct pin_in *in = in_;
	struct pin_out *out = out_;
	struct measure_span span;
	struct measure_ref m;
	struct figure f;

	if (!measure_find(in->name, &m))
		return fail(c, ST_NOT_FOUND, M("There is no such measure."), NULL);
	TRY(span_read(c, in, &span));
	TRY(figure_of(c, &m, &span, &f));
	if (!f.known)
		return fail(c, ST_INVALID, M("There is no figure for these months to keep."), NULL);
	struct msg_arg args[] = { { "title", text(c, m.def->title) }, { "from", month_words(c, span.from) }, { "to", month_words(c, span.to) } };
	struct measure_pin pin = { .title = lang_format(c->lang, c->mem, M("{title}, {from} to {to}"), args, 3), .measure = in->name, .from_month = span.from,
		.to_month = span.to, .unit = in->unit, .part = f.sum.part, .whole = f.sum.whole, .value = measure_value_words(c, m.def, true, f.value), .taken_on = c->today };
	TRY(record_create(c, &measure_pin_type, &pin));
	struct evidence_add add = { .e = { .title = pin.title, .kind = str_c(m.def->evidence), .class = S("output"), .held = S("record"),
		.link = record_url(c, &measure_pin_type, pin.id).s, .record_kind = S(""), .note = S(""), .period_from = measure_month_start(span.from),
		.period_to = date_add_days(measure_month_start(span.to + 1), -1), .measured = S(""), .measured_before = S(""), .measured_after = S(""),
		.change = S(""), .unit = in->unit }, .framework = S(""), .standard = in->standard };
	TRY(before_and_after(c, &m, &span, &f, &add.e));
	struct { int64_t id, version; struct str ref; } done;
	TRY(call_action(c, "evidence.create", &add, &done, false));
	*out = (struct pin_out){ .id = pin.id, .evidence = done.id, .value = pin.value };
	return ST_OK;
}

const struct action measure_pin_take = { .name = "measure.pin", .title = M("Keep a figure as evidence"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &measure_pin_in, .out = &measure_pin_out, .store = pin_store };

static struct str
path_name(const struct ctx *c)
{
	for (size_t i = 0; i < c->n_path_pairs; i++)
		if (str_is(c->path_pairs[i].name, "name"))
			return c->path_pairs[i].value;
	return S("");
}

struct taking { struct measure_ref m; struct option *units; size_t n_units; };

enum status
measure_take_load(struct ctx *c)
{
	struct taking *t = arena_new(c->mem, struct taking);

	if (!measure_find(path_name(c), &t->m))
		return fail(c, ST_NOT_FOUND, M("There is no such measure."), NULL);
	c->data = t;
	return record_options(c, "unit", &t->units, &t->n_units);
}

static struct str
month_typed(struct ctx *c, int64_t month)
{
	return arena_printf(c->mem, "%04lld-%02lld", (long long)(month / 12), (long long)(month % 12 + 1));
}

void
measure_take_page(struct html *o, struct ctx *c, const void *out)
{
	const struct taking *t = c->data;
	int64_t last = measure_month_of(c->today) - 1, unit = 0;

	(void)out;
	(void)str_i64(page_asked(c, "unit"), &unit);
	struct pin_in rec = { .name = str_c(t->m.def->name), .unit = unit, .from = month_typed(c, last - 11), .to = month_typed(c, last), .standard = S("") };
	struct setting_view v = { .form = page_form(c, &measure_pin_in, &rec), .title = text(c, M("Keep this figure as evidence")), .caption = text(c, t->m.def->title),
		.action = URL(c->mem, arena_printf(c->mem, "/measures/%s/pin", t->m.def->name).p), .cancel = measure_url(c, t->m.def), .button = M("Keep as evidence"),
		.about = text(c, M("The figure is kept with its value and today's date. It can be worked out again at any time, and the page says whether it still comes out the same.")) };
	form_options(c, v.form, "unit", t->units, t->n_units);
	measure_crumbs(c, t->m.def);
	page_title(c, v.title);
	measure_setting_html(o, &v);
}

/* ---- looking at one ---- */

struct again_out { int64_t id, part, whole, part_now, whole_now; struct str title, measure, value, value_now; struct date taken_on; bool same; };
SHAPE(measure_again_out, again_out,
	FIELD_REF(struct again_out, id, "measure_pin", .label = M("Figure")),
	FIELD(struct again_out, title, .label = M("Title")),
	FIELD(struct again_out, measure, .label = M("Measure")),
	FIELD(struct again_out, taken_on, .label = M("Taken on")),
	FIELD(struct again_out, value, .label = M("Value")),
	FIELD(struct again_out, part, .label = M("Counted")),
	FIELD(struct again_out, whole, .label = M("Of")),
	FIELD(struct again_out, value_now, .label = M("Value now")),
	FIELD(struct again_out, part_now, .label = M("Counted now")),
	FIELD(struct again_out, whole_now, .label = M("Of, now")),
	FIELD(struct again_out, same, .label = M("Still the same")));

static enum status
pin_load(struct ctx *c, void *in, void *out_)
{
	const struct measure_pin *p = c->record;
	struct again_out *out = out_;
	struct measure_ref m;
	struct figure f;

	(void)in;
	*out = (struct again_out){ .id = p->id, .title = p->title, .measure = p->measure, .value = p->value, .part = p->part, .whole = p->whole, .taken_on = p->taken_on };
	if (!measure_find(p->measure, &m))
		return fail(c, ST_NOT_FOUND, M("There is no such measure."), NULL);
	TRY(figure_of(c, &m, &(struct measure_span){ p->from_month, p->to_month, p->unit }, &f));
	out->part_now = f.sum.part;
	out->whole_now = f.sum.whole;
	out->value_now = measure_value_words(c, m.def, f.known, f.value);
	out->same = p->part == f.sum.part && p->whole == f.sum.whole;
	return ST_OK;
}

const struct action measure_pin_view = { .name = "measure_pin.view", .title = M("A figure kept as evidence"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.record = &measure_pin_type, .out = &measure_again_out, .load = pin_load };

static struct str
counted(struct ctx *c, const struct measure_def *d, int64_t n)
{
	struct html o = { .mem = c->mem, .lang = c->lang };

	return d->form == MEASURE_MONEY ? html_str_money(&o, (struct money){ n, true }) : html_str_i64(&o, n);
}

void
measure_pin_page(struct html *o, struct ctx *c, const void *out_)
{
	const struct again_out *out = out_;
	const struct measure_pin *p = c->record;
	struct measure_ref m;
	struct pin_view v = { .title = out->title, .value = out->value, .value_now = out->value_now, .same = out->same, .taken_on = out->taken_on,
		.whole = out->whole, .whole_now = out->whole_now };

	if (!measure_find(p->measure, &m))
		return;
	v.has_whole = m.def->form == MEASURE_RATE || m.def->form == MEASURE_SHARE;
	v.part = counted(c, m.def, out->part);
	v.part_now = counted(c, m.def, out->part_now);
	v.measure = measure_url(c, m.def);
	v.counted = text(c, m.def->part);
	v.of = m.def->form == MEASURE_RATE ? text(c, M("Number of staff")) : m.def->whole != NULL ? text(c, m.def->whole) : S("");
	measure_crumbs(c, m.def);
	page_title(c, out->title);
	measure_pin_html(o, &v);
}
