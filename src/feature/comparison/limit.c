/* SPDX-License-Identifier: MIT */
/* From how many organisations on a comparison is shown. */
#include "feature/comparison/own.h"
#include "sql/comparison.h"
#include "tpl/feature/comparison/view.h"

SHAPE(comparison_limit_shape, comparison_limit,
	FIELD(struct comparison_limit, least, .label = M("Show a comparison from so many other organisations on"), .least = 3, .most = 50, .must = true),
	FIELD_LONG(struct comparison_limit, reason, .label = M("Why it is set so"), .must = true, .max = 1000));
const struct record_type comparison_limit_type = {
	.ops = &comparison_limit_ops, .shape = &comparison_limit_shape, .one = M("limit of comparisons"), .many = M("limits of comparisons"),
	.path = "/comparison/limit",
};

enum status
comparison_limit_least(struct ctx *c, int64_t *ret)
{
	struct comparison_least_row r;
	enum status st = comparison_least(c->db, c->mem, &r);

	*ret = st == ST_OK ? r.least : COMPARISON_LEAST;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

enum status
comparison_limit_form(struct ctx *c)
{
	struct comparison_limit_current_row r;
	struct comparison_limit now = { .least = COMPARISON_LEAST };
	struct limit_view *v = arena_new(c->mem, struct limit_view);
	enum status st = comparison_limit_current(c->db, c->scope, c->mem, &r);

	if (st == ST_OK) {
		now.least = r.least;
		now.reason = r.reason;
		v->version = r.version;
	} else if (st != ST_NOT_FOUND)
		return st;
	v->form = page_form(c, &comparison_limit_shape, &now);
	c->data = v;
	return ST_OK;
}

static enum status
limit_store(struct ctx *c, void *in_, void *out)
{
	const struct comparison_limit *in = in_;
	struct comparison_limit_current_row r;
	struct comparison_limit l = { 0 };
	enum status st = comparison_limit_current(c->db, c->scope, c->mem, &r);

	(void)out;
	if (st == ST_OK)
		TRY(record_get(c, &comparison_limit_type, r.id, &l));
	else if (st != ST_NOT_FOUND)
		return st;
	l.least = in->least;
	l.reason = in->reason;
	if (st == ST_NOT_FOUND)
		return record_create(c, &comparison_limit_type, &l);
	if (c->version != 0)
		l.version = c->version;
	return record_update(c, &comparison_limit_type, &l);
}

void
comparison_limit_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Rounds")), URL(c->mem, "/rounds"));
	comparison_limit_html(o, c->data);
}

const struct action comparison_limit_action = { .name = "comparison.limit", .title = M("Set from how many organisations on comparisons are shown"),
	.access = ACCESS_ROLE, .mode = MODE_WRITE, .national = true, .in = &comparison_limit_shape, .store = limit_store };

static const struct action *const actions[] = { &comparison_view_action, &comparison_limit_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/comparison", .action = &comparison_view_action, .html = comparison_view_page,
	    .title = M("How we stand among comparable organisations"), .wide = true },
	{ .method = GET, .path = "/comparison/limit", .action = &comparison_limit_action, .form = true, .form_load = comparison_limit_form,
	    .html = comparison_limit_page, .title = M("When comparisons are shown") },
	{ .method = POST, .path = "/comparison/limit", .action = &comparison_limit_action, .on_error = "/comparison/limit", .then = "/comparison/limit",
	    .notice = M("Saved") },
	{ .path = NULL },
};
static const struct record_type *const records[] = { &comparison_limit_type, NULL };
const struct feature comparison_feature = { .name = "comparison", .actions = actions, .pages = pages, .records = records, .example = comparison_example };
