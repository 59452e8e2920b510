/* SPDX-License-Identifier: MIT */
/* INV-8: which law and guidance a case keeps to, and the form of each step that a case takes. */
#include "feature/investigation/own.h"

#include "app/pages.h"

struct law_in { struct choices law; };
struct case_out { int64_t id; };
SHAPE(law_shape, law_in, FIELD_CHOICE(struct law_in, law, investigation_laws, .label = M("Which law and guidance does this case keep to?"),
    .hint = M("Tick all that were looked at and apply."), .must = true));
SHAPE(case_out_shape, case_out, FIELD_REF(struct case_out, id, "investigation", .label = M("Case")));

static enum status
law_store(struct ctx *c, void *in, void *out)
{
	struct investigation v;

	TRY(investigation_take(c, &v));
	((struct case_out *)out)->id = v.id;
	if (investigation_shut(&v) != NULL)
		return fail(c, ST_INVALID, investigation_shut(&v), NULL);
	v.law = ((const struct law_in *)in)->law;
	v.law_on = c->today;
	return record_update(c, &investigation_record, &v);
}

#define ACT(var, verb, title_, shape_, store_) const struct action var = { .name = "investigation." verb, .title = title_, .access = ACCESS_ROLE, \
	.mode = MODE_WRITE, .in = &(shape_), .out = &case_out_shape, .record = &investigation_record, .store = store_, .body = 64 << 10 }
ACT(investigation_law, "law", M("Law and guidance"), law_shape, law_store);

/* What the form begins with: what is stored. */
static const void *
stored(struct ctx *c, const struct investigation *v)
{
	struct law_in *law = arena_new(c->mem, struct law_in);

	law->law = v->law;
	return law;
}

enum status
investigation_act_load(struct ctx *c)
{
	const struct investigation *v = c->record;
	struct form_page *f = arena_new(c->mem, struct form_page);
	struct str verb;

	(void)str_cut(str_c(c->action->name), '.', &verb);
	*f = (struct form_page){ .form = page_form(c, c->action->in, stored(c, v)), .version = v->version, .of = v->ref, .button = M("Save"),
		.cancel = URL_ID(c->mem, "/investigations/{}", v->id), .action = { arena_printf(c->mem, "/investigations/%lld/%.*s", (long long)v->id, (int)verb.n, verb.p) } };
	c->data = f;
	return ST_OK;
}
