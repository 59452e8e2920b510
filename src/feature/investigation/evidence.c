/* SPDX-License-Identifier: MIT */
/* INV-2: statements, exhibits with their chain of custody, and recordings that are overwritten on a known day. */
#include "feature/investigation/own.h"

#include "app/file.h"
#include "base/ids.h"
#include "base/time.h"
#include "feature/investigation/view.h"
#include "tpl/feature/investigation/chain.h"

#define WHOLE(T) FIELD_REF(struct T, investigation, "investigation", .label = M("Case"), .read_only = true)
#define URGENT_DAYS 3

static void
not_later(struct ctx *c, const char *field, struct when at)
{
	if (at.ms > c->now.ms)
		field_error(c, field, M("{label} must not lie in the future"), S(""));
}

static struct str
said(struct ctx *c, const char *message, const char *name, struct str value)
{
	return lang_format(c->lang, c->mem, message, (struct msg_arg[]){ { name, value } }, 1);
}

/* ---- statements ---- */

SHAPE(investigation_statement_shape, investigation_statement, WHOLE(investigation_statement),
	FIELD(struct investigation_statement, name, .label = M("Whose statement?"), .privacy = PRIV_IDENTITY, .must = true, .search = true),
	FIELD_CHOICE(struct investigation_statement, part, incident_parts, .label = M("Part in it"), .must = true),
	FIELD(struct investigation_statement, taken_on, .label = M("Taken on"), .must = true, .past_only = true),
	FIELD_REF(struct investigation_statement, taken_by, "account", .label = M("Taken by")),
	FIELD(struct investigation_statement, is_signed, .label = M("It is signed")),
	FIELD_LONG(struct investigation_statement, what, .label = M("What it says, in short"), .privacy = PRIV_FREE_TEXT, .max = 4000),
	FIELD(struct investigation_statement, document, .label = M("The statement itself"), .privacy = PRIV_CRIMINAL));

static const struct record_type investigation_statement_record = {
	.ops = &investigation_statement_ops, .shape = &investigation_statement_shape, .one = M("statement"), .many = M("statements"),
	.path = "/investigation-statements/{id}", .personal = true, .casework = true,
};

static void
statement_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_statement *s = rec;

	*ret = (struct part_line){ .head = said(c, M("Statement of {day}"), "day", date_long(c->mem, s->taken_on)), .name = s->name, .note = s->what,
		.more = investigation_label(c, &incident_parts, s->part), .tag = lang_text(c->lang, c->mem, s->is_signed ? M("Signed") : M("Not signed")), .colour = s->is_signed ? TAG_GREEN : TAG_YELLOW };
}

static void
statement_start(struct ctx *c, const void *whole, void *rec)
{
	struct investigation_statement *s = rec;

	(void)whole;
	s->taken_on = c->today;
	s->taken_by = c->who->account;
}

static enum status
statement_options(struct ctx *c, const void *whole, struct form *f)
{
	struct option *o;
	size_t n;

	(void)whole;
	TRY(lead_options(c, &o, &n));
	form_options(c, f, "taken_by", o, n);
	return ST_OK;
}

const struct part_def investigation_statement_part = {
	.type = &investigation_statement_record, .whole = &investigation_record, .verb = "statement", .title = M("Statements"), .none = M("No statement is taken yet."),
	.add = M("Add a statement"), .edit = M("Change the statement"), .take = M("Take out"), .line = statement_line, .start = statement_start,
	.options = statement_options, .closed = investigation_shut,
};

/* ---- exhibits ---- */

SHAPE(investigation_exhibit_shape, investigation_exhibit, WHOLE(investigation_exhibit),
	FIELD(struct investigation_exhibit, label, .label = M("Mark"), .hint = M("As on the bag, for example MC/1"), .must = true, .max = 40),
	FIELD_CHOICE(struct investigation_exhibit, kind, investigation_exhibits, .label = M("Kind"), .must = true),
	FIELD_LONG(struct investigation_exhibit, what, .label = M("What is it?"), .privacy = PRIV_FREE_TEXT, .must = true, .max = 2000),
	FIELD(struct investigation_exhibit, found_at, .label = M("Found or received"), .must = true),
	FIELD(struct investigation_exhibit, found_by, .label = M("By whom"), .privacy = PRIV_IDENTITY),
	FIELD(struct investigation_exhibit, place, .label = M("Where"), .privacy = PRIV_FREE_TEXT),
	FIELD(struct investigation_exhibit, document, .label = M("The file, if it is digital"), .privacy = PRIV_CRIMINAL),
	FIELD(struct investigation_exhibit, hash, .label = M("Hash of the file (BLAKE2b-256)"), .read_only = true));

/* What came in as evidence is not exchanged: its hash would be that of something else. */
static enum status
exhibit_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation_exhibit *was = before;
	struct investigation_exhibit *e = after;
	struct file_info info;

	not_later(c, "found_at", e->found_at);
	if (was != NULL && was->document.id != 0 && was->document.id != e->document.id) {
		field_error(c, "document", M("This file is evidence and is not exchanged. Add another exhibit"), S(""));
		return ST_OK;
	}
	if (e->document.id == 0 || (was != NULL && was->document.id == e->document.id))
		return ST_OK;
	enum status st = file_about(c, e->document.id, &info);
	if (st == ST_NOT_FOUND)
		return ST_OK;	/* refused by its name where the file is taken */
	e->hash = info.hash;
	return st;
}

static const struct record_type investigation_exhibit_record = {
	.ops = &investigation_exhibit_ops, .shape = &investigation_exhibit_shape, .one = M("exhibit"), .many = M("exhibits"), .label = "label",
	.path = "/investigation-exhibits/{id}", .check = exhibit_check, .personal = true, .casework = true,
};

static bool
settles(struct str act)
{
	return str_is(act, "kept") || str_is(act, "returned") || str_is(act, "police") || str_is(act, "destroyed");
}

enum status
exhibit_settled(struct ctx *c, int64_t exhibit, bool *ret)
{
	struct investigation_chain_row *r;
	size_t n;

	TRY(investigation_chain(c->db, c->scope, c->mem, exhibit, &r, &n));
	*ret = n > 0 && settles(r[n - 1].act);
	return ST_OK;
}

static void
exhibit_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_exhibit *e = rec;
	struct investigation_chain_row *r;
	size_t n;

	*ret = (struct part_line){ .head = e->label, .name = e->what, .more = investigation_label(c, &investigation_exhibits, e->kind),
		.tag = lang_text(c->lang, c->mem, M("No custody recorded")), .colour = TAG_RED, .act_label = M("Record a move"),
		.act = url_with(c->mem, URL_ID(c->mem, "/investigations/{}/custody", e->investigation), "exhibit", arena_printf(c->mem, "%lld", (long long)e->id)) };
	if (investigation_chain(c->db, c->scope, c->mem, e->id, &r, &n) != ST_OK || n == 0)
		return;
	ret->tag = investigation_label(c, &investigation_acts, r[n - 1].act);
	ret->colour = settles(r[n - 1].act) ? TAG_GREEN : TAG_BLUE;
	ret->note = r[n - 1].holder;
}

static void
exhibit_start(struct ctx *c, const void *whole, void *rec)
{
	(void)whole;
	((struct investigation_exhibit *)rec)->found_at = c->now;
}

static enum status
exhibit_chain_load(struct ctx *c, const void *rec, void **ret_data)
{
	struct chain_view *v = arena_new(c->mem, struct chain_view);
	struct investigation_chain_row *r;

	TRY(investigation_chain(c->db, c->scope, c->mem, ((const struct investigation_exhibit *)rec)->id, &r, &v->n));
	v->rows = arena_array(c->mem, struct chain_row, v->n + 1);
	for (size_t i = 0; i < v->n; i++)
		v->rows[i] = (struct chain_row){ .when = when_long(c->mem, r[i].at), .act = investigation_label(c, &investigation_acts, r[i].act), .holder = r[i].holder,
			.place = r[i].place, .seal = r[i].seal, .why = r[i].why, .by = r[i].by_name.text };
	*ret_data = v;
	return ST_OK;
}

static void
exhibit_chain_html(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	investigation_chain_html(o, data);
}

const struct part_def investigation_exhibit_part = {
	.type = &investigation_exhibit_record, .whole = &investigation_record, .verb = "exhibit", .title = M("Exhibits"), .none = M("There is no exhibit."),
	.add = M("Add an exhibit"), .edit = M("Change the description"), .take = M("Take out"), .line = exhibit_line, .start = exhibit_start,
	.closed = investigation_shut, .view_load = exhibit_chain_load, .view_html = exhibit_chain_html,
};

/* ---- custody: added, never changed ---- */

SHAPE(investigation_custody_shape, investigation_custody, WHOLE(investigation_custody),
	FIELD_REF(struct investigation_custody, exhibit, "investigation_exhibit", .label = M("Exhibit"), .must = true),
	FIELD_CHOICE(struct investigation_custody, act, investigation_acts, .label = M("What was done?"), .must = true),
	FIELD(struct investigation_custody, at, .label = M("When"), .must = true),
	FIELD(struct investigation_custody, holder, .label = M("Who holds it from then?"), .privacy = PRIV_IDENTITY, .must = true),
	FIELD(struct investigation_custody, place, .label = M("Where is it kept?"), .max = 200),
	FIELD(struct investigation_custody, seal, .label = M("Number of the seal or bag"), .max = 60),
	FIELD_LONG(struct investigation_custody, why, .label = M("Why"), .hint = M("Needed where it is kept for longer or destroyed."), .privacy = PRIV_FREE_TEXT, .max = 1000));

static enum status
custody_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation_custody *m = after;
	struct investigation_exhibit e;

	if (before != NULL)
		return fail(c, ST_INVALID, M("What is recorded of custody is not changed. Add what has to be put right as another entry."), NULL);
	not_later(c, "at", m->at);
	enum status st = investigation_exhibit_ops.get(c->db, c->scope, c->mem, m->exhibit, &e);
	if (st == ST_NOT_FOUND || (st == ST_OK && (e.investigation != m->investigation || e.withdrawn_at.ms != 0))) {
		field_error(c, "exhibit", M("Select {label} from the list"), S(""));
		return ST_OK;
	}
	TRY(st);
	if (m->at.ms < e.found_at.ms)
		field_error(c, "at", M("This cannot be from before the exhibit was found"), S(""));
	if ((str_is(m->act, "kept") || str_is(m->act, "destroyed")) && m->why.text.n == 0)
		field_error(c, "why", M("Say why"), S(""));
	return ST_OK;
}

static enum status
custody_let_go(struct ctx *c, const void *rec)
{
	(void)rec;
	return fail(c, ST_INVALID, M("What is recorded of custody is not changed. Add what has to be put right as another entry."), NULL);
}

static const struct record_type investigation_custody_record = {
	.ops = &investigation_custody_ops, .shape = &investigation_custody_shape, .one = M("entry of custody"), .many = M("entries of custody"),
	.path = "/investigation-custody/{id}", .check = custody_check, .let_go = custody_let_go, .personal = true, .casework = true,
};

static void
custody_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_custody *m = rec;

	*ret = (struct part_line){ .head = when_long(c->mem, m->at), .name = m->holder, .more = investigation_label(c, &investigation_acts, m->act) };
}

static void
custody_start(struct ctx *c, const void *whole, void *rec)
{
	struct investigation_custody *m = rec;

	(void)whole;
	m->at = c->now;
	m->holder = (struct personal){ c->who->name, PRIV_IDENTITY };
	(void)id_parse(page_asked(c, "exhibit"), &m->exhibit);
}

static enum status
exhibit_options(struct ctx *c, const void *whole, struct form *f)
{
	const struct investigation_exhibit *e;
	void *rows;
	size_t n;

	TRY(part_rows(c, &investigation_exhibit_record, ((const struct investigation *)whole)->id, &rows, &n));
	e = rows;
	struct option *o = arena_array(c->mem, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		o[i] = (struct option){ arena_printf(c->mem, "%lld", (long long)e[i].id), e[i].label };
	form_options(c, f, "exhibit", o, n);
	return ST_OK;
}

const struct part_def investigation_custody_part = {
	.type = &investigation_custody_record, .whole = &investigation_record, .verb = "custody", .title = M("Custody"), .none = M("Nothing is recorded."),
	.add = M("Record a move of an exhibit"), .line = custody_line, .start = custody_start, .options = exhibit_options, .closed = investigation_shut,
};

/* ---- recordings ---- */

SHAPE(investigation_cctv_shape, investigation_cctv, WHOLE(investigation_cctv),
	FIELD(struct investigation_cctv, camera, .label = M("Which cameras?"), .must = true),
	FIELD(struct investigation_cctv, from_at, .label = M("From"), .must = true),
	FIELD(struct investigation_cctv, to_at, .label = M("Until"), .must = true),
	FIELD(struct investigation_cctv, asked_on, .label = M("Asked for on"), .must = true, .past_only = true),
	FIELD(struct investigation_cctv, asked_of, .label = M("Asked of"), .privacy = PRIV_IDENTITY),
	FIELD(struct investigation_cctv, overwritten_on, .label = M("The day it is overwritten"), .hint = M("Ask whoever runs the cameras. It stands in what is due."), .must = true),
	FIELD_CHOICE(struct investigation_cctv, outcome, investigation_recordings, .label = M("What came of it")),
	FIELD(struct investigation_cctv, outcome_on, .label = M("On"), .past_only = true),
	FIELD_REF(struct investigation_cctv, exhibit, "investigation_exhibit", .label = M("Kept as the exhibit")),
	FIELD_LONG(struct investigation_cctv, note, .label = M("What it shows"), .privacy = PRIV_FREE_TEXT, .max = 2000));

static enum status
cctv_check(struct ctx *c, const void *before, void *after)
{
	const struct investigation_cctv *t = after;
	struct investigation_exhibit e;

	(void)before;
	not_later(c, "from_at", t->from_at);
	if (t->to_at.ms < t->from_at.ms)
		field_error(c, "to_at", M("The end cannot be before the beginning"), S(""));
	if ((t->outcome.n > 0) != (t->outcome_on.day != 0))
		field_error(c, t->outcome.n > 0 ? "outcome_on" : "outcome", M("Enter both what came of it and when"), S(""));
	if (t->exhibit != 0 && (investigation_exhibit_ops.get(c->db, c->scope, c->mem, t->exhibit, &e) != ST_OK || e.investigation != t->investigation))
		field_error(c, "exhibit", M("Select {label} from the list"), S(""));
	return ST_OK;
}

static const struct record_type investigation_cctv_record = {
	.ops = &investigation_cctv_ops, .shape = &investigation_cctv_shape, .one = M("request for a recording"), .many = M("requests for recordings"), .label = "camera",
	.path = "/investigation-recordings/{id}", .check = cctv_check, .personal = true, .casework = true,
};

static void
cctv_line(struct ctx *c, const void *rec, struct part_line *ret)
{
	const struct investigation_cctv *t = rec;
	struct str day = date_long(c->mem, t->overwritten_on);
	int left = t->overwritten_on.day - c->today.day;

	*ret = (struct part_line){ .head = t->camera, .note = t->note,
		.more = lang_format(c->lang, c->mem, M("{from} until {to}"), (struct msg_arg[]){ { "from", when_long(c->mem, t->from_at) }, { "to", when_long(c->mem, t->to_at) } }, 2) };
	if (t->outcome.n > 0) {
		ret->tag = investigation_label(c, &investigation_recordings, t->outcome);
		ret->colour = str_is(t->outcome, "gone") ? TAG_GREY : TAG_GREEN;
	} else {
		ret->tag = said(c, left < 0 ? M("Overwritten since {day}, if nobody secured it") : left <= URGENT_DAYS ? M("Secure it now: overwritten on {day}") : M("Overwritten on {day}"), "day", day);
		ret->colour = left <= URGENT_DAYS ? TAG_RED : TAG_ORANGE;
	}
}

static void
cctv_start(struct ctx *c, const void *whole, void *rec)
{
	(void)whole;
	((struct investigation_cctv *)rec)->asked_on = c->today;
}

const struct part_def investigation_cctv_part = {
	.type = &investigation_cctv_record, .whole = &investigation_record, .verb = "cctv", .title = M("Recordings of cameras"), .none = M("None was asked for."),
	.add = M("Ask for a recording"), .edit = M("Change, or say what came of it"), .take = M("Take out"), .line = cctv_line, .start = cctv_start,
	.options = exhibit_options, .closed = investigation_shut,
};
