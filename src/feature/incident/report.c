/* SPDX-License-Identifier: MIT */
/* INC-1: six questions, one to a page.  What was answered lies in a draft under a secret that stands in the address, sealed with
 * the installation's key: neither a lost network nor a session that runs out takes it away. */
#include "feature/incident/report.h"

#include <string.h>

#include "app/access.h"
#include "app/app.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"
#include "tpl/feature/incident/report.h"

#define KEEP_MS (24 * 3600000ll)

struct draft_out { struct str draft; };
struct code_in { struct str code; };
SHAPE(report_draft_out, draft_out, FIELD(struct draft_out, draft, .label = M("Draft")));
SHAPE(report_code_out, report, FIELD(struct report, code, .label = M("Receipt code")));
SHAPE(report_code_in, code_in, FIELD(struct code_in, code, .label = M("Receipt code"), .max = 60, .must = true));
SHAPE(report_link_in, report, FIELD(struct report, link, .label = M("Link"), .must = true, .max = 60));
SHAPE(report_draft_in, draft_out, FIELD(struct draft_out, draft, .label = M("Draft"), .must = true, .max = 60));

static const struct { const char *name; const struct action *action; const struct shape *shape; } steps[] = {
	{ "danger", &report_danger, &report_danger_shape }, { "what", &report_what, &report_what_shape }, { "when", &report_when, &report_when_shape },
	{ "where", &report_where, &report_where_shape }, { "hurt", &report_hurt, &report_hurt_shape }, { "who", &report_who, &report_who_shape },
};

static size_t
step_of(const struct action *a)
{
	size_t i = 0;

	while (i + 1 < countof(steps) && steps[i].action != a)
		i++;
	return i;
}

/* Letters and digits, so that it can stand in an address of ours; dashes are for the eye, and hide nothing. */
bool
report_secret(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; n += s.p[i] != '-', i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
			return false;
	return n >= 20 && s.n <= 60;
}

struct url
report_url(struct ctx *c, struct str draft, const char *step)
{
	if (!report_secret(draft))
		return URL(c->mem, "/report");
	return (struct url){ arena_printf(c->mem, "/report/%.*s/%s", (int)draft.n, draft.p, step) };
}

static struct str
secret_hash(struct ctx *c, struct str secret)
{
	struct hash h = hash_keyed(c->app->secret_key, arena_printf(c->mem, "report-draft %.*s", (int)secret.n, secret.p));

	return hash_hex(c->mem, &h);
}

/* The receipt follows from the draft: sent twice, it is the same. */
static struct str
code_of(struct ctx *c, struct str draft)
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
	struct hash h = hash_keyed(c->app->secret_key, arena_printf(c->mem, "report-code %.*s", (int)draft.n, draft.p));
	char *p = arena_alloc(c->mem, 32, 1);
	size_t n = 0;

	for (size_t i = 0; i < 25; i++) {	/* 125 bits in five groups of five */
		if (i > 0 && i % 5 == 0)
			p[n++] = '-';
		p[n++] = digits[h.b[i] & 31];
	}
	return (struct str){ p, n };
}

static enum status
no_draft(struct ctx *c)
{
	return fail(c, ST_NOT_FOUND, M("This report is no longer here. It was sent, or it was left for more than a day."), NULL);
}

/* What was begun without an account stays nobody's, whoever is signed in on this screen by now: neither the record nor the
 * trail says who it was, and both lie with the organisation that the report is for. */
void
report_as_nobody(struct ctx *c, int64_t org)
{
	struct who *w = arena_new(c->mem, struct who);

	*w = (struct who){ .example = c->who->example };
	c->who = w;
	scope_report(c, org);
}

/* reading: what was typed before is shown to the account that typed it, or to whom reports without one. */
static enum status
draft_open(struct ctx *c, struct str secret, bool reading, struct report *ret, struct incident_draft_get_row *ret_row)
{
	struct json_node *j;
	struct form form;
	struct str plain, why;

	if (!report_secret(secret))
		return no_draft(c);
	enum status st = incident_draft_get(c->db, c->mem, secret_hash(c, secret), (struct when){ c->now.ms - KEEP_MS }, ret_row);
	if (st == ST_NOT_FOUND)
		return no_draft(c);
	TRY(st);
	if (reading && ret_row->account != 0 && c->who->account == 0)
		return fail(c, ST_SIGN_IN, M("Sign in to go on with your report. Nothing is lost."), NULL);
	if (c->who->account != 0 && ret_row->account != 0 && ret_row->account != c->who->account)
		return no_draft(c);
	if (!secret_unbox(c->mem, c->app->secret_key, ret_row->body, &plain) || json_parse(c->mem, plain, &j, &why) != ST_OK)
		return no_draft(c);
	*ret = (struct report){ 0 };
	/* Not all is answered yet: what is missing is no fault of the draft. */
	(void)!form_read_json(c->mem, &report_shape, j, c->today, &form, ret);
	ret->draft = secret;
	if (ret_row->account == 0)
		report_as_nobody(c, ret_row->org);
	else
		scope_report(c, ret_row->org);
	return ST_OK;
}

static enum status
draft_save(struct ctx *c, const struct report *r, int64_t org, int64_t account)
{
	struct json j;
	struct buf b;

	buf_init(&b, 64 << 10);
	json_init(&j, &b);
	shape_json(&j, &report_shape, r, SIGHT_ALL);
	struct str body = secret_box(c->mem, c->app->secret_key, buf_view(&b));
	buf_free(&b);
	TRY(incident_draft_sweep(c->db, (struct when){ c->now.ms - KEEP_MS }, NULL));
	return incident_draft_put(c->db, secret_hash(c, r->draft), org, account, body, c->now, NULL);
}

/* ---- beginning ---- */

static enum status
start_load(struct ctx *c, void *in, void *out)
{
	struct report_start_view *v = arena_new(c->mem, struct report_start_view);
	struct incident_setting s = { 0 };

	(void)in;
	(void)out;
	if (c->who->org != 0)
		TRY(incident_settings(c, &s));
	*v = (struct report_start_view){ .action = URL(c->mem, "/report"), .shell = URL(c->mem, "/report/offline"), .org = c->who->org_name, .danger = s.danger_words, .may = c->who->org != 0 && c->who->grant == 0 };
	c->data = v;
	return ST_OK;
}

enum status
report_link(struct ctx *c, struct str link, struct incident_link_get_row *ret)
{
	struct incident_setting s;

	enum status st = report_secret(link) ? incident_link_get(c->db, c->mem, receipt_hash(c->mem, link), ret) : ST_NOT_FOUND;
	if (st == ST_OK) {
		scope_report(c, ret->org);
		st = incident_settings(c, &s);
		if (st == ST_OK && !s.anonymous)
			st = ST_NOT_FOUND;
	}
	return st == ST_NOT_FOUND ? fail(c, st, M("This link is not in use. Ask whoever put it up, or sign in to report."), NULL) : st;
}

static enum status
begin(struct ctx *c, int64_t org, int64_t account, struct draft_out *out)
{
	struct report r = { .draft = secret_text(c->mem), .happened_on = c->today };

	TRY(draft_save(c, &r, org, account));
	out->draft = r.draft;
	return ST_OK;
}

static enum status
begin_store(struct ctx *c, void *in, void *out)
{
	(void)in;
	if (c->who->org == 0)
		return fail(c, ST_INVALID, M("Choose the organisation that you act for first."), NULL);
	if (c->who->grant != 0)
		return fail(c, ST_FORBIDDEN, M("You are reading under a grant. Nothing can be changed."), NULL);
	return begin(c, c->who->org, c->who->account, out);
}

static enum status
at_store(struct ctx *c, void *in_, void *out)
{
	const struct report *in = in_;
	struct incident_link_get_row l;

	TRY(report_link(c, in->link, &l));
	report_as_nobody(c, l.org);
	return begin(c, l.org, 0, out);
}

enum status
report_begin_load(struct ctx *c)
{
	struct report_start_view *v = arena_new(c->mem, struct report_start_view);
	struct incident_link_get_row l;
	struct incident_setting s;
	struct str link = page_asked(c, "link");

	if (link.n == 0 && c->n_path_pairs > 0)
		link = c->path_pairs[0].value;
	TRY(report_link(c, link, &l));
	TRY(incident_settings(c, &s));
	*v = (struct report_start_view){ .action = { arena_printf(c->mem, "/report/at/%.*s", (int)link.n, link.p) },
		.shell = { arena_printf(c->mem, "/report/at/%.*s/offline", (int)link.n, link.p) }, .org = l.name, .danger = s.danger_words, .may = true };
	c->data = v;
	return ST_OK;
}

void
report_start_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	incident_report_start_html(o, c->data);
}

/* ---- one question ---- */

enum status
report_step_load(struct ctx *c)
{
	struct report_step_view *v = arena_new(c->mem, struct report_step_view);
	size_t k = step_of(c->action);
	struct incident_draft_get_row row;
	struct incident_setting s;
	struct option *o;
	struct report r;
	size_t n;

	TRY(draft_open(c, c->n_path_pairs > 0 ? c->path_pairs[0].value : S(""), true, &r, &row));
	*v = (struct report_step_view){ .draft = r.draft, .shape = steps[k].shape, .form = page_form(c, steps[k].shape, &r), .first = k == 0,
		.action = report_url(c, r.draft, steps[k].name),
		.caption = lang_format(c->lang, c->mem, M("Question {n} of {of}"), (struct msg_arg[]){
		    { "n", arena_printf(c->mem, "%zu", k + 1) }, { "of", arena_printf(c->mem, "%zu", countof(steps)) } }, 2) };
	if (k == 1 && str_is(r.danger, "yes")) {
		TRY(incident_settings(c, &s));
		v->danger = s.danger_words.n > 0 ? s.danger_words : lang_text(c->lang, c->mem, M("Get help first. Call 999, or your own emergency number. You can come back to this page afterwards."));
	}
	if (shape_index(steps[k].shape, "unit") != SIZE_MAX) {
		TRY(record_options(c, "unit", &o, &n));
		form_options(c, v->form, "unit", o, n);
	}
	c->data = v;
	return ST_OK;
}

void
report_step_page(struct html *o, struct ctx *c, const void *out)
{
	struct report_step_view *v = c->data;
	size_t k = step_of(c->action);

	(void)out;
	page_back(c, k > 0 ? report_url(c, v->draft, steps[k - 1].name) : URL(c->mem, "/report"));
	page_title(c, lang_text(c->lang, c->mem, v->shape->f[1].label));
	incident_report_step_html(o, v);
}

static void
take(struct report *to, const struct report *from, const struct shape *s)
{
	struct str draft = to->draft;

	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->f[i];
		size_t size = f->type == F_DATE ? sizeof(struct date) : f->type == F_ID ? sizeof(int64_t) : f->type == F_BOOL ? sizeof(bool) : sizeof(struct str);
		memcpy((char *)to + f->at, (const char *)from + f->at, size);
	}
	to->draft = draft;
}

static bool
is_time(struct str t)
{
	return t.n == 0 || (t.n == 5 && t.p[2] == ':' && t.p[0] >= '0' && t.p[0] <= '2' && t.p[1] >= '0' && t.p[1] <= '9' &&
	    (t.p[0] < '2' || t.p[1] <= '3') && t.p[3] >= '0' && t.p[3] <= '5' && t.p[4] >= '0' && t.p[4] <= '9');
}

/* Half past two is 2:30 to most people, and 14.30 to many. */
static struct str
time_tidy(struct ctx *c, struct str t)
{
	char *p = arena_alloc(c->mem, t.n + 2, 1);
	size_t n = 0;

	for (size_t i = 0; i < t.n; i++)
		p[n++] = t.p[i] == '.' ? ':' : t.p[i];
	if (n == 4 && p[1] == ':') {
		memmove(p + 1, p, n++);
		p[0] = '0';
	}
	return (struct str){ p, n };
}

enum status
report_tidy(struct ctx *c, struct report *r, const struct shape *s)
{
	if (shape_index(s, "happened_time") != SIZE_MAX) {
		r->happened_time = time_tidy(c, r->happened_time);
		if (!is_time(r->happened_time))
			field_error(c, "happened_time", M("Enter the time as hours and minutes, for example 14:30"), S(""));
	}
	return errors(c);
}

static enum status
step_store(struct ctx *c, void *in_, void *out_)
{
	struct report *in = in_, r;
	struct incident_draft_get_row row;
	size_t k = step_of(c->action);

	TRY(draft_open(c, in->draft, false, &r, &row));
	TRY(report_tidy(c, in, steps[k].shape));
	take(&r, in, steps[k].shape);
	r.whole = r.whole || k + 1 == countof(steps);
	TRY(draft_save(c, &r, row.org, row.account));
	((struct draft_out *)out_)->draft = r.draft;
	c->goes_to = report_url(c, r.draft, r.whole ? "check" : steps[k + 1].name).s;
	return ST_OK;
}

/* ---- the end ---- */

/* The first question that still lacks an answer; countof: none. */
static size_t
missing(const struct report *r)
{
	for (size_t k = 0; k < countof(steps); k++)
		for (size_t i = 1; i < steps[k].shape->n; i++)
			if (steps[k].shape->f[i].must && field_is_empty(&steps[k].shape->f[i], r))
				return k;
	return countof(steps);
}

static enum status
check_load(struct ctx *c, void *in_, void *out)
{
	struct report_check_view *v = arena_new(c->mem, struct report_check_view);
	struct incident_draft_get_row row;
	struct incident_alike_count_row alike = { 0 };
	struct report r;

	(void)out;
	TRY(draft_open(c, ((const struct draft_out *)in_)->draft, true, &r, &row));
	v->rows = arena_array(c->mem, struct report_row, report_shape.n);
	for (size_t k = 0; k < countof(steps); k++)
		for (size_t i = 1; i < steps[k].shape->n; i++) {
			const struct field *f = &steps[k].shape->f[i];
			struct str value = f->type == F_ID ? record_name(c, f->ref, r.unit) : field_shown(c->mem, f, &r, SIGHT_ALL);
			v->rows[v->n++] = (struct report_row){ lang_text(c->lang, c->mem, f->label),
				value.n > 0 ? value : lang_text(c->lang, c->mem, f->must ? M("Not answered yet") : M("Nothing")), report_url(c, r.draft, steps[k].name) };
		}
	v->send = report_url(c, r.draft, "send");
	if (row.account != 0 && r.unit != 0)
		TRY(incident_alike_count(c->db, c->scope, c->mem, r.unit, r.type, date_add_days(r.happened_on, -1), date_add_days(r.happened_on, 1), &alike));
	if (alike.n > 0)
		v->alike = lang_format(c->lang, c->mem, M("Reports of this kind from the same place and day: {n}. If yours is about the same thing, send it all the same: what you saw helps."),
		    (struct msg_arg[]){ { "n", arena_printf(c->mem, "%lld", (long long)alike.n) } }, 1);
	c->data = v;
	return ST_OK;
}

void
report_check_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	incident_report_check_html(o, c->data);
}

struct str
report_status_path(struct ctx *c, struct str code)
{
	return arena_printf(c->mem, "/reported/%.*s", (int)code.n, code.p);
}

static enum status
send_store(struct ctx *c, void *in_, void *out_)
{
	const struct draft_out *in = in_;
	struct report *out = out_;
	struct incident_draft_get_row row;
	struct incident_receipt_get_row known;
	struct report r;

	out->code = code_of(c, in->draft);
	c->goes_to = report_status_path(c, out->code);
	/* Sent already: the draft is gone, and with it whether it had an account; the receipt is there. */
	if (incident_receipt_get(c->db, c->mem, receipt_hash(c->mem, out->code), &known) == ST_OK) {
		report_as_nobody(c, known.org);
		return ST_OK;
	}
	TRY(draft_open(c, in->draft, true, &r, &row));
	size_t k = missing(&r);
	if (k < countof(steps)) {
		c->goes_to = report_url(c, r.draft, steps[k].name).s;
		return ST_OK;
	}
	TRY(report_send(c, &r, row.org, out->code));
	return incident_draft_drop(c->db, secret_hash(c, r.draft), NULL);
}

/* ---- what became of it ---- */

static enum status
status_load(struct ctx *c, void *in_, void *out_)
{
	const struct code_in *in = in_;
	struct report_status_view *v = arena_new(c->mem, struct report_status_view);
	struct incident_receipt_get_row r;

	enum status st = report_secret(in->code) ? incident_receipt_get(c->db, c->mem, receipt_hash(c->mem, in->code), &r) : ST_NOT_FOUND;
	if (st == ST_NOT_FOUND)
		return fail(c, st, M("No report has this code. Check each letter and digit."), NULL);
	TRY(st);
	((struct report *)out_)->code = in->code;
	*v = (struct report_status_view){ .code = in->code, .org = r.org_name, .word = r.word, .reported_on = r.reported_on, .changed_on = r.changed_on,
		.state = incident_label(c, &incident_states, r.state), .outcome = incident_label(c, &incident_outcomes, r.outcome), .fresh = str_is(r.state, "reported") };
	c->data = v;
	return ST_OK;
}

void
report_status_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	incident_report_status_html(o, c->data);
}

static enum status
find_store(struct ctx *c, void *in_, void *out_)
{
	const struct code_in *in = in_;
	struct incident_receipt_get_row r;

	if (!report_secret(str_trim(in->code)) || incident_receipt_get(c->db, c->mem, receipt_hash(c->mem, in->code), &r) != ST_OK) {
		field_error(c, "code", M("No report has this code. Check each letter and digit"), S(""));
		return errors(c);
	}
	((struct report *)out_)->code = str_trim(in->code);
	c->goes_to = report_status_path(c, str_trim(in->code));
	return ST_OK;
}

void
report_find_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	incident_report_find_html(o, page_form(c, &report_code_in, NULL));
}

static enum status
mine_load(struct ctx *c, void *in, void *out)
{
	struct report_status_view *v = arena_new(c->mem, struct report_status_view);
	struct incident_reported_by_row *r;

	(void)in;
	(void)out;
	TRY(incident_reported_by(c->db, c->scope, c->mem, 50, &r, &v->n_mine));
	v->mine = arena_array(c->mem, struct report_mine, v->n_mine + 1);
	for (size_t i = 0; i < v->n_mine; i++)
		v->mine[i] = (struct report_mine){ r[i].ref, r[i].title, incident_label(c, &incident_states, r[i].state), when_long(c->mem, r[i].reported_at),
			incident_label(c, &incident_outcomes, r[i].outcome) };
	c->data = v;
	return ST_OK;
}

void
report_mine_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	incident_report_mine_html(o, c->data);
}

const struct action report_start = { .name = "report.start", .title = M("Report something"), .access = ACCESS_PUBLIC, .mode = MODE_READ, .load = start_load };
const struct action report_begin = { .name = "report.begin", .title = M("Begin a report"), .access = ACCESS_SIGNED_IN, .mode = MODE_WRITE,
	.out = &report_draft_out, .store = begin_store, .rate = 30 };
const struct action report_at = { .name = "report.at", .title = M("Begin a report without an account"), .access = ACCESS_PUBLIC, .mode = MODE_WRITE,
	.in = &report_link_in, .out = &report_draft_out, .store = at_store, .rate = 20 };
#define STEP(var, verb, shape_) const struct action var = { .name = "report." verb, .title = M("Report something"), .access = ACCESS_PUBLIC, \
	.mode = MODE_WRITE, .in = &(shape_), .out = &report_draft_out, .store = step_store, .rate = 120, .cli_only = NULL }
STEP(report_danger, "danger", report_danger_shape);
STEP(report_what, "what", report_what_shape);
STEP(report_when, "when", report_when_shape);
STEP(report_where, "where", report_where_shape);
STEP(report_hurt, "hurt", report_hurt_shape);
STEP(report_who, "who", report_who_shape);
const struct action report_check = { .name = "report.check", .title = M("Check your answers"), .access = ACCESS_PUBLIC, .mode = MODE_READ,
	.in = &report_draft_in, .load = check_load };
const struct action report_send_action = { .name = "report.send", .title = M("Send the report"), .access = ACCESS_PUBLIC, .mode = MODE_WRITE,
	.in = &report_draft_in, .out = &report_code_out, .store = send_store, .rate = 20 };
const struct action report_status = { .name = "report.status", .title = M("What became of your report"), .access = ACCESS_PUBLIC, .mode = MODE_READ,
	.in = &report_code_in, .out = &report_code_out, .load = status_load, .rate = 60 };
const struct action report_find = { .name = "report.find", .title = M("Look up a report"), .access = ACCESS_PUBLIC, .mode = MODE_WRITE,
	.in = &report_code_in, .out = &report_code_out, .store = find_store, .rate = 20 };
const struct action report_mine_action = { .name = "report.mine", .title = M("What I reported"), .access = ACCESS_SIGNED_IN, .mode = MODE_READ, .load = mine_load };
