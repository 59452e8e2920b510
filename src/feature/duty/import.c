/* SPDX-License-Identifier: MIT */
/* A new edition of the duties comes in whole or not at all; those before stay. */
#include "feature/duty/own.h"
#include "app/audit.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/time.h"
#include "sql/duty.h"
#include "tpl/feature/duty/import.h"

#define YAML_MAX 400000
#define MOST_EDITIONS 20

SHAPE(duty_import_shape, duty_import_in,
	FIELD(struct duty_import_in, shipped, .label = M("Take the list that comes with Wardkeep")),
	FIELD_LONG(struct duty_import_in, text, .label = M("Or another list, as YAML"), .max = YAML_MAX));
SHAPE(duty_import_out_shape, duty_import_out,
	FIELD_REF(struct duty_import_out, edition, "duty_edition", .label = M("Edition")),
	FIELD(struct duty_import_out, duties, .label = M("Duties")),
	FIELD(struct duty_import_out, unconfirmed, .label = M("Not confirmed")));

static enum status
import_work(struct ctx *c, void *in_, void *out_)
{
	struct duty_import_in *in = in_;
	struct duty_import_out *out = out_;
	struct str why = { NULL, 0 };

	if (in->shipped)
		in->text = shipped_text("duties.yaml");
	if (str_empty(in->text)) {
		field_error(c, "text", M("Put in a list, or take the one that comes with Wardkeep"), S(""));
		return errors(c);
	}
	if (duties_parse(c->mem, in->text, &in->parsed, &why) != ST_OK) {
		field_error(c, "text", M("Nothing was taken. {value}"), why);
		return errors(c);
	}
	struct hash h = hash_of(in->text);
	in->hash = hash_hex(c->mem, &h);
	out->duties = (int64_t)in->parsed->duties.n;
	for (size_t i = 0; i < in->parsed->duties.n; i++)
		out->unconfirmed += !in->parsed->duties.at[i].confirmed;
	return ST_OK;
}

static enum status
import_store(struct ctx *c, void *in_, void *out_)
{
	const struct duty_import_in *in = in_;
	struct duty_import_out *out = out_;
	int64_t n;

	out->edition = id_new();
	enum status st = duty_edition_put(c->db, out->edition, in->parsed->about, in->text, in->hash, c->now, c->who->account, &n);
	if (st == ST_CONFLICT)
		return fail(c, st, M("This very list has been imported before."), NULL);
	TRY(st);
	audit_record(c, "duty_edition", out->edition);
	return ST_OK;
}

enum status
duty_import_load(struct ctx *c)
{
	struct duty_import_view *v = arena_new(c->mem, struct duty_import_view);
	struct duty_editions_row *r;

	TRY(duty_editions(c->db, c->mem, MOST_EDITIONS, &r, &v->n));
	struct cell *cells = arena_array(c->mem, struct cell, v->n * 2 + 1);
	for (size_t i = 0; i < v->n; i++) {
		cells[i * 2].text = when_long(c->mem, r[i].imported_at);
		cells[i * 2 + 1].text = r[i].about;
	}
	v->cells = cells;
	c->data = v;
	return ST_OK;
}

void
duty_import_page(struct html *o, struct ctx *c, const void *out)
{
	static const struct column columns[] = { { .label = M("Imported") }, { .label = M("What it says of itself") } };
	struct duty_import_view *v = c->data;

	(void)out;
	v->columns = columns;
	v->form = page_form(c, &duty_import_shape, NULL);
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Duties by contract year")), URL(c->mem, "/duties"));
	duty_import_html(o, v);
}

const struct action duty_import_action = { .name = "duty.import", .title = M("Import a list of duties"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .national = true, .in = &duty_import_shape, .out = &duty_import_out_shape, .work = import_work, .store = import_store,
	.body = 1 << 20 };
