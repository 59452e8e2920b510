/* SPDX-License-Identifier: MIT */
/* People, property and hand-overs of one incident: each is added on the incident's page and changed on a page of its own. */
#include "feature/incident/own.h"

#include <string.h>

#include "base/time.h"
#include "feature/incident/view.h"
#include "tpl/feature/incident/act.h"

struct part_out { int64_t id; };
SHAPE(part_out_shape, part_out, FIELD_REF(struct part_out, id, "incident", .label = M("Incident")));

/* ---- adding to the incident that the address names ---- */

static enum status
add(struct ctx *c, const struct record_type *t, void *rec, void *out)
{
	const struct incident *i = c->record;

	memcpy((char *)rec + t->ops->at_within, &i->id, sizeof i->id);
	((struct part_out *)out)->id = i->id;
	return record_create(c, t, rec);
}

#define ADDS(name, kind_)                                                      \
	static enum status                                                     \
	name##_add(struct ctx *c, void *in, void *out)                         \
	{                                                                      \
		struct kind_ *rec = arena_new(c->mem, struct kind_);           \
		memcpy(rec, in, sizeof *rec);                                  \
		return add(c, &kind_##_record, rec, out);                      \
	}                                                                      \
	static enum status                                                     \
	name##_edit(struct ctx *c, void *in, void *out)                        \
	{                                                                      \
		struct kind_ *rec = in;                                        \
		((struct part_out *)out)->id = rec->incident;                  \
		return record_update(c, &kind_##_record, rec);                 \
	}
ADDS(person, incident_person)
ADDS(property, incident_property)
ADDS(handover, incident_handover)

static enum status
person_take(struct ctx *c, void *in, void *out)
{
	const struct incident_person *p = c->record;

	(void)in;
	((struct part_out *)out)->id = p->incident;
	return record_withdraw(c, &incident_person_record, c->id, c->version, S("entered by mistake"));
}

#define PART(var, name_, title_, shape_, record_, store_) const struct action var = { .name = name_, .title = title_, .access = ACCESS_ROLE, \
	.mode = MODE_WRITE, .in = &(shape_), .out = &part_out_shape, .record = &(record_), .store = store_, .body = 64 << 10 }
PART(incident_person_add, "incident.person", M("Add a person"), incident_person_shape, incident_record, person_add);
PART(incident_property_add, "incident.property", M("Add property"), incident_property_shape, incident_record, property_add);
PART(incident_handover_add, "incident.handover", M("Hand over to another team"), incident_handover_shape, incident_record, handover_add);
PART(incident_person_edit, "incident_person.edit", M("Change a person"), incident_person_shape, incident_person_record, person_edit);
PART(incident_property_edit, "incident_property.edit", M("Change property"), incident_property_shape, incident_property_record, property_edit);
PART(incident_handover_edit, "incident_handover.edit", M("Receipt and outcome"), incident_handover_shape, incident_handover_record, handover_edit);
const struct action incident_person_take = { .name = "incident_person.take", .title = M("Take a person out"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.out = &part_out_shape, .record = &incident_person_record, .store = person_take };

/* ---- their page ---- */

/* A name of whom somebody accuses is typed, and shown, where every name is. */
static const void *
first_values(struct ctx *c, int64_t *ret_incident)
{
	const struct record_type *t = c->action->record;

	if (t == &incident_record) {
		*ret_incident = ((const struct incident *)c->record)->id;
		if (c->action == &incident_handover_add) {
			struct incident_handover *h = arena_new(c->mem, struct incident_handover);
			h->sent_on = c->today;
			h->answer_by = date_add_days(c->today, 14);
			return h;
		}
		return NULL;
	}
	memcpy(ret_incident, (const char *)c->record + t->ops->at_within, sizeof *ret_incident);
	return c->record;
}

enum status
incident_part_load(struct ctx *c)
{
	struct act_view *v = arena_new(c->mem, struct act_view);
	struct str verb, kind = str_cut(str_c(c->action->name), '.', &verb);
	int64_t incident = 0;
	const void *rec = first_values(c, &incident);
	bool edit = c->action->record != &incident_record;

	*v = (struct act_view){ .form = page_form(c, c->action->in, rec), .title = lang_text(c->lang, c->mem, c->action->title),
		.cancel = URL_ID(c->mem, "/incidents/{}", incident), .version = edit ? record_head(c->action->record, c->record).version : 0 };
	if (!edit)
		v->action = (struct url){ arena_printf(c->mem, "/incidents/%lld/%.*s", (long long)incident, (int)verb.n, verb.p) };
	else if (str_is(kind, "incident_person"))
		v->action = URL_ID(c->mem, "/incident-people/{}", c->id);
	else
		v->action = str_is(kind, "incident_property") ? URL_ID(c->mem, "/incident-property/{}", c->id) : URL_ID(c->mem, "/incident-handovers/{}", c->id);
	if (c->action == &incident_person_edit)
		v->take = URL_ID(c->mem, "/incident-people/{}/take", c->id);
	v->of = record_name(c, "incident", incident);
	c->data = v;
	return ST_OK;
}

void
incident_part_page(struct html *o, struct ctx *c, const void *out)
{
	const struct act_view *v = c->data;

	(void)out;
	page_back(c, v->cancel);
	incident_act_html(o, v);
}
