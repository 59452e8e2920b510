/* SPDX-License-Identifier: MIT */
/* Adding evidence, changing it, and saying which standards it supports. */
#include <string.h>
#include "base/ids.h"
#include "feature/evidence/own.h"
#include "feature/evidence/shape.h"
#include "tpl/feature/evidence/form.h"
#include "tpl/feature/evidence/kind.h"
#include "tpl/feature/evidence/standard.h"
#include "tpl/feature/evidence/withdraw.h"

struct link_in { struct str framework, standard; };
struct link_out { int64_t id; struct str framework, standard; };
struct done_out { int64_t id, version; struct str ref; };
struct why_in { struct str why; };
SHAPE(evidence_link_in_shape, link_in,
	FIELD(struct link_in, framework, .label = M("Framework"), .hint = M("Its key. May be left out where the standard names it: key/1.4"), .max = 80),
	FIELD(struct link_in, standard, .label = M("Standard"), .must = true, .max = 120));
SHAPE(evidence_link_out_shape, link_out,
	FIELD_REF(struct link_out, id, "evidence", .label = M("Evidence")),
	FIELD(struct link_out, framework, .label = M("Framework")),
	FIELD(struct link_out, standard, .label = M("Standard")));
SHAPE(evidence_done_out_shape, done_out,
	FIELD_REF(struct done_out, id, "evidence", .label = M("Evidence")),
	FIELD(struct done_out, version, .label = M("Version")),
	FIELD(struct done_out, ref, .label = M("Reference")));
SHAPE(evidence_why_shape, why_in, FIELD(struct why_in, why, .label = M("Why is it withdrawn?"),
    .hint = M("It stays readable, with this reason, and can be restored. Ratings no longer rest on it."), .must = true, .max = 500));

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

/* "key/1.4" in one becomes both. */
static void
split(struct str *framework, struct str *standard)
{
	struct str rest, head = str_cut(*standard, '/', &rest);

	if (framework->n == 0 && rest.p != NULL) {
		*framework = head;
		*standard = rest;
	}
}

static enum status
standard_must_be(struct ctx *c, struct str key, struct str id)
{
	const struct framework *f;
	const struct fw_standard *s;

	TRY(evidence_standard_find(c, key, id, &f, &s));
	if (s == NULL)
		field_error(c, "standard", M("There is no standard {value} in that framework"), id);
	return ST_OK;
}

static enum status
link_put(struct ctx *c, int64_t id, struct str key, struct str standard)
{
	int64_t n;

	touch(c, "evidence", id);
	return evidence_link_put(c->db, c->scope, id, key, standard, c->now, &n);
}

/* ---- create ---- */

static enum status
create_check(struct ctx *c, void *in_, void *out)
{
	struct evidence_add *in = in_;

	(void)out;
	split(&in->framework, &in->standard);
	if (in->framework.n > 0 && in->standard.n == 0)
		field_error(c, "standard", M("Enter the standard, or leave the framework out as well"), S(""));
	else if (in->standard.n > 0)
		TRY(standard_must_be(c, in->framework, in->standard));
	return ST_OK;
}

static enum status
create_store(struct ctx *c, void *in_, void *out_)
{
	struct evidence_add *in = in_;
	struct done_out *out = out_;

	TRY(record_create(c, &evidence_type, &in->e));
	if (in->standard.n > 0)
		TRY(link_put(c, in->e.id, in->framework, in->standard));
	*out = (struct done_out){ in->e.id, in->e.version, in->e.ref };
	if (in->answer != 0)
		c->goes_to = URL_ID(c->mem, "/reviews/standards/{}", in->answer).s;
	return ST_OK;
}

const struct action evidence_create = { .name = "evidence.create", .title = M("Add evidence"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &evidence_add_shape, .out = &evidence_done_out_shape, .load = create_check, .store = create_store, .body = 21u << 20 };

static enum status
edit_store(struct ctx *c, void *in, void *out_)
{
	struct evidence *e = in;
	struct done_out *out = out_;

	TRY(record_update(c, &evidence_type, e));
	*out = (struct done_out){ e->id, e->version, e->ref };
	return ST_OK;
}

const struct action evidence_edit = { .name = "evidence.edit", .title = M("Change evidence"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &evidence_shape, .out = &evidence_done_out_shape, .record = &evidence_type, .store = edit_store, .body = 21u << 20 };

/* ---- standards ---- */

static enum status
link_check(struct ctx *c, void *in_, void *out)
{
	struct link_in *in = in_;

	(void)out;
	split(&in->framework, &in->standard);
	return standard_must_be(c, in->framework, in->standard);
}

static enum status
link_store(struct ctx *c, void *in_, void *out_)
{
	const struct link_in *in = in_;
	struct link_out *out = out_;
	struct evidence e;

	TRY(record_get(c, &evidence_type, c->id, &e));
	if (e.withdrawn_at.ms != 0)
		return fail(c, ST_INVALID, M("This evidence has been withdrawn. Restore it before linking it."), NULL);
	TRY(link_put(c, c->id, in->framework, in->standard));
	*out = (struct link_out){ c->id, in->framework, in->standard };
	return ST_OK;
}

const struct action evidence_link = { .name = "evidence.link", .title = M("Add a standard to evidence"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &evidence_link_in_shape, .out = &evidence_link_out_shape, .record = &evidence_type, .load = link_check, .store = link_store };

static enum status
unlink_store(struct ctx *c, void *in_, void *out_)
{
	struct link_in *in = in_;
	struct link_out *out = out_;
	int64_t n;

	split(&in->framework, &in->standard);
	touch(c, "evidence", c->id);
	TRY(evidence_link_drop(c->db, c->scope, c->id, in->framework, in->standard, &n));
	if (n == 0)
		return fail(c, ST_INVALID, M("This evidence is not linked to that standard."), NULL);
	*out = (struct link_out){ c->id, in->framework, in->standard };
	return ST_OK;
}

const struct action evidence_unlink = { .name = "evidence.unlink", .title = M("Take a standard off evidence"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &evidence_link_in_shape, .out = &evidence_link_out_shape, .record = &evidence_type, .store = unlink_store };

/* ---- withdraw, restore ---- */

static enum status
state_out(struct ctx *c, struct done_out *out)
{
	struct evidence e;

	TRY(record_get(c, &evidence_type, c->id, &e));
	*out = (struct done_out){ e.id, e.version, e.ref };
	return ST_OK;
}

static enum status
withdraw_store(struct ctx *c, void *in, void *out)
{
	TRY(record_withdraw(c, &evidence_type, c->id, c->version, ((const struct why_in *)in)->why));
	return state_out(c, out);
}

static enum status
restore_store(struct ctx *c, void *in, void *out)
{
	(void)in;
	TRY(record_restore(c, &evidence_type, c->id, c->version));
	return state_out(c, out);
}

const struct action evidence_withdraw = { .name = "evidence.withdraw", .title = M("Withdraw evidence"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &evidence_why_shape, .out = &evidence_done_out_shape, .record = &evidence_type, .store = withdraw_store };
const struct action evidence_restore = { .name = "evidence.restore", .title = M("Restore evidence"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .out = &evidence_done_out_shape, .record = &evidence_type, .store = restore_store };

/* ---- forms ---- */

static struct str
typed(const struct form *f, const char *name)
{
	size_t i = shape_index(f->shape, name);

	return i != SIZE_MAX ? f->typed[i] : (struct str){ NULL, 0 };
}

static void
type_in(struct form *f, const char *name, struct str value)
{
	f->typed[shape_index(f->shape, name)] = value;
}

static struct str
error_on(struct ctx *c, const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n_errors; i++)
		if (f->errors[i].f != NULL && str_is(str_c(f->errors[i].f->name), name))
			return form_error_text(c->lang, c->mem, &f->errors[i]);
	return (struct str){ NULL, 0 };
}

static bool
named(const struct fw_names *n, struct str id)
{
	for (size_t i = 0; i < n->n; i++)
		if (str_eq(n->at[i], id))
			return true;
	return false;
}

/* Kinds that the standard suggests stand first. */
static void
kind_groups(struct ctx *c, const struct fw_standard *s, struct str chosen, struct kind_view *v)
{
	struct kind_group *g = arena_array(c->mem, struct kind_group, 2);
	size_t n = evidence_kind_choices.n, k[2] = { 0, 0 };
	struct kind_option *o[2] = { arena_array(c->mem, struct kind_option, n + 1), arena_array(c->mem, struct kind_option, n + 1) };

	for (size_t i = 0; i < n; i++) {
		struct str id = str_c(evidence_kind_choices.c[i].value);
		int at = s != NULL && (named(&s->evidence.output, id) || named(&s->evidence.outcome, id)) ? 0 : 1;
		o[at][k[at]++] = (struct kind_option){ id, evidence_kind_name(c, id), str_eq(chosen, id) };
	}
	struct kind_option *h = arena_array(c->mem, struct kind_option, evidence_helds.n);
	for (size_t i = 0; i < evidence_helds.n; i++)
		h[i] = (struct kind_option){ str_c(evidence_helds.c[i].value), text(c, evidence_helds.c[i].label),
			str_is(typed(v->form, "held"), evidence_helds.c[i].value) };
	v->helds = h;
	v->n_helds = evidence_helds.n;
	g[0] = (struct kind_group){ text(c, M("Suggested for this standard")), o[0], k[0] };
	g[1] = (struct kind_group){ k[0] > 0 ? text(c, M("Other kinds")) : text(c, M("All kinds")), o[1], k[1] };
	v->groups = k[0] > 0 ? g : g + 1;
	v->n = k[0] > 0 ? 2 : 1;
}

static void
units(struct ctx *c, struct form *f)
{
	struct option *o;
	size_t n;

	if (record_options(c, "unit", &o, &n) == ST_OK)
		form_options(c, f, "unit", o, n);
}

/* The form for showing: what the choices made so far ask for is not called optional. */
static struct form *
shown_as_asked(struct ctx *c, const struct form *f)
{
	static const char *const outcome[] = { "measured", "measured_before", "measured_after", "measured_on", "change" };
	static const char *const held[][2] = { { "file", "document" }, { "link", "link" }, { "record", "link" }, { "note", "note" } };
	struct form *n = arena_new(c->mem, struct form);
	struct shape *s = arena_new(c->mem, struct shape);
	struct field *fields = arena_array(c->mem, struct field, f->shape->n);

	memcpy(fields, f->shape->f, f->shape->n * sizeof *fields);
	*s = *f->shape;
	s->f = fields;
	for (size_t i = 0; i < countof(outcome) && str_is(typed(f, "class"), "outcome"); i++)
		fields[shape_index(s, outcome[i])].must = true;
	for (size_t i = 0; i < countof(held); i++)
		if (str_is(typed(f, "held"), held[i][0]))
			fields[shape_index(s, held[i][1])].must = true;
	*n = *f;
	n->shape = s;
	n->errors = arena_array(c->mem, struct field_error, f->n_errors + 1);
	for (size_t i = 0; i < f->n_errors; i++) {
		n->errors[i] = f->errors[i];
		if (f->errors[i].f >= f->shape->f && f->errors[i].f < f->shape->f + f->shape->n)
			n->errors[i].f = fields + (f->errors[i].f - f->shape->f);
	}
	return n;
}

/* What is ticked and said in the parts of the form that the template draws itself. */
static void
form_view_fill(struct ctx *c, struct form_view *v)
{
	const struct fw_evidence_kind *k = evidence_kind(typed(v->form, "kind"));

	units(c, v->form);
	v->held = typed(v->form, "held");
	v->class = typed(v->form, "class");
	v->class_error = error_on(c, v->form, "class");
	v->kind = typed(v->form, "kind");
	v->form = shown_as_asked(c, v->form);
	for (size_t i = 0; i < evidence_helds.n; i++)
		if (str_is(v->held, evidence_helds.c[i].value))
			v->held_name = text(c, evidence_helds.c[i].label);
	if (k == NULL)
		return;
	v->kind_name = evidence_kind_name(c, k->id);
	switch (k->usual) {
	case CLASS_OUTPUT: v->proposal = text(c, M("Evidence of this kind is usually an output. You decide by what it shows.")); break;
	case CLASS_OUTCOME: v->proposal = text(c, M("Evidence of this kind is usually an outcome. You decide by what it shows.")); break;
	case CLASS_DEPENDS: v->proposal = text(c, M("Evidence of this kind can be either. You decide by what it shows.")); break;
	case CLASS_REFERENCE: v->proposal = text(c, M("This kind is something to work from. It shows work only together with what was done with it.")); break;
	}
}

static struct url
with_context(struct ctx *c, struct url u, const struct form *f)
{
	static const char *const names[] = { "framework", "standard", "answer", "kind", "held" };

	for (size_t i = 0; i < countof(names); i++)
		u = url_with(c->mem, u, names[i], typed(f, names[i]));
	return u;
}

/* A first visit: the address says for which standard and of which kind. */
static void
start(struct ctx *c, struct form *f)
{
	static const char *const names[] = { "framework", "standard", "answer", "kind", "held" };
	const struct fw_evidence_kind *k;

	for (size_t i = 0; i < countof(names); i++)
		if (page_asked(c, names[i]).n > 0)
			type_in(f, names[i], page_asked(c, names[i]));
	k = evidence_kind(typed(f, "kind"));
	if (k != NULL && typed(f, "class").n == 0 && (k->usual == CLASS_OUTPUT || k->usual == CLASS_OUTCOME))
		type_in(f, "class", k->usual == CLASS_OUTCOME ? S("outcome") : S("output"));
	for (size_t i = 0; i < evidence_helds.n; i++)
		if (str_is(typed(f, "held"), evidence_helds.c[i].value))
			return;
	type_in(f, "held", S("file"));
}

struct new_data { bool choose; struct kind_view kind; struct form_view form; };

enum status
evidence_new_load(struct ctx *c)
{
	struct new_data *d = arena_new(c->mem, struct new_data);
	bool again = c->form != NULL;
	struct form *f = page_form(c, &evidence_add_shape, NULL);
	const struct framework *fw = NULL;
	const struct fw_standard *s = NULL;
	int64_t answer;

	if (!again)
		start(c, f);
	struct str key = typed(f, "framework"), standard = typed(f, "standard"), of = S("");
	if (key.n > 0 && standard.n > 0) {
		TRY(evidence_standard_find(c, key, standard, &fw, &s));
		if (s == NULL)
			return fail(c, ST_NOT_FOUND, M("There is no such standard."), NULL);
		of = evidence_standard_words(c, fw, s);
	}
	d->choose = evidence_kind(typed(f, "kind")) == NULL || str_is(page_asked(c, "choose"), "1");
	d->form = (struct form_view){ .form = f, .action = URL(c->mem, "/evidence/new"), .of = of, .framework = key, .standard = standard,
		.answer = typed(f, "answer"), .other_kind = url_with(c->mem, with_context(c, URL(c->mem, "/evidence/new"), f), "choose", S("1")),
		.cancel = id_parse(typed(f, "answer"), &answer) ? URL_ID(c->mem, "/reviews/standards/{}", answer) : URL(c->mem, "/evidence") };
	form_view_fill(c, &d->form);
	d->kind = (struct kind_view){ .form = f, .framework = key, .standard = standard, .answer = d->form.answer, .of = of };
	d->kind.missing = page_asked(c, "held").n > 0 && page_asked(c, "choose").n == 0;	/* sent without one */
	kind_groups(c, s, typed(f, "kind"), &d->kind);
	c->data = d;
	return ST_OK;
}

void
evidence_new_page(struct html *o, struct ctx *c, const void *out)
{
	const struct new_data *d = c->data;

	(void)out;
	evidence_crumbs(c, false);
	if (d->choose)
		evidence_kind_html(o, &d->kind);
	else
		evidence_form_html(o, c, &d->form);
}

enum status
evidence_edit_load(struct ctx *c)
{
	const struct evidence *e = c->record;
	struct form_view *v = arena_new(c->mem, struct form_view);

	*v = (struct form_view){ .form = page_form(c, &evidence_shape, e), .version = e->version, .edit = true,
		.action = URL_ID(c->mem, "/evidence/{}/edit", e->id), .cancel = URL_ID(c->mem, "/evidence/{}", e->id) };
	form_view_fill(c, v);
	c->data = v;
	return ST_OK;
}

void
evidence_edit_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	evidence_crumbs(c, true);
	evidence_form_html(o, c, c->data);
}

/* ---- the choice of a standard ---- */

static size_t
standard_options(struct ctx *c, const struct framework *f, struct str chosen, struct kind_option **ret)
{
	struct kind_option *o = arena_array(c->mem, struct kind_option, framework_standard_count(f) + 1);
	size_t n = 0;

	for (size_t a = 0; a < f->areas.n; a++)
		for (size_t i = 0; i < f->areas.at[a].standards.n; i++) {
			const struct fw_standard *s = &f->areas.at[a].standards.at[i];
			struct str value = arena_printf(c->mem, "%.*s/%.*s", (int)f->key.n, f->key.p, (int)s->id.n, s->id.p);
			o[n++] = (struct kind_option){ value, evidence_standard_words(c, f, s), str_eq(value, chosen) };
		}
	*ret = o;
	return n;
}

enum status
evidence_standard_groups(struct ctx *c, struct str chosen, const struct kind_group **ret, size_t *ret_n)
{
	struct framework_entry *e;
	size_t n, k = 0;

	TRY(framework_list(c, &e, &n));
	struct kind_group *g = arena_array(c->mem, struct kind_group, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct framework *f;
		struct kind_option *o;
		int64_t now;
		/* One edition of each, the one in force. */
		if (!str_is(e[i].status, "published") || (framework_in_force(c, e[i].key, c->today, &now) == ST_OK && now != e[i].id))
			continue;
		TRY(framework_get(c, e[i].id, &f));
		if (!framework_is_for(f, c->who->org_kind))
			continue;
		g[k].n = standard_options(c, f, chosen, &o);
		g[k].options = o;
		g[k++].label = f->title;
	}
	*ret = g;
	*ret_n = k;
	return ST_OK;
}

enum status
evidence_link_load(struct ctx *c)
{
	const struct evidence *e = c->record;
	struct standard_view *v = arena_new(c->mem, struct standard_view);

	*v = (struct standard_view){ .form = page_form(c, &evidence_link_in_shape, NULL), .title = e->title,
		.action = URL_ID(c->mem, "/evidence/{}/standards", e->id), .cancel = URL_ID(c->mem, "/evidence/{}", e->id) };
	TRY(evidence_standard_groups(c, typed(v->form, "standard"), &v->groups, &v->n));
	c->data = v;
	return ST_OK;
}

void
evidence_link_page(struct html *o, struct ctx *c, const void *out)
{
	const struct standard_view *v = c->data;

	(void)out;
	evidence_crumbs(c, true);
	evidence_standard_html(o, v, error_on(c, v->form, "standard"));
}

void
evidence_withdraw_page(struct html *o, struct ctx *c, const void *out)
{
	const struct evidence *e = c->record;
	struct withdraw_view v = { .form = page_form(c, &evidence_why_shape, NULL), .version = e->version, .title = e->title,
		.action = URL_ID(c->mem, "/evidence/{}/withdraw", e->id), .cancel = URL_ID(c->mem, "/evidence/{}", e->id) };

	(void)out;
	evidence_crumbs(c, true);
	evidence_withdraw_html(o, &v);
}
