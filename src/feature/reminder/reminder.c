/* SPDX-License-Identifier: MIT */
/* One's own choice of how to hear of what is due: by mail, once a day or a week, and in a calendar. */
#include "feature/reminder/own.h"
#include "app/account.h"
#include "app/job.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/time.h"
#include "html/component.h"
#include "sql/reminder.h"
#include "tpl/feature/reminder/reminder.h"

#define STEP 100

CHOICES(reminder_times, { "never", M("Never"), NULL }, { "daily", M("Every day on which something is due"), NULL }, { "weekly", M("Every week in which something is due"), NULL });
SHAPE(reminder_choose_shape, reminder_choose, FIELD_CHOICE(struct reminder_choose, often, reminder_times, .label = M("How often?"), .must = true));
SHAPE(reminder_view_shape, reminder_view,
	FIELD(struct reminder_view, often, .label = M("Email")),
	FIELD(struct reminder_view, calendar, .label = M("Calendar has an address")),
	FIELD(struct reminder_view, address, .label = M("Address of the calendar"), .max = 500));

/* The address is as good as a key: only what is made of it lies in the database. */
static struct str
feed_hash(struct ctx *c, struct str secret)
{
	struct hash h = hash_keyed(c->app->secret_key, arena_printf(c->mem, "calendar %.*s", (int)secret.n, secret.p));

	return hash_hex(c->mem, &h);
}

static enum status
view_load(struct ctx *c, void *in, void *out_)
{
	struct reminder_view *v = out_;
	struct reminder_of_row r;
	struct str note = { NULL, 0 };

	(void)in;
	enum status st = reminder_of(c->db, c->scope, c->mem, c->who->account, &r);
	if (st == ST_NOT_FOUND)
		r = (struct reminder_of_row){ .often = S("never") };
	else
		TRY(st);
	v->often = r.often;
	v->calendar = r.feed.n > 0;
	v->made = r.feed_at;
	v->organisation = c->who->org_name;
	if (c->who->session != 0)
		TRY(session_note(c, &note));
	if (v->calendar && str_starts(note, S("calendar\n")))
		v->address = (struct str){ note.p + 9, note.n - 9 };
	if (c->app->example)
		v->note = lang_text(c->lang, c->mem, M("This is an example. No mail leaves it, whatever you choose."));
	else if (!mail_on(c->app))
		v->note = lang_text(c->lang, c->mem, M("This installation sends no mail yet. Your choice is kept until it does."));
	return ST_OK;
}

const struct action reminder_view_action = { .name = "reminder.view", .title = M("Reminders"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .out = &reminder_view_shape, .load = view_load };

static void
view_page(struct html *o, struct ctx *c, const void *out_)
{
	struct reminder_view v = *(const struct reminder_view *)out_;
	struct reminder_choose now = { v.often };

	v.form = page_form(c, &reminder_choose_shape, &now);
	page_crumb(c, lang_text(c->lang, c->mem, M("Your account")), URL(c->mem, "/account"));
	reminder_reminder_html(o, &v);
}

static enum status
choose_store(struct ctx *c, void *in_, void *out)
{
	struct reminder_choose *in = in_;
	int64_t n;

	(void)out;
	return reminder_set_often(c->db, c->scope, c->who->account, in->often, &n);
}

const struct action reminder_choose_action = { .name = "reminder.choose", .title = M("Choose how often mail comes"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_WRITE, .in = &reminder_choose_shape, .store = choose_store };

static enum status
feed_store(struct ctx *c, void *in, void *out_)
{
	struct reminder_view *out = out_;
	struct str secret = secret_text(c->mem);
	int64_t n;

	(void)in;
	TRY(reminder_set_feed(c->db, c->scope, c->who->account, feed_hash(c, secret), c->now, &n));
	out->often = S("");
	out->calendar = true;
	out->address = reminder_url(c, arena_printf(c->mem, "/calendar/%.*s/due.ics", (int)secret.n, secret.p)).s;
	if (c->who->session == 0)
		return ST_OK;
	return session_note_keep(c, c->who->session, arena_printf(c->mem, "calendar\n%.*s", (int)out->address.n, out->address.p));
}

const struct action reminder_feed_action = { .name = "reminder.feed", .title = M("Make an address for your calendar"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_WRITE, .out = &reminder_view_shape, .store = feed_store };

static enum status
feed_end_store(struct ctx *c, void *in, void *out)
{
	int64_t n;

	(void)in, (void)out;
	return reminder_set_feed(c->db, c->scope, c->who->account, (struct str){ NULL, 0 }, (struct when){ 0 }, &n);
}

const struct action reminder_feed_end_action = { .name = "reminder.feed_end", .title = M("Stop the address of your calendar"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_WRITE, .store = feed_end_store };

/* ---- the calendar, for programs that nobody signs in to ---- */

SHAPE(reminder_calendar_in, calendar_in, FIELD(struct calendar_in, secret, .label = M("Address"), .must = true, .max = 60));

static enum status
calendar_load(struct ctx *c, void *in_, void *out)
{
	const struct calendar_in *in = in_;
	struct reminder_by_feed_row r;

	(void)out;
	enum status st = reminder_by_feed(c->db, c->mem, feed_hash(c, in->secret), &r);
	if (st == ST_OK)
		st = reminder_calendar(c, r.org, r.account, &c->download);
	if (st == ST_NOT_FOUND)
		return fail(c, ST_NOT_FOUND, M("There is no calendar at this address any more."), NULL);
	TRY(st);
	c->download_name = S("due.ics");
	c->download_type = S("text/calendar; charset=utf-8");
	return ST_OK;
}

/* Many people's programs may ask from one address. */
const struct action calendar_action = { .name = "reminder.calendar", .title = M("What is due, as a calendar"), .access = ACCESS_PUBLIC,
	.mode = MODE_READ, .in = &reminder_calendar_in, .load = calendar_load, .rate = 300 };

/* ---- the job that asks for mail ---- */

/* Asked for in the transaction that says so, once for each day or week, whoever runs it how often. */
static enum status
plan_store(struct ctx *c, void *in_, void *out_)
{
	const struct job_in *in = in_;
	struct job_out *out = out_;
	struct reminder_wanted_row *r;
	int64_t after = 0;
	size_t n;

	if (in->cursor.n > 0 && !id_parse(in->cursor, &after))
		after = 0;
	TRY(mail_forget(c));
	TRY(reminder_wanted(c->db, c->scope, c->mem, after, STEP, &r, &n));
	struct date monday = date_add_days(c->today, -date_weekday(c->today));
	for (size_t i = 0; i < n; i++)
		TRY(mail_ask(c, "reminder.digest", r[i].account, str_is(r[i].often, "weekly") ? monday : c->today));
	c->more = n == STEP;
	if (c->more)
		out->cursor = id_text(c->mem, r[n - 1].account);
	return ST_OK;
}

static const struct action plan = { .name = "reminder.plan", .title = M("Ask for the mail that is due"), .access = ACCESS_OPERATOR, .mode = MODE_WRITE,
	.in = &job_in_shape, .out = &job_out_shape, .store = plan_store, .cli_only = "the server does it by itself" };

static const struct action *const actions[] = { &reminder_view_action, &reminder_choose_action, &reminder_feed_action, &reminder_feed_end_action,
	&calendar_action, &plan, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/account/reminders", .action = &reminder_view_action, .html = view_page, .title = M("Reminders") },
	{ .method = POST, .path = "/account/reminders", .action = &reminder_choose_action, .on_error = "/account/reminders", .then = "/account/reminders", .notice = M("Your choice is saved") },
	{ .method = POST, .path = "/account/reminders/calendar", .action = &reminder_feed_action, .on_error = "/account/reminders", .then = "/account/reminders" },
	{ .method = POST, .path = "/account/reminders/calendar/stop", .action = &reminder_feed_end_action, .on_error = "/account/reminders", .then = "/account/reminders", .notice = M("The address does not work any more") },
	{ .method = GET, .path = "/calendar/{secret}/due.ics", .action = &calendar_action },
	{ .path = NULL },
};
static const struct job_def jobs[] = { { "reminder.plan", &plan, 60 }, { NULL, NULL, 0 } };
static const struct mail_def mails[] = { { "reminder.digest", reminder_digest }, { NULL, NULL } };
const struct feature reminder_feature = { .name = "reminder", .actions = actions, .pages = pages, .jobs = jobs, .mails = mails };
