/* SPDX-License-Identifier: MIT */
/* The provider's side: it opens or refuses, sees every page that was opened, and may withdraw at any time. */
#include "feature/grant/own.h"
#include "app/account.h"
#include "base/time.h"
#include "sql/grant.h"
#include "tpl/feature/grant/answer.h"
#include "tpl/feature/grant/view.h"

#define MOST_LOG 200

CHOICES(answers,
	{ "opened", M("Opened"), NULL },
	{ "refused", M("Refused"), NULL });

SHAPE(reading_grant_shape, reading_grant,
	FIELD(struct reading_grant, title, .label = M("Who asked"), .read_only = true),
	FIELD_REF(struct reading_grant, request, "reading_request", .label = M("Request"), .read_only = true),
	FIELD_REF(struct reading_grant, reader_org, "organisation", .label = M("Organisation"), .read_only = true),
	FIELD_REF(struct reading_grant, reader, "reader", .label = M("Account"), .read_only = true),
	FIELD(struct reading_grant, reader_name, .label = M("Who reads"), .privacy = PRIV_IDENTITY, .read_only = true),
	FIELD_CHOICE(struct reading_grant, capacity, grant_capacities, .label = M("In what capacity"), .read_only = true),
	FIELD(struct reading_grant, nominated_by, .label = M("Nominated by"), .privacy = PRIV_IDENTITY, .read_only = true),
	FIELD(struct reading_grant, nominated_on, .label = M("Nominated on"), .read_only = true),
	FIELD_CHOICE(struct reading_grant, answer, answers, .label = M("Answer"), .read_only = true),
	FIELD(struct reading_grant, starts_on, .label = M("First day"), .read_only = true),
	FIELD(struct reading_grant, ends_on, .label = M("Last day"), .read_only = true),
	FIELD_LONG(struct reading_grant, subject, .label = M("What may be looked at"), .read_only = true),
	FIELD_LONG(struct reading_grant, reason, .label = M("Reason"), .read_only = true));
const struct record_type reading_grant_type = {
	.ops = &reading_grant_ops, .shape = &reading_grant_shape, .one = M("reading grant"), .many = M("reading grants"),
	.label = "title", .path = "/reading/grants/{id}", .personal = true,
};

SHAPE(grant_open_shape, grant_request_in,
	FIELD_REF(struct grant_request_in, request, "reading_request", .label = M("Request"), .must = true),
	FIELD(struct grant_request_in, ends_on, .label = M("Last day"), .hint = M("Not later than asked for. Leave empty to agree.")),
	FIELD_LONG(struct grant_request_in, subject, .label = M("What may be looked at"), .hint = M("Leave empty to agree."), .max = 2000));
SHAPE(grant_refuse_shape, grant_refuse_in,
	FIELD_REF(struct grant_refuse_in, request, "reading_request", .label = M("Request"), .must = true),
	FIELD_LONG(struct grant_refuse_in, reason, .label = M("Why it is refused"), .must = true, .max = 2000));
SHAPE(grant_answered_shape, reading_grant, FIELD_REF(struct reading_grant, id, "reading_grant", .label = M("Id")));
SHAPE(grant_why_shape, grant_why_in,
	FIELD(struct grant_why_in, why, .label = M("Why is it withdrawn?"), .hint = M("Reading ends at once."), .must = true, .max = 500));

static enum status
request_of(struct ctx *c, int64_t id, struct reading_request_for_us_row *ret)
{
	enum status st = reading_request_for_us(c->db, c->scope, c->mem, id, ret);

	if (st == ST_NOT_FOUND)
		return fail(c, st, M("There is no such request to your organisation."), NULL);
	return st;
}

static enum status
whole_only(struct ctx *c)
{
	if (c->scope->branch != 0)
		return fail(c, ST_FORBIDDEN, M("Only somebody who acts for the whole organisation may do this."), NULL);
	return ST_OK;
}

static enum status
answer_write(struct ctx *c, const struct reading_request_for_us_row *r, struct reading_grant g, void *out)
{
	g.title = r->asker_name;
	g.request = r->id;
	g.reader_org = r->asker;
	g.reader = r->reader;
	g.reader_name = r->reader_name;
	g.capacity = r->capacity;
	g.nominated_by = r->nominated_by;
	g.nominated_on = r->nominated_on;
	g.starts_on = r->starts_on;
	enum status st = record_create(c, &reading_grant_type, &g);
	if (st == ST_CONFLICT)
		return fail(c, st, M("This request has been answered already."), NULL);
	TRY(st);
	*(struct reading_grant *)out = g;
	c->id = g.id;
	return ST_OK;
}

static enum status
open_store(struct ctx *c, void *in_, void *out)
{
	const struct grant_request_in *in = in_;
	struct reading_request_for_us_row r;

	TRY(whole_only(c));
	TRY(request_of(c, in->request, &r));
	if (in->ends_on.day > r.ends_on.day || (in->ends_on.day != 0 && in->ends_on.day < r.starts_on.day))
		field_error(c, "ends_on", M("Last day must lie within what was asked for"), S(""));
	if (r.ends_on.day < c->today.day)
		return fail(c, ST_INVALID, M("The time that was asked for is over."), NULL);
	TRY(errors(c));
	return answer_write(c, &r, (struct reading_grant){ .answer = S("opened"), .ends_on = in->ends_on.day != 0 ? in->ends_on : r.ends_on,
		.subject = in->subject.n > 0 ? in->subject : r.subject }, out);
}

static enum status
refuse_store(struct ctx *c, void *in_, void *out)
{
	const struct grant_refuse_in *in = in_;
	struct reading_request_for_us_row r;

	TRY(whole_only(c));
	TRY(request_of(c, in->request, &r));
	return answer_write(c, &r, (struct reading_grant){ .answer = S("refused"), .ends_on = r.ends_on, .subject = r.subject, .reason = in->reason }, out);
}

enum status
reading_grant_answer_load(struct ctx *c)
{
	struct grant_answer_view *v = arena_new(c->mem, struct grant_answer_view);
	struct reading_request_for_us_row r;
	int64_t id = 0;

	for (size_t i = 0; i < c->n_path_pairs; i++)
		if (str_is(c->path_pairs[i].name, "request"))
			(void)str_i64(c->path_pairs[i].value, &id);
	TRY(request_of(c, id, &r));
	v->asked = (struct grant_asked){ .id = r.id, .asker = r.asker_name, .capacity = grant_capacity(c, r.capacity), .subject = r.subject,
		.reason = r.reason, .reader_name = r.reader_name, .nominated_by = r.nominated_by, .nominated_on = r.nominated_on,
		.starts_on = r.starts_on, .ends_on = r.ends_on };
	v->to_open = URL_ID(c->mem, "/reading/answer/{}", r.id);
	v->to_refuse = URL_ID(c->mem, "/reading/refuse/{}", r.id);
	c->data = v;
	return ST_OK;
}

void
reading_grant_answer_page(struct html *o, struct ctx *c, const void *out)
{
	struct grant_answer_view *v = c->data;
	bool refusing = c->action == &reading_grant_refuse_action;

	(void)out;
	v->open = refusing ? NULL : page_form(c, &grant_open_shape, NULL);
	v->refuse = refusing ? page_form(c, &grant_refuse_shape, NULL) : NULL;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Reading under a grant")), URL(c->mem, "/reading"));
	grant_answer_html(o, v);
}

/* ---- one grant, with what was read under it ---- */

struct reading_log_line { struct when at; struct str action, outcome, kind, records; };
struct reading_view_out { struct reading_grant grant; struct list log; };
SHAPE(reading_log_shape, reading_log_line,
	FIELD(struct reading_log_line, at, .label = M("When")),
	FIELD(struct reading_log_line, action, .label = M("What was opened")),
	FIELD(struct reading_log_line, outcome, .label = M("Outcome")),
	FIELD(struct reading_log_line, kind, .label = M("Kind of record")),
	FIELD(struct reading_log_line, records, .label = M("Records"), .max = 4000));
SHAPE(reading_view_shape, reading_view_out,
	FIELD_REF(struct reading_view_out, grant.id, "reading_grant", .label = M("Id")),
	FIELD(struct reading_view_out, grant.version, .label = M("Version")),
	FIELD(struct reading_view_out, grant.title, .label = M("Who asked")),
	FIELD(struct reading_view_out, grant.answer, .label = M("Answer")),
	FIELD(struct reading_view_out, grant.starts_on, .label = M("First day")),
	FIELD(struct reading_view_out, grant.ends_on, .label = M("Last day")),
	FIELD_LONG(struct reading_view_out, grant.subject, .label = M("What may be looked at")),
	FIELD(struct reading_view_out, log, .label = M("What was opened"), .of = &reading_log_shape));

static enum status
log_read(struct ctx *c, const struct reading_grant *g, struct reading_log_line **ret, size_t *ret_n)
{
	struct reading_log_row *r;
	struct when until = g->withdrawn_at.ms != 0 ? g->withdrawn_at : when_of_date(date_add_days(g->ends_on, 1), 0, 0);

	TRY(reading_log(c->db, c->mem, c->scope->org, g->reader, g->created_at, until, MOST_LOG, &r, ret_n));
	*ret = arena_array(c->mem, struct reading_log_line, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct reading_log_line){ r[i].at, r[i].action, r[i].outcome, r[i].kind, r[i].records };
	return ST_OK;
}

static enum status
view_load(struct ctx *c, void *in, void *out_)
{
	struct reading_view_out *out = out_;
	struct reading_log_line *l;

	(void)in;
	out->grant = *(const struct reading_grant *)c->record;
	TRY(log_read(c, c->record, &l, &out->log.n));
	out->log.items = l;
	return ST_OK;
}

static struct summary_row *
grant_rows(struct ctx *c, const struct reading_grant *g, size_t *ret_n)
{
	struct summary_row *rows = arena_array(c->mem, struct summary_row, reading_grant_shape.n + 1);

	*ret_n = 0;
	for (size_t i = 0; i < reading_grant_shape.n; i++) {
		const struct field *f = &reading_grant_shape.f[i];
		struct summary_row *row = &rows[*ret_n];
		if (f->type == F_ID || field_is_empty(f, g))
			continue;
		row->key = lang_text(c->lang, c->mem, f->label);
		row->value = field_shown(c->mem, f, g, c->sight);
		++*ret_n;
	}
	if (g->withdrawn_at.ms != 0)
		rows[(*ret_n)++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, M("Withdrawn")), .value = g->withdrawn_why };
	return rows;
}

void
reading_grant_view_page(struct html *o, struct ctx *c, const void *out_)
{
	static const struct column columns[] = { { .label = M("When") }, { .label = M("What was opened") }, { .label = M("Record") }, { .label = M("Outcome") } };
	const struct reading_grant *g = c->record;
	struct grant_view v = { .title = g->title, .columns = columns, .n_columns = countof(columns), .version = g->version,
		.withdraw = URL_ID(c->mem, "/reading/grants/{}/withdraw", g->id) };
	struct reading_log_line *l;

	(void)out_;
	v.rows = grant_rows(c, g, &v.n_rows);
	if (log_read(c, g, &l, &v.n_cells) != ST_OK)
		v.n_cells = 0;
	struct cell *cells = arena_array(c->mem, struct cell, v.n_cells * countof(columns) + 1);
	for (size_t i = 0; i < v.n_cells; i++) {
		const struct action *a = action_find(l[i].action);
		cells[i * 4].text = when_long(c->mem, l[i].at);
		cells[i * 4 + 1].text = a != NULL ? lang_text(c->lang, c->mem, a->title) : l[i].action;
		cells[i * 4 + 2].text = l[i].records.n > 0 ? arena_printf(c->mem, "%.*s %.*s", (int)l[i].kind.n, l[i].kind.p, (int)l[i].records.n, l[i].records.p) : S("");
		cells[i * 4 + 3].text = lang_text(c->lang, c->mem, str_is(l[i].outcome, "ok") ? M("Shown") : M("Refused"));
	}
	v.cells = cells;
	v.more = v.n_cells == MOST_LOG;
	v.may_withdraw = g->withdrawn_at.ms == 0 && str_is(g->answer, "opened") && may(c, "reading_grant.withdraw");
	v.form = page_form(c, &grant_why_shape, NULL);
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Reading under a grant")), URL(c->mem, "/reading"));
	page_title(c, g->title);
	grant_view_html(o, &v);
}

static enum status
withdraw_store(struct ctx *c, void *in_, void *out)
{
	const struct grant_why_in *in = in_;
	const struct reading_grant *g = c->record;

	TRY(whole_only(c));
	TRY(record_withdraw(c, &reading_grant_type, c->id, c->version != 0 ? c->version : g->version, in->why));
	TRY(session_grant_ended(c, c->id));
	((struct reading_grant *)out)->id = c->id;
	return ST_OK;
}

const struct action reading_grant_open_action = { .name = "reading_grant.open", .title = M("Open your records to a reader"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .in = &grant_open_shape, .out = &grant_answered_shape, .store = open_store };
const struct action reading_grant_refuse_action = { .name = "reading_grant.refuse", .title = M("Refuse a request to read"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .in = &grant_refuse_shape, .out = &grant_answered_shape, .store = refuse_store };
const struct action reading_grant_view_action = { .name = "reading_grant.view", .title = M("Who reads, and what was opened"),
	.access = ACCESS_ROLE, .mode = MODE_READ, .record = &reading_grant_type, .out = &reading_view_shape, .load = view_load };
const struct action reading_grant_withdraw_action = { .name = "reading_grant.withdraw", .title = M("Withdraw a grant"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .record = &reading_grant_type, .in = &grant_why_shape, .out = &grant_answered_shape, .store = withdraw_store };
