/* SPDX-License-Identifier: MIT */
/* ORG-5: what specialists did to keep up, which courses are required, which forums they went to. */
#include "base/clock.h"
#include "base/time.h"
#include "feature/development/own.h"
#include "sql/development.h"
#include "tpl/feature/development/totals.h"

#define DUE_DAYS 90

CHOICES(kinds,
	{ "course", M("Course"), NULL },
	{ "required", M("Required course"), M("One of those that the organisation asks for") },
	{ "forum", M("Conference or forum outside the list of forums"), NULL },
	{ "other", M("Other development"), NULL });

SHAPE(development_shape, development,
	FIELD_REF(struct development, person, "person", .label = M("Who"), .must = true, .in_list = true),
	FIELD_CHOICE(struct development, kind, kinds, .label = M("Kind"), .must = true, .in_list = true),
	FIELD_REF(struct development, course, "required_course", .label = M("Which required course")),
	FIELD(struct development, title, .label = M("What it was"), .must = true, .search = true, .in_list = true),
	FIELD(struct development, done_on, .label = M("Last day of it"), .must = true, .past_only = true, .in_list = true),
	FIELD(struct development, hours, .label = M("Hours"), .hint = M("Whole hours"), .least = 0, .most = 400, .in_list = true),
	FIELD(struct development, certificate, .label = M("Certificate")));
SHAPE(required_course_shape, required_course,
	FIELD(struct required_course, title, .label = M("Course"), .must = true, .search = true, .in_list = true),
	FIELD(struct required_course, every_months, .label = M("Again after so many months"), .hint = M("Leave empty if once is enough"),
	    .least = 1, .most = 120, .in_list = true),
	FIELD(struct required_course, suggested, .label = M("Suggested by Wardkeep"), .read_only = true, .in_list = true));
SHAPE(attendance_shape, attendance,
	FIELD_REF(struct attendance, person, "person", .label = M("Who"), .must = true, .in_list = true),
	FIELD_REF(struct attendance, forum, "forum", .label = M("Forum"), .must = true, .in_list = true),
	FIELD(struct attendance, note, .label = M("Note"), .max = 500));
SHAPE(development_rule_shape, development_rule,
	FIELD(struct development_rule, hours, .label = M("Hours of development in a year"), .hint = M("For each specialist"), .least = 1, .most = 400, .must = true),
	FIELD(struct development_rule, forum_share, .label = M("Share of forums to attend, in per cent"), .least = 1, .most = 100, .must = true));

static enum status
development_check(struct ctx *c, const void *before, void *after)
{
	const struct development *d = after;
	bool required = str_is(d->kind, "required");

	(void)before;
	if (record_name(c, "person", d->person).n == 0)
		field_error(c, "person", M("Choose a person of this organisation"), S(""));
	if (required && (d->course == 0 || record_name(c, "required_course", d->course).n == 0))
		field_error(c, "course", M("Choose the required course"), S(""));
	if (!required && d->course != 0)
		field_error(c, "course", M("Choose a required course only where the kind is Required course"), S(""));
	return ST_OK;
}

static enum status
attendance_check(struct ctx *c, const void *before, void *after)
{
	const struct attendance *a = after;
	struct forum_read_row f;

	(void)before;
	if (record_name(c, "person", a->person).n == 0)
		field_error(c, "person", M("Choose a person of this organisation"), S(""));
	enum status st = forum_read(c->db, c->mem, a->forum, &f);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	if (st == ST_NOT_FOUND)
		field_error(c, "forum", M("Choose a forum from the list"), S(""));
	else if (f.cancelled)
		field_error(c, "forum", M("This forum was cancelled"), S(""));
	else if (f.held_on.day > c->today.day)
		field_error(c, "forum", M("This forum has not been held yet"), S(""));
	return ST_OK;
}

static const struct record_type development_type = {
	.ops = &development_ops, .shape = &development_shape, .one = M("development entry"), .many = M("development entries"), .label = "title",
	.path = "/development/entries/{id}", .check = development_check, .personal = true,
};
static const struct record_type course_type = {
	.ops = &required_course_ops, .shape = &required_course_shape, .one = M("required course"), .many = M("required courses"), .label = "title",
	.path = "/development/courses/{id}",
};
static const struct record_type attendance_type = {
	.ops = &attendance_ops, .shape = &attendance_shape, .one = M("forum attended"), .many = M("forums attended"), .label = "forum",
	.path = "/development/attendance/{id}", .check = attendance_check, .personal = true,
};
static const struct record_type rule_type = {
	.ops = &development_rule_ops, .shape = &development_rule_shape, .one = M("setting"), .many = M("settings"), .path = "/development/settings",
};

/* ---- totals of a year ---- */

struct totals_in { int64_t year; };
struct totals_item { int64_t person, hours, entries, courses_done, courses, attended, held; struct personal name; };
struct totals_out { struct list items; struct date from, to; int64_t hours_wanted, forum_share_wanted; };
SHAPE(development_totals_in, totals_in, FIELD(struct totals_in, year, .label = M("Year"), .hint = M("In which it begins"), .least = 1990, .most = 2150));
SHAPE(development_totals_row, totals_item,
	FIELD_REF(struct totals_item, person, "person", .label = M("Who")),
	FIELD(struct totals_item, name, .label = M("Full name"), .privacy = PRIV_IDENTITY),
	FIELD(struct totals_item, hours, .label = M("Hours")),
	FIELD(struct totals_item, entries, .label = M("Entries")),
	FIELD(struct totals_item, courses_done, .label = M("Required courses done")),
	FIELD(struct totals_item, courses, .label = M("Required courses")),
	FIELD(struct totals_item, attended, .label = M("Forums attended")),
	FIELD(struct totals_item, held, .label = M("Forums held")));
SHAPE(development_totals_out, totals_out,
	FIELD(struct totals_out, from, .label = M("First day")),
	FIELD(struct totals_out, to, .label = M("Last day")),
	FIELD(struct totals_out, hours_wanted, .label = M("Hours wanted")),
	FIELD(struct totals_out, forum_share_wanted, .label = M("Share of forums wanted")),
	FIELD(struct totals_out, items, .label = M("Specialists"), .of = &development_totals_row));

static struct str
of_words(struct ctx *c, int64_t n, int64_t of)
{
	return lang_format(c->lang, c->mem, M("{n} of {of}"), (struct msg_arg[]){ { "n", arena_printf(c->mem, "%lld", (long long)n) },
	    { "of", arena_printf(c->mem, "%lld", (long long)of) } }, 2);
}

static struct str
year_number(struct ctx *c, int64_t year)
{
	return arena_printf(c->mem, "%lld", (long long)year);
}

static void
totals_shown(struct ctx *c, const struct development_figures *all, const struct development_wanted *w, const struct totals_out *out, int64_t year)
{
	struct totals_view *v = arena_new(c->mem, struct totals_view);
	struct totals_row *rows = arena_array(c->mem, struct totals_row, all->n + 1);
	struct url self = URL(c->mem, "/development");

	for (size_t i = 0; i < all->n; i++) {
		const struct development_figure *f = &all->f[i];
		rows[i] = (struct totals_row){ .name = f->name, .job_title = f->job_title, .hours = of_words(c, f->hours, w->hours),
			.courses = f->courses == 0 ? lang_text(c->lang, c->mem, M("None required")) : of_words(c, f->courses_done, f->courses),
			.forums = f->held == 0 ? lang_text(c->lang, c->mem, M("None held")) : of_words(c, f->attended, f->held),
			.short_hours = f->hours < w->hours, .short_courses = f->courses_done < f->courses,
			.short_forums = f->held > 0 && f->attended * 100 < f->held * w->forum_share,
			.entries = url_with(c->mem, URL(c->mem, "/development/entries"), "person", year_number(c, f->person)) };
		touch(c, "person", f->person);
	}
	*v = (struct totals_view){ .rows = rows, .n = all->n, .ours = !w->own, .may_set = may(c, "development.settings"),
		.period = lang_format(c->lang, c->mem, M("{from} to {to}"), (struct msg_arg[]){ { "from", date_long(c->mem, out->from) }, { "to", date_long(c->mem, out->to) } }, 2),
		.wanted = lang_format(c->lang, c->mem, M("Wanted of each specialist: {hours} hours in the year, every required course, and {share} per cent of the forums."),
		    (struct msg_arg[]){ { "hours", year_number(c, w->hours) }, { "share", year_number(c, w->forum_share) } }, 2),
		.earlier = url_with(c->mem, self, "year", year_number(c, year - 1)), .later = url_with(c->mem, self, "year", year_number(c, year + 1)),
		.entries = URL(c->mem, "/development/entries"), .courses = URL(c->mem, "/development/courses"),
		.attendance = URL(c->mem, "/development/attendance"), .forums = URL(c->mem, "/forums"), .settings = URL(c->mem, "/development/settings") };
	c->data = v;
}

static enum status
totals_load(struct ctx *c, void *in_, void *out_)
{
	const struct totals_in *in = in_;
	struct totals_out *out = out_;
	int64_t year = in->year != 0 ? in->year : date_financial_year(c->today);
	struct clock_span span = clock_period(date_of((int)year, 4, 1), 12, 4);
	struct development_figures all;
	struct development_wanted w;

	TRY(development_count(c, span.from, span.to, &all));
	TRY(development_wanted(c, &w));
	*out = (struct totals_out){ .from = span.from, .to = span.to, .hours_wanted = w.hours, .forum_share_wanted = w.forum_share };
	struct totals_item *items = arena_array(c->mem, struct totals_item, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		const struct development_figure *f = &all.f[i];
		items[i] = (struct totals_item){ f->person, f->hours, f->entries, f->courses_done, f->courses, f->attended, f->held, f->name };
	}
	out->items = (struct list){ items, all.n };
	totals_shown(c, &all, &w, out, year);
	return ST_OK;
}

static void
totals_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("Nominations")), URL(c->mem, "/nominations"));
	development_totals_html(o, c->data);
}

static const struct action development_totals = { .name = "development.totals", .title = M("Development of specialists"), .access = ACCESS_ROLE, .sheet = true,
	.mode = MODE_READ, .in = &development_totals_in, .out = &development_totals_out, .load = totals_load, .personal = true };

/* ---- what is wanted ---- */

static enum status
settings_store(struct ctx *c, void *in_, void *out_)
{
	struct development_rule *in = in_, *out = out_, rec;
	struct development_wanted w;

	TRY(development_wanted(c, &w));
	if (w.id == 0) {
		rec = (struct development_rule){ .hours = in->hours, .forum_share = in->forum_share };
		TRY(record_create(c, &rule_type, &rec));
	} else {
		TRY(record_get(c, &rule_type, w.id, &rec));
		rec.version = c->version != 0 ? c->version : rec.version;
		rec.hours = in->hours;
		rec.forum_share = in->forum_share;
		TRY(record_update(c, &rule_type, &rec));
	}
	*out = rec;
	return ST_OK;
}

static const struct action development_settings = { .name = "development.settings", .title = M("What is wanted in a year"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &development_rule_shape, .out = &development_rule_shape, .store = settings_store };

static enum status
settings_load(struct ctx *c)
{
	struct development_wanted *w = arena_new(c->mem, struct development_wanted);

	TRY(development_wanted(c, w));
	c->data = w;
	return ST_OK;
}

static void
settings_page(struct html *o, struct ctx *c, const void *out)
{
	const struct development_wanted *w = c->data;
	struct development_rule rec = { .hours = w->hours, .forum_share = w->forum_share };
	struct development_form_view v = { .form = page_form(c, &development_rule_shape, &rec), .action = URL(c->mem, "/development/settings"),
		.cancel = URL(c->mem, "/development"), .version = w->version, .title = M("What is wanted in a year"),
		.about = M("The standards name no figures. Those that come with Wardkeep are our own suggestion: 15 hours, and half of the forums.") };

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Development of specialists")), URL(c->mem, "/development"));
	development_form_html(o, &v);
}

/* ---- a list of courses to begin with: ours, and labelled so ---- */

static enum status
suggest_store(struct ctx *c, void *in, void *out)
{
	static const struct { const char *title; int64_t months; } ours[] = {
		{ "Accreditation course for security management specialists", 0 },
		{ "Refresher course for security management specialists", 36 },
		{ "Handling confidential information", 12 },
	};
	struct required_all_row *r;
	size_t n;

	(void)in;
	(void)out;
	TRY(required_all(c->db, c->scope, c->mem, 1, &r, &n));
	if (n > 0)
		return fail(c, ST_INVALID, M("Required courses have been set already."), NULL);
	for (size_t i = 0; i < countof(ours); i++) {
		struct required_course x = { .title = str_c(ours[i].title), .suggested = true, .every_months = { ours[i].months, ours[i].months > 0 } };
		TRY(record_create(c, &course_type, &x));
	}
	return ST_OK;
}

static const struct action course_suggest = { .name = "required_course.suggest", .title = M("Take over the suggested courses"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .store = suggest_store };

static enum status
suggest_load(struct ctx *c)
{
	(void)c;
	return ST_OK;
}

static void
suggest_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Required courses")), URL(c->mem, "/development/courses"));
	development_suggest_html(o, URL(c->mem, "/development/suggest"), URL(c->mem, "/development/courses"));
}

/* ---- due, and what this folder contributes ---- */

static enum status
development_due(struct ctx *c, struct due_list *due)
{
	struct clock_due year = clock_due(CLOCK_DEVELOPMENT, &(struct clock_in){ .start = c->today });
	struct development_figures all;
	struct development_wanted w;

	if (!may(c, "development.create") || !year.known || year.due.day > c->today.day + DUE_DAYS)
		return ST_OK;
	TRY(development_count(c, year.from, year.due, &all));
	TRY(development_wanted(c, &w));
	for (size_t i = 0; i < all.n; i++) {
		const struct development_figure *f = &all.f[i];
		if (f->now && f->hours < w.hours)
			due_add(c, due, (struct due_item){ .title = lang_format(c->lang, c->mem, M("{job}: {done} hours this year"), (struct msg_arg[]){
			    { "job", f->job_title }, { "done", of_words(c, f->hours, w.hours) } }, 2), .due = year.due,
				.to = URL(c->mem, "/development"), .kind = M("Development to complete") });
		if (f->now && f->courses_done < f->courses)
			due_add(c, due, (struct due_item){ .title = lang_format(c->lang, c->mem, M("{job}: {done} required courses"), (struct msg_arg[]){
			    { "job", f->job_title }, { "done", of_words(c, f->courses_done, f->courses) } }, 2), .due = year.due,
				.to = URL(c->mem, "/development"), .kind = M("Required course to do") });
	}
	return ST_OK;
}

static const struct register_def entries = {
	.type = &development_type, .path = "/development/entries", .title = M("Development entries"),
	.about = M("Courses, required courses and other development of security management specialists, with hours and certificate."),
	.add = M("Add development"),
};
static const struct register_def courses = {
	.type = &course_type, .path = "/development/courses", .title = M("Required courses"),
	.about = M("Which courses each specialist must have done, and after how many months again. The list is your own; one marked as suggested by Wardkeep is our suggestion and no requirement of the standards."),
	.add = M("Add a required course"),
};
static const struct register_def attendances = {
	.type = &attendance_type, .path = "/development/attendance", .title = M("Forums attended"),
	.about = M("Who went to which forum. The forums themselves are listed by the national body."), .add = M("Add attendance"),
};
static const struct register_def *const registers[] = { &entries, &courses, &attendances, NULL };
static const struct record_type *const records[] = { &forum_type, &rule_type, NULL };
static const struct action *const actions[] = { &development_totals, &development_settings, &course_suggest, &forum_list, &forum_view,
	&forum_create, &forum_edit, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/development", .action = &development_totals, .html = totals_page, .title = M("Development of specialists"), .wide = true },
	{ .method = GET, .path = "/development/settings", .action = &development_settings, .html = settings_page, .title = M("What is wanted in a year"), .form = true, .form_load = settings_load },
	{ .method = POST, .path = "/development/settings", .action = &development_settings, .on_error = "/development/settings", .then = "/development", .notice = M("Saved") },
	{ .method = GET, .path = "/development/suggest", .action = &course_suggest, .html = suggest_page, .title = M("Take over the suggested courses"), .form = true, .form_load = suggest_load },
	{ .method = POST, .path = "/development/suggest", .action = &course_suggest, .on_error = "/development/suggest", .then = "/development/courses", .notice = M("The suggested courses have been added") },
	{ .method = GET, .path = "/forums", .action = &forum_list, .html = forum_list_page, .title = M("Forums"), .wide = true },
	{ .method = GET, .path = "/forums/new", .action = &forum_create, .html = forum_create_page, .title = M("Add a forum"), .form = true },
	{ .method = POST, .path = "/forums/new", .action = &forum_create, .on_error = "/forums/new", .then = "/forums/{id}", .notice = M("Saved") },
	{ .method = GET, .path = "/forums/{id}", .action = &forum_view, .html = forum_view_page, .title = M("Forum") },
	{ .method = GET, .path = "/forums/{id}/edit", .action = &forum_edit, .html = forum_edit_page, .title = M("Change a forum"), .form = true },
	{ .method = POST, .path = "/forums/{id}/edit", .action = &forum_edit, .on_error = "/forums/{id}/edit", .then = "/forums/{id}", .notice = M("Saved") },
	{ .path = NULL },
};
static const struct fact_def facts[] = {
	{ "specialist.cpd", M("Hours of professional development of each specialist"), development_fact },
	{ "specialist.courses", M("Required courses done, of all"), development_fact },
	{ "forum.attended", M("Regional forums attended, of those held"), development_fact },
	{ "forum.held", M("Regional forums for specialists held in the period"), development_fact },
	{ NULL, NULL, NULL },
};
static const struct nav_entry nav[] = { { M("Forums"), "/forums", 57, "forum.create" }, { NULL, NULL, 0, NULL } };
const struct feature development_feature = { .name = "development", .registers = registers, .records = records, .actions = actions,
	.pages = pages, .nav = nav, .due = development_due, .facts = facts, .example = development_example };
