/* SPDX-License-Identifier: MIT */
/* UX-3: what takes longer than a page may.  One asks, leaves, comes back, and finds the result. */
#include "feature/work/work.h"
#include <string.h>
#include "app/file.h"
#include "app/large.h"
#include "app/record.h"
#include "base/ids.h"
#include "base/time.h"
#include "tpl/feature/work/list.h"
#include "tpl/feature/work/problems.h"
#include "tpl/feature/work/ready.h"
#include "tpl/feature/work/view.h"

#define ROWS 25
#define PROBLEM_ROWS 100
#define READY_MS (24 * 3600 * 1000ll)

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

static const struct { const char *state, *label; enum tag_colour colour; } states[] = {
	{ "waiting", M("Waiting"), TAG_GREY }, { "running", M("In progress"), TAG_BLUE }, { "done", M("Ready"), TAG_GREEN },
	{ "refused", M("Not done"), TAG_RED }, { "failed", M("Stopped by a fault"), TAG_RED }, { "cancelled", M("Cancelled"), TAG_GREY },
};

static size_t
state_of(struct str s)
{
	size_t i = 0;

	while (i + 1 < countof(states) && !str_is(s, states[i].state))
		i++;
	return i;
}

static bool
is_open(const struct long_about *w)
{
	return str_is(w->state, "waiting") || str_is(w->state, "running");
}

static struct str
progress_words(struct ctx *c, const struct long_about *w)
{
	struct msg_arg args[] = { { "done", arena_printf(c->mem, "%lld", (long long)w->done) }, { "total", arena_printf(c->mem, "%lld", (long long)w->total) } };

	if (!is_open(w) || w->done == 0)
		return S("");
	return lang_format(c->lang, c->mem, w->total > 0 ? M("{done} of {total}") : M("{done} so far"), args, 2);
}

/* ---- list ---- */

struct list_in { struct str after; };
struct item_out { int64_t id; struct str title, state; int64_t done, total, problems; struct when asked_at, ended_at; };
struct list_out { struct list items; struct str next; };
SHAPE(work_list_in_shape, list_in, FIELD(struct list_in, after, .label = M("After"), .max = 30));
SHAPE(work_item_shape, item_out,
	FIELD_REF(struct item_out, id, "work", .label = M("Id")), FIELD(struct item_out, title, .label = M("What")),
	FIELD(struct item_out, state, .label = M("State")), FIELD(struct item_out, done, .label = M("Done")),
	FIELD(struct item_out, total, .label = M("Of")), FIELD(struct item_out, problems, .label = M("Problems")),
	FIELD(struct item_out, asked_at, .label = M("Asked for")), FIELD(struct item_out, ended_at, .label = M("Finished")));
SHAPE(work_list_out_shape, list_out, FIELD(struct list_out, items, .label = M("Your long work"), .of = &work_item_shape),
    FIELD(struct list_out, next, .label = M("Next")));

static struct item_out
item_of(const struct long_about *w)
{
	return (struct item_out){ w->id, w->title, w->state, w->done, w->total, w->problems, w->asked_at, w->ended_at };
}

static struct work_line *
lines(struct ctx *c, const struct long_about *w, size_t n)
{
	struct work_line *l = arena_array(c->mem, struct work_line, n + 1);

	for (size_t i = 0; i < n; i++) {
		size_t s = state_of(w[i].state);
		l[i] = (struct work_line){ .title = w[i].title, .asked = when_long(c->mem, w[i].asked_at), .state = text(c, states[s].label),
			.colour = states[s].colour, .progress = progress_words(c, &w[i]), .to = long_url(c->mem, w[i].id) };
	}
	return l;
}

static enum status
list_load(struct ctx *c, void *in_, void *out_)
{
	const struct list_in *in = in_;
	struct list_out *out = out_;
	struct work_list_view *v = arena_new(c->mem, struct work_list_view);
	int64_t before = INT64_MAX;
	struct long_about *w;
	size_t n;

	if (in->after.n > 0 && !id_parse(in->after, &before))
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	TRY(long_list(c, before, ROWS + 1, &w, &n));
	size_t shown = n > ROWS ? ROWS : n;
	struct item_out *items = arena_array(c->mem, struct item_out, shown + 1);
	for (size_t i = 0; i < shown; i++)
		items[i] = item_of(&w[i]);
	out->items = (struct list){ items, shown };
	out->next = n > ROWS ? id_text(c->mem, w[ROWS - 1].id) : S("");
	*v = (struct work_list_view){ lines(c, w, shown), shown, { S("") } };
	if (out->next.n > 0)
		v->older = url_with(c->mem, URL(c->mem, "/work"), "after", out->next);
	c->data = v;
	return ST_OK;
}

static void
list_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	work_list_html(o, c->data);
}

/* ---- one ---- */

struct view_in { struct str work; };
struct view_out { int64_t work; struct str title, state, summary, file, goes_to; int64_t done, total, problems; struct when asked_at, ended_at; };
SHAPE(work_view_in_shape, view_in, FIELD(struct view_in, work, .label = M("Long work"), .must = true, .max = 20));
SHAPE(work_view_out_shape, view_out,
	FIELD_REF(struct view_out, work, "work", .label = M("Id")), FIELD(struct view_out, title, .label = M("What")),
	FIELD(struct view_out, state, .label = M("State")), FIELD(struct view_out, summary, .label = M("How it went"), .max = 4000),
	FIELD(struct view_out, file, .label = M("Result")), FIELD(struct view_out, goes_to, .label = M("Page of the result")),
	FIELD(struct view_out, done, .label = M("Done")), FIELD(struct view_out, total, .label = M("Of")), FIELD(struct view_out, problems, .label = M("Problems")),
	FIELD(struct view_out, asked_at, .label = M("Asked for")), FIELD(struct view_out, ended_at, .label = M("Finished")));

static enum status
asked_for(struct ctx *c, struct str work, struct long_about *ret)
{
	int64_t id;

	if (!id_parse(work, &id))
		id = 0;
	return long_read(c, id, ret);
}

static struct view_out
view_of(struct ctx *c, const struct long_about *w)
{
	struct view_out v = { .work = w->id, .title = w->title, .state = w->state, .summary = w->summary, .goes_to = w->goes_to, .done = w->done,
		.total = w->total, .problems = w->problems, .asked_at = w->asked_at, .ended_at = w->ended_at };

	if (w->result != 0)
		v.file = URL_ID(c->mem, "/work/{}/file", w->id).s;
	return v;
}

static struct work_view *
shown(struct ctx *c, const struct long_about *w)
{
	struct work_view *v = arena_new(c->mem, struct work_view);
	size_t s = state_of(w->state);
	struct file_info info;

	*v = (struct work_view){ .title = w->title, .asked = when_long(c->mem, w->asked_at), .state = text(c, states[s].label), .colour = states[s].colour,
		.summary = w->summary, .progress = progress_words(c, w), .open = is_open(w), .ready = str_is(w->state, "done"),
		.failed = str_is(w->state, "failed") || str_is(w->state, "refused"), .cancelled = str_is(w->state, "cancelled"), .percent = -1, .n_problems = w->problems,
		.cancel = URL_ID(c->mem, "/work/{}/cancel", w->id), .again = long_url(c->mem, w->id) };
	if (w->total > 0)
		v->percent = w->done >= w->total ? 100 : w->done * 100 / w->total;
	if (w->problems > 0)
		v->problems = URL_ID(c->mem, "/work/{}/problems", w->id);
	if (w->result != 0 && file_about(c, w->result, &info) == ST_OK) {
		v->file = URL_ID(c->mem, "/work/{}/file", w->id);
		v->name = info.name;
	}
	if (w->goes_to.n > 1 && w->goes_to.p[0] == '/' && w->goes_to.p[1] != '/')
		v->page = (struct url){ w->goes_to };
	if (w->expires_at.ms != 0)
		v->kept = date_long(c->mem, when_date(w->expires_at));
	return v;
}

static enum status
view_load(struct ctx *c, void *in_, void *out_)
{
	const struct view_in *in = in_;
	struct view_out *out = out_;
	struct long_about w;

	TRY(asked_for(c, in->work, &w));
	*out = view_of(c, &w);
	c->data = shown(c, &w);
	return ST_OK;
}

static void
way_back(struct ctx *c, struct str title, struct url to)
{
	page_crumb(c, text(c, M("Home")), URL(c->mem, "/"));
	page_crumb(c, text(c, M("Your long work")), URL(c->mem, "/work"));
	if (title.n > 0)
		page_crumb(c, title, to);
}

static void
view_page(struct html *o, struct ctx *c, const void *out)
{
	struct work_view *v = c->data;

	(void)out;
	way_back(c, S(""), URL(c->mem, "/work"));
	page_title(c, v->title);
	work_view_html(o, v);
}

/* ---- its problems: they may quote what was sent ---- */

struct problems_in { struct str work, after; };
struct problem_out { int64_t n; struct str place; struct personal what; };
struct problems_out { struct list items; struct str next; int64_t total; };
SHAPE(work_problems_in_shape, problems_in, FIELD(struct problems_in, work, .label = M("Long work"), .must = true, .max = 20),
    FIELD(struct problems_in, after, .label = M("After"), .max = 20));
SHAPE(work_problem_shape, problem_out, FIELD(struct problem_out, n, .label = M("Number")), FIELD(struct problem_out, place, .label = M("Where")),
    FIELD(struct problem_out, what, .label = M("What is wrong"), .privacy = PRIV_IDENTITY, .max = 4000));
SHAPE(work_problems_out_shape, problems_out, FIELD(struct problems_out, items, .label = M("Problems"), .of = &work_problem_shape),
    FIELD(struct problems_out, next, .label = M("Next")), FIELD(struct problems_out, total, .label = M("Total")));

static enum status
problems_load(struct ctx *c, void *in_, void *out_)
{
	const struct problems_in *in = in_;
	struct problems_out *out = out_;
	struct work_problems_view *v = arena_new(c->mem, struct work_problems_view);
	struct long_trouble *t;
	struct long_about w;
	int64_t after = 0;
	size_t n;

	TRY(asked_for(c, in->work, &w));
	TRY(long_allowed(c, &w));
	if (in->after.n > 0 && !str_i64(in->after, &after))
		return fail(c, ST_INVALID, M("Something in the address is not right."), NULL);
	TRY(long_troubles(c, w.id, after, PROBLEM_ROWS + 1, &t, &n));
	size_t shown_n = n > PROBLEM_ROWS ? PROBLEM_ROWS : n;
	struct problem_out *items = arena_array(c->mem, struct problem_out, shown_n + 1);
	struct work_problem *rows = arena_array(c->mem, struct work_problem, shown_n + 1);
	for (size_t i = 0; i < shown_n; i++) {
		items[i] = (struct problem_out){ t[i].n, t[i].place, t[i].what };
		rows[i] = (struct work_problem){ t[i].place, t[i].what };
	}
	*out = (struct problems_out){ { items, shown_n }, n > PROBLEM_ROWS ? arena_printf(c->mem, "%lld", (long long)t[PROBLEM_ROWS - 1].n) : S(""), w.problems };
	struct url here = URL_ID(c->mem, "/work/{}/problems", w.id);
	struct msg_arg args[] = { { "n", arena_printf(c->mem, "%lld", (long long)w.problems) }, { "most", arena_printf(c->mem, "%d", LONG_PROBLEMS) } };
	*v = (struct work_problems_view){ .title = w.title, .rows = rows, .n = shown_n, .back = long_url(c->mem, w.id), .first = { after > 0 ? here.s : S("") },
		.count = lang_format(c->lang, c->mem, w.problems > LONG_PROBLEMS ? M("{n} problems, of which the first {most} are listed.") : M("Problems found: {n}."), args, 2) };
	if (out->next.n > 0)
		v->more = url_with(c->mem, here, "after", out->next);
	c->data = v;
	return ST_OK;
}

static void
problems_page(struct html *o, struct ctx *c, const void *out)
{
	struct work_problems_view *v = c->data;

	(void)out;
	way_back(c, v->title, v->back);
	work_problems_html(o, v);
}

/* ---- cancelling, and the file ---- */

static enum status
cancel_store(struct ctx *c, void *in_, void *out_)
{
	const struct view_in *in = in_;
	struct view_out *out = out_;
	struct long_about w;

	TRY(asked_for(c, in->work, &w));
	TRY(long_stop(c, w.id));
	TRY(long_read(c, w.id, &w));
	*out = view_of(c, &w);
	return ST_OK;
}

static enum status
file_load(struct ctx *c, void *in_, void *out)
{
	const struct view_in *in = in_;
	struct file_info info;
	struct long_about w;

	(void)out;
	TRY(asked_for(c, in->work, &w));
	TRY(long_allowed(c, &w));
	if (w.result == 0)
		return fail(c, ST_NOT_FOUND, M("There is no file yet."), NULL);
	touch(c, "long_work", w.id);
	TRY(file_bytes(c, w.result, c->mem, &info, &c->download));
	c->download_name = info.name;
	c->download_type = info.type;
	return ST_OK;
}

/* ---- a list or a document as a file ---- */

struct export_in { struct str action, query, format; };
SHAPE(work_export_shape, export_in,
	FIELD(struct export_in, action, .label = M("Which list or document, as agreement.export or review.file"), .must = true, .max = 100),
	FIELD(struct export_in, query, .label = M("Its filters and order, as in the address of the list, or id= of the document"), .max = 2000),
	FIELD(struct export_in, format, .label = M("Format, such as csv, xlsx or pdf"), .must = true, .max = 10));

static enum status
export_store(struct ctx *c, void *in_, void *out_)
{
	const struct export_in *in = in_;
	struct view_out *out = out_;
	struct long_about w;
	int64_t id;

	TRY(large_ask(c, in->action, in->format, in->query, &id));
	TRY(long_read(c, id, &w));
	*out = view_of(c, &w);
	return ST_OK;
}

/* ---- home: what goes on, and what is ready since yesterday ---- */

static enum status
ready_load(struct ctx *c, void **ret_data)
{
	struct work_list_view *v = arena_new(c->mem, struct work_list_view);
	struct long_about *w;
	size_t n, keep = 0;

	if (c->who->grant != 0)
		return ST_OK;
	TRY(long_list(c, INT64_MAX, 5, &w, &n));
	for (size_t i = 0; i < n; i++)
		if (is_open(&w[i]) || c->now.ms - w[i].ended_at.ms < READY_MS)
			w[keep++] = w[i];
	*v = (struct work_list_view){ lines(c, w, keep), keep, { S("") } };
	*ret_data = keep > 0 ? v : NULL;
	return ST_OK;
}

static void
ready_html(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	work_ready_html(o, data);
}

static const struct action work_list = { .name = "work.list", .title = M("Your long work"), .access = ACCESS_SIGNED_IN, .mode = MODE_READ,
	.in = &work_list_in_shape, .out = &work_list_out_shape, .load = list_load };
static const struct action work_view = { .name = "work.view", .title = M("Long work"), .access = ACCESS_SIGNED_IN, .mode = MODE_READ,
	.in = &work_view_in_shape, .out = &work_view_out_shape, .load = view_load };
static const struct action work_problems = { .name = "work.problems", .title = M("Problems that were found"), .access = ACCESS_SIGNED_IN, .mode = MODE_READ,
	.in = &work_problems_in_shape, .out = &work_problems_out_shape, .load = problems_load, .personal = true };
static const struct action work_cancel = { .name = "work.cancel", .title = M("Cancel long work"), .access = ACCESS_SIGNED_IN, .mode = MODE_WRITE,
	.in = &work_view_in_shape, .out = &work_view_out_shape, .store = cancel_store };
static const struct action work_file = { .name = "work.file", .title = M("Download the result"), .access = ACCESS_SIGNED_IN, .mode = MODE_READ,
	.in = &work_view_in_shape, .load = file_load, .personal = true };
static const struct action work_export = { .name = "work.export", .title = M("Make a large download"), .access = ACCESS_SIGNED_IN, .mode = MODE_WRITE,
	.in = &work_export_shape, .out = &work_view_out_shape, .store = export_store };
static const struct action *const actions[] = { &work_list, &work_view, &work_problems, &work_cancel, &work_file, &work_export, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/work", .action = &work_list, .html = list_page, .title = M("Your long work"), .wide = true },
	{ .method = GET, .path = "/work/{work}", .action = &work_view, .html = view_page, .title = M("Long work") },
	{ .method = GET, .path = "/work/{work}/problems", .action = &work_problems, .html = problems_page, .title = M("Problems that were found"), .wide = true },
	{ .method = POST, .path = "/work/{work}/cancel", .action = &work_cancel, .on_error = "/work/{work}", .then = "/work/{work}", .notice = M("Cancelled") },
	{ .method = POST, .path = "/work/export", .action = &work_export, .on_error = "/work", .then = "/work/{work}" },
	{ .method = GET, .path = "/work/{work}/file", .action = &work_file, .title = M("Download the result") },
	{ .path = NULL },
};
static const struct home_part home[] = { { .order = 10, .action = "work.list", .load = ready_load, .html = ready_html }, { .load = NULL } };
const struct feature work_feature = { .name = "work", .actions = actions, .pages = pages, .home = home };
