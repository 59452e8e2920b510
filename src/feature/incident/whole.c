/* SPDX-License-Identifier: MIT */
/* INC-1: the whole report in one call.  From one page, from a program, and from a telephone that had no network and sends
 * later: it chooses the code, so that however often it sends, it is one report. */
#include "feature/incident/report.h"

#include "app/app.h"
#include "app/session.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/json.h"
#include "tpl/feature/incident/phone.h"
#include "tpl/feature/incident/report.h"

struct ready_out { struct str owner, token; };
SHAPE(report_ready_out, ready_out, FIELD(struct ready_out, owner, .label = M("Owner")), FIELD(struct ready_out, token, .label = M("Token")));

static enum status
send_whole(struct ctx *c, struct report *in, const struct shape *s, int64_t org, struct report *out)
{
	TRY(report_tidy(c, in, s));
	if (in->code.n > 0 && !report_secret(in->code)) {
		field_error(c, "code", M("The code must be 20 to 40 letters and digits"), S(""));
		return errors(c);
	}
	out->code = in->code.n > 0 ? in->code : secret_text(c->mem);
	c->goes_to = report_status_path(c, out->code);
	return report_send(c, in, org, out->code);
}

static enum status
all_store(struct ctx *c, void *in, void *out)
{
	if (c->who->org == 0 || c->who->grant != 0)
		return fail(c, ST_FORBIDDEN, M("Choose the organisation that you act for first."), NULL);
	return send_whole(c, in, &report_all_shape, c->who->org, out);
}

static enum status
all_at_store(struct ctx *c, void *in_, void *out)
{
	struct report *in = in_;
	struct incident_link_get_row l;

	TRY(report_link(c, in->link, &l));
	report_as_nobody(c, l.org);
	return send_whole(c, in, &report_all_at_shape, l.org, out);
}

enum status
report_all_load(struct ctx *c)
{
	struct report_all_view *v = arena_new(c->mem, struct report_all_view);
	struct report r = { .happened_on = c->today };
	struct option *o;
	size_t n;

	*v = (struct report_all_view){ .form = page_form(c, &report_all_shape, &r), .action = URL(c->mem, "/report/all"), .org = c->who->org_name };
	TRY(record_options(c, "unit", &o, &n));
	form_options(c, v->form, "unit", o, n);
	c->data = v;
	return ST_OK;
}

void
report_all_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	incident_report_all_html(o, c->data);
}

/* ---- what a telephone keeps ---- */

/* Says whether two reports come from one person's telephone, and not whose it is. */
static struct str
owner_of(struct ctx *c)
{
	struct hash h = hash_keyed(c->app->secret_key, arena_printf(c->mem, "report-owner %lld %lld", (long long)c->who->account, (long long)c->who->org));
	struct str hex = hash_hex(c->mem, &h);

	return c->who->account != 0 && c->who->org != 0 && c->who->grant == 0 ? (struct str){ hex.p, 32 } : S("");
}

static enum status
offline(struct ctx *c, struct report_phone_view *v)
{
	struct incident_setting s;
	struct option *o;
	size_t n;

	TRY(incident_settings(c, &s));
	v->danger = s.danger_words;
	v->form = page_form(c, &report_phone_shape, &(struct report){ .happened_on = c->today });
	TRY(record_options(c, "unit", &o, &n));
	form_options(c, v->form, "unit", o, n);
	for (size_t i = 0; i < report_phone_shape.n; i++)
		if (report_phone_shape.f[i].must)
			v->must = arena_printf(c->mem, "%.*s %s", (int)v->must.n, v->must.p, report_phone_shape.f[i].name);
	c->data = v;
	return ST_OK;
}

static enum status
offline_load(struct ctx *c, void *in, void *out)
{
	struct report_phone_view *v = arena_new(c->mem, struct report_phone_view);

	(void)in;
	(void)out;
	*v = (struct report_phone_view){ .org = c->who->org_name, .owner = owner_of(c), .shell = URL(c->mem, "/report/offline"), .start = URL(c->mem, "/report"),
		.send = URL(c->mem, "/report/all") };
	if (v->owner.n == 0)
		return fail(c, ST_FORBIDDEN, M("Choose the organisation that you act for first."), NULL);
	return offline(c, v);
}

static enum status
offline_at_load(struct ctx *c, void *in_, void *out)
{
	const struct report *in = in_;
	struct report_phone_view *v = arena_new(c->mem, struct report_phone_view);
	struct incident_link_get_row l;

	(void)out;
	TRY(report_link(c, in->link, &l));
	report_as_nobody(c, l.org);
	struct str at = arena_printf(c->mem, "/report/at/%.*s", (int)in->link.n, in->link.p);
	*v = (struct report_phone_view){ .org = l.name, .start = { at }, .shell = { arena_printf(c->mem, "%.*s/offline", (int)at.n, at.p) },
		.send = { arena_printf(c->mem, "%.*s/all", (int)at.n, at.p) } };
	return offline(c, v);
}

void
report_offline_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	incident_report_offline_html(o, c->data);
}

/* What a telephone needs to send what it kept: who is signed in on it by now, and a token for the form. */
static enum status
ready_load(struct ctx *c, void *in, void *out_)
{
	struct ready_out *out = out_;
	struct json j;
	struct buf b;

	(void)in;
	out->owner = owner_of(c);
	if (c->face != FACE_PAGE)
		return ST_OK;
	if (c->who->session != 0)
		out->token = session_csrf(c->app, c->mem, c->who->session);
	buf_init(&b, 1 << 12);
	json_init(&j, &b);
	shape_json(&j, &report_ready_out, out, c->sight);
	c->download = buf_end(&b, c->mem);
	c->download_name = S("ready.json");
	c->download_type = S("application/json");
	return ST_OK;
}

const struct action report_all = { .name = "report.all", .title = M("Report something on one page"), .access = ACCESS_SIGNED_IN, .mode = MODE_WRITE,
	.in = &report_all_shape, .out = &report_code_out, .store = all_store, .rate = 30 };
const struct action report_all_at = { .name = "report.all_at", .title = M("Report something without an account in one call"), .access = ACCESS_PUBLIC,
	.mode = MODE_WRITE, .in = &report_all_at_shape, .out = &report_code_out, .store = all_at_store, .rate = 20 };
const struct action report_offline = { .name = "report.offline", .title = M("The report for a telephone without network"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .load = offline_load };
const struct action report_offline_at = { .name = "report.offline_at", .title = M("The same without an account"), .access = ACCESS_PUBLIC,
	.mode = MODE_READ, .in = &report_link_in, .load = offline_at_load };
const struct action report_ready = { .name = "report.ready", .title = M("Who is signed in on this telephone"), .access = ACCESS_PUBLIC, .mode = MODE_READ,
	.out = &report_ready_out, .load = ready_load, .rate = 120 };
