/* SPDX-License-Identifier: MIT */
/* REV-12: who is responsible for a standard; they see it as their work. */
#include "feature/review/pages.h"
#include "tpl/feature/review/assign.h"

struct assign_in { int64_t responsible, responsible_unit; };
struct assign_out { int64_t id, version, responsible, responsible_unit; };
SHAPE(review_assign_shape, assign_in,
	FIELD_REF(struct assign_in, responsible, "person", .label = M("Responsible person")),
	FIELD_REF(struct assign_in, responsible_unit, "unit", .label = M("Responsible unit"),
	    .hint = M("Everybody who contributes for this unit, or one above it, can rate the standard")));
SHAPE(review_assign_out_shape, assign_out,
	FIELD_REF(struct assign_out, id, "answer", .label = M("Id")),
	FIELD(struct assign_out, version, .label = M("Version")),
	FIELD_REF(struct assign_out, responsible, "person", .label = M("Responsible person")),
	FIELD_REF(struct assign_out, responsible_unit, "unit", .label = M("Responsible unit")));

static bool
given(const struct ctx *c, const char *field)
{
	return c->form->presence[shape_index(&review_assign_shape, field)] != ABSENT;
}

static enum status
assign_store(struct ctx *c, void *in_, void *out_)
{
	const struct assign_in *in = in_;
	struct assign_out *out = out_;
	struct answer a = *(const struct answer *)c->record;
	struct review r;

	TRY(record_get(c, &review_type, a.review, &r));
	if (!review_is_open(r.state))
		return fail(c, ST_INVALID, M("This review is {state}: nothing in it can be changed any more."), "state",
		    review_state_label(c, r.state), NULL);
	if (given(c, "responsible") && in->responsible != 0 && record_name(c, "person", in->responsible).n == 0)
		field_error(c, "responsible", M("Choose a person of your organisation"), S(""));
	if (given(c, "responsible_unit") && in->responsible_unit != 0 && record_name(c, "unit", in->responsible_unit).n == 0)
		field_error(c, "responsible_unit", M("Choose a unit of your organisation"), S(""));
	TRY(errors(c));
	if (c->version != 0)
		a.version = c->version;
	if (given(c, "responsible"))
		a.responsible = in->responsible;
	if (given(c, "responsible_unit"))
		a.responsible_unit = in->responsible_unit;
	TRY(record_update(c, &answer_type, &a));
	*out = (struct assign_out){ a.id, a.version, a.responsible, a.responsible_unit };
	return ST_OK;
}

enum status
answer_assign_form_load(struct ctx *c)
{
	const struct answer *a = c->record;
	struct assign_in now = { .responsible = a->responsible, .responsible_unit = a->responsible_unit };
	struct assign_view *v = arena_new(c->mem, struct assign_view);
	struct option *o;
	size_t n;

	*v = (struct assign_view){ .form = page_form(c, &review_assign_shape, &now), .title = a->title, .version = a->version,
		.action = URL_ID(c->mem, "/reviews/standards/{}/responsible", c->id), .cancel = URL_ID(c->mem, "/reviews/standards/{}", c->id) };
	TRY(record_options(c, "person", &o, &n));
	form_options(c, v->form, "responsible", o, n);
	TRY(record_options(c, "unit", &o, &n));
	form_options(c, v->form, "responsible_unit", o, n);
	c->data = v;
	return ST_OK;
}

void
answer_assign_page(struct html *o, struct ctx *c, const void *out)
{
	const struct answer *a = c->record;

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Self-review")), URL_ID(c->mem, "/reviews/{}", a->review));
	page_crumb(c, a->title, URL_ID(c->mem, "/reviews/standards/{}", c->id));
	review_assign_html(o, c->data);
}

const struct action answer_assign_action = { .name = "answer.assign", .title = M("Change who is responsible"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &review_assign_shape, .out = &review_assign_out_shape, .record = &answer_type, .store = assign_store };
