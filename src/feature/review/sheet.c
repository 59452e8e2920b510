/* SPDX-License-Identifier: MIT */
/* REV-11: the review as a workbook to fill in elsewhere, and what comes back of it, seen before it counts. */
#include "feature/review/sheet.h"
#include <string.h>
#include "app/file.h"
#include "base/ids.h"
#include "base/text.h"
#include "feature/review/pages.h"
#include "html/message.h"
#include "tpl/feature/review/sheet.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define UPLOAD_MOST (10u << 20)

/* ---- out ---- */

static enum status
sheet_work(struct ctx *c, void *in, void *out)
{
	struct sheet_form *f = c->data;
	struct book *book;
	struct buf b;

	(void)in, (void)out;
	TRY(book_open(c->mem, "Wardkeep", &book));
	sheet_write(c, f, book);
	buf_init(&b, 64u << 20);
	enum status st = book_close(book, &b);
	c->download = arena_copy(c->mem, buf_view(&b));
	buf_free(&b);
	c->download_type = S(XLSX_TYPE);
	c->download_name = f->review != NULL ? arena_printf(c->mem, "%.*s.xlsx", (int)f->review->ref.n, f->review->ref.p)
	    : arena_printf(c->mem, "%.*s-%.*s.xlsx", (int)f->framework->key.n, f->framework->key.p, (int)f->framework->edition.n, f->framework->edition.p);
	return st;
}

static enum status
sheet_load(struct ctx *c, void *in, void *out)
{
	struct review_all *all = arena_new(c->mem, struct review_all);
	struct sheet_form *f = arena_new(c->mem, struct sheet_form);

	(void)in, (void)out;
	TRY(review_all_load(c, c->record, all));
	*f = (struct sheet_form){ all->framework, all->areas, all->items, all->n, &all->review };
	c->data = f;
	return ST_OK;
}

struct template_in { int64_t framework; };
SHAPE(review_template_in_shape, template_in,
	FIELD_REF(struct template_in, framework, "framework_version", .label = M("Framework"), .must = true));

/* No review is needed for it: a round may not have begun, and nobody may ever ask. */
static enum status
template_load(struct ctx *c, void *in, void *out)
{
	struct sheet_form *f = arena_new(c->mem, struct sheet_form);
	const struct framework *k;
	enum status st = framework_get(c, ((const struct template_in *)in)->framework, &k);

	(void)out;
	if (st == ST_NOT_FOUND)
		return fail(c, ST_NOT_FOUND, M("There is no such framework, or it is not yours to see."), NULL);
	TRY(st);
	*f = (struct sheet_form){ .framework = k, .items = arena_array(c->mem, struct review_item, framework_standard_count(k) + 1) };
	TRY(framework_area_names(c, k, &f->areas));
	for (size_t i = 0; i < k->areas.n; i++)
		for (size_t m = 0; m < k->areas.at[i].standards.n; m++)
			f->items[f->n++] = (struct review_item){ .standard = &k->areas.at[i].standards.at[m], .area = i };
	c->data = f;
	return ST_OK;
}

/* ---- back in ---- */

struct change_out { int64_t answer, version; struct str standard, field, before, after; bool changed_since; struct str may_not; };
struct upload_in { struct file_ref file; };
struct compare_in { int64_t file; };
struct compare_out { int64_t review, file; int64_t differences; struct list items; };
struct take_in { struct str what; };
struct accept_in { int64_t file; bool all; struct list take; };
struct accept_out { int64_t review, file, saved, left; };
SHAPE(review_change_shape, change_out,
	FIELD_REF(struct change_out, answer, "answer", .label = M("Answer")), FIELD(struct change_out, version, .label = M("Version")),
	FIELD(struct change_out, standard, .label = M("Standard")), FIELD(struct change_out, field, .label = M("Field")),
	FIELD_LONG(struct change_out, before, .label = M("Now")), FIELD_LONG(struct change_out, after, .label = M("In the file")),
	FIELD(struct change_out, changed_since, .label = M("Changed here since")), FIELD(struct change_out, may_not, .label = M("Why you cannot take it")));
SHAPE(review_upload_shape, upload_in,
	FIELD(struct upload_in, file, .label = M("Workbook"), .passing = true, .hint = M("The XLSX file that you downloaded here and filled in, at most 10 MB")));
SHAPE(review_compare_in_shape, compare_in, FIELD(struct compare_in, file, .label = M("File"), .must = true));
SHAPE(review_compare_shape, compare_out,
	FIELD_REF(struct compare_out, review, "review", .label = M("Self-review")),
	{ .name = "file", .at = offsetof(struct compare_out, file), .type = F_ID, .ref = "file", .label = M("File") },
	FIELD(struct compare_out, differences, .label = M("Differences")),
	FIELD(struct compare_out, items, .label = M("Differences in detail"), .of = &review_change_shape));
SHAPE(review_take_shape, take_in, FIELD(struct take_in, what, .label = M("Difference"), .max = 80, .must = true,
	.hint = M("Answer, field and version, with a dot between: 123.rating.4")));
SHAPE(review_accept_in_shape, accept_in,
	FIELD(struct accept_in, file, .label = M("File"), .must = true),
	FIELD(struct accept_in, all, .label = M("Take all")),
	FIELD(struct accept_in, take, .label = M("Differences to take"), .of = &review_take_shape, .max = SHEET_SHOWN));
SHAPE(review_accept_shape, accept_out,
	FIELD_REF(struct accept_out, review, "review", .label = M("Self-review")),
	{ .name = "file", .at = offsetof(struct accept_out, file), .type = F_ID, .ref = "file", .label = M("File") },
	FIELD(struct accept_out, saved, .label = M("Saved")), FIELD(struct accept_out, left, .label = M("Differences that are left")));

static const char *const field_names[RATE__MAX] = { "rating", "comment", "reason", "corrective_action", "ticks", "cases" };

struct compared { struct review_all all; struct sheet_reading reading; struct sheet_difference *at; size_t n; };

/* Compares with what is stored now: only differences of a review that may be worked on. */
static enum status
compare(struct ctx *c, struct str bytes, const char *field, struct compared *ret)
{
	const struct review *r = c->record;

	if (r->withdrawn_at.ms != 0 || !review_is_open(r->state))
		return fail(c, ST_INVALID, M("This review is {state}: nothing in it can be changed any more."), "state",
		    review_state_label(c, r->state), NULL);
	TRY(review_all_load(c, r, &ret->all));
	sheet_read(c, bytes, &ret->all, &ret->reading);
	for (size_t i = 0; i < ret->reading.n_errors; i++)
		field_error(c, field, M("{value}"), ret->reading.errors[i]);
	TRY(errors(c));
	return sheet_differences(c, &ret->all, &ret->reading, &ret->at, &ret->n);
}

static void
compare_say(struct ctx *c, const struct compared *k, int64_t file, struct compare_out *out)
{
	struct change_out *items = arena_array(c->mem, struct change_out, k->n + 1);

	for (size_t i = 0; i < k->n; i++) {
		const struct sheet_difference *d = &k->at[i];
		const struct review_item *x = &k->all.items[d->item];
		items[i] = (struct change_out){ x->answer.id, x->answer.version, x->standard->id, str_c(field_names[d->field]), d->before, d->after,
			d->moved, d->may_not };
	}
	*out = (struct compare_out){ k->all.review.id, file, (int64_t)k->n, { items, k->n } };
}

static struct str
upload_bytes(struct ctx *c, struct str *ret_name)
{
	for (size_t i = 0; i < c->n_files; i++)
		if (str_is(c->files[i].name, "file") && c->files[i].body.n > 0) {
			if (text_clean(c->mem, c->files[i].file_name, false, ret_name) != ST_OK || ret_name->n == 0)
				*ret_name = S("review.xlsx");
			*ret_name = text_shorten(c->mem, *ret_name, 120);
			return c->files[i].body;
		}
	return (struct str){ NULL, 0 };
}

struct uploaded { struct compared k; int64_t file; };

static enum status
upload_load(struct ctx *c, void *in, void *out)
{
	struct uploaded *u = arena_new(c->mem, struct uploaded);
	struct str name, bytes = upload_bytes(c, &name);

	(void)in, (void)out;
	c->data = u;
	if (bytes.n == 0) {
		field_error(c, "file", M("Choose a file"), S(""));
		return errors(c);
	}
	if (bytes.n > UPLOAD_MOST) {
		field_error(c, "file", M("The selected file must be smaller than 10 MB"), S(""));
		return errors(c);
	}
	return compare(c, bytes, "file", &u->k);
}

static enum status
upload_work(struct ctx *c, void *in, void *out)
{
	struct uploaded *u = c->data;
	struct str name, bytes = upload_bytes(c, &name);
	enum status st = file_keep_here(c, name, S(XLSX_TYPE), bytes, &u->file);

	(void)in;
	if (st == ST_INVALID) {
		field_error(c, "file", M("The selected file contains a virus. It was not saved"), S(""));
		return errors(c);
	}
	TRY(st);
	compare_say(c, &u->k, u->file, out);
	return ST_OK;
}

/* Nothing of the review is written yet. */
static enum status
upload_store(struct ctx *c, void *in, void *out)
{
	(void)c, (void)in, (void)out;
	return ST_OK;
}

static enum status
kept_bytes(struct ctx *c, int64_t file, struct str *ret)
{
	struct file_info info;
	enum status st = file_own(c, file);

	if (st == ST_OK)
		st = file_bytes(c, file, c->mem, &info, ret);
	if (st == ST_NOT_FOUND)
		return fail(c, ST_NOT_FOUND, M("The file is kept for a day only. Upload it again."), NULL);
	return st;
}

static enum status
compare_load(struct ctx *c, void *in_, void *out)
{
	const struct compare_in *in = in_;
	struct compared *k = arena_new(c->mem, struct compared);
	struct str bytes;

	TRY(kept_bytes(c, in->file, &bytes));
	TRY(compare(c, bytes, "file", k));
	compare_say(c, k, in->file, out);
	c->data = k;
	return ST_OK;
}

/* ---- taking ---- */

struct accepting { struct compared k; };

static enum status
accept_load(struct ctx *c, void *in_, void *out)
{
	const struct accept_in *in = in_;
	struct accepting *a = arena_new(c->mem, struct accepting);
	struct str bytes;

	(void)out;
	TRY(kept_bytes(c, in->file, &bytes));
	TRY(compare(c, bytes, "file", &a->k));
	if (!in->all && in->take.n == 0) {
		field_error(c, "take", M("Choose what to take"), S(""));
		return errors(c);
	}
	c->data = a;
	return ST_OK;
}

/* "123.rating.4": was this difference chosen?  *ret_version: of the answer when it was shown, 0: not said. */
static bool
is_chosen(const struct accept_in *in, int64_t answer, enum rate_field f, int64_t *ret_version)
{
	const struct take_in *t = in->take.items;

	*ret_version = 0;
	for (size_t i = 0; i < in->take.n; i++) {
		struct str rest, version, id = str_cut(t[i].what, '.', &rest), field = str_cut(rest, '.', &version);
		int64_t n = 0;
		if (str_i64(id, &n) && n == answer && str_is(field, field_names[f])) {
			if (version.n > 0 && !str_i64(version, ret_version))
				*ret_version = -1;
			return true;
		}
	}
	return in->all;
}

/* The differences of one standard, which lie beside each other, in one change. */
static enum status
accept_one(struct ctx *c, const struct accept_in *in, const struct compared *k, size_t from, size_t to, int64_t *saved)
{
	struct answer a = k->all.items[k->at[from].item].answer;
	struct rate_change change = { .given = { false } };
	int64_t version, n = 0;

	for (size_t i = from; i < to; i++) {
		const struct sheet_difference *d = &k->at[i];
		if (!is_chosen(in, a.id, d->field, &version) || (in->all && (d->moved || d->may_not.n > 0)))
			continue;
		if (d->may_not.n > 0)
			return fail(c, ST_FORBIDDEN, M("{why}"), "why", d->may_not, NULL);
		if (version != 0 && version != a.version)
			return fail(c, ST_CONFLICT, M("Standard {standard} was changed by somebody else meanwhile. Nothing was saved: look at the differences again."),
			    "standard", a.standard, NULL);
		change.given[d->field] = true;
		change.value[d->field] = d->after;
		n++;
	}
	if (n == 0)
		return ST_OK;
	*saved += n;
	if (str_is(a.rating, "na") && !change.given[RATE_RATING])
		change = (struct rate_change){ .given = { [RATE_RATING] = true }, .value = { [RATE_RATING] = a.rating } };
	return rate_write(c, &k->all, &change, &a);
}

/* A hundred standards at a time, so that nobody waits for the writer: what is left stands on the page again. */
static enum status
accept_store(struct ctx *c, void *in_, void *out_)
{
	const struct accept_in *in = in_;
	const struct accepting *a = c->data;
	struct accept_out *out = out_;
	size_t standards = 0;

	*out = (struct accept_out){ .review = c->id, .file = in->file };
	for (size_t i = 0, to; i < a->k.n && standards < SHEET_TAKE; i = to) {
		int64_t before = out->saved;
		for (to = i; to < a->k.n && a->k.at[to].item == a->k.at[i].item; to++)
			continue;
		if (i == 0)
			TRY(rate_open(c, &a->k.all.items[a->k.at[0].item].answer));
		TRY(accept_one(c, in, &a->k, i, to, &out->saved));
		standards += out->saved > before;
	}
	out->left = (int64_t)a->k.n - out->saved;
	if (out->left == 0)
		c->goes_to = URL_ID(c->mem, "/reviews/{}", c->id).s;
	return ST_OK;
}

const struct action review_sheet_action = { .name = "review.sheet", .title = M("Download a self-review as a spreadsheet"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .record = &review_type, .load = sheet_load, .work = sheet_work };
const struct action review_template_action = { .name = "review.template", .title = M("Download a blank self-review"), .access = ACCESS_SIGNED_IN,
	.mode = MODE_READ, .in = &review_template_in_shape, .load = template_load, .work = sheet_work };
const struct action review_upload_action = { .name = "review.upload", .title = M("Upload a self-review that was filled in elsewhere"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &review_upload_shape, .out = &review_compare_shape, .record = &review_type, .load = upload_load, .work = upload_work,
	.store = upload_store, .body = UPLOAD_MOST + (1u << 20) };
const struct action review_compare_action = { .name = "review.compare", .title = M("Differences between a file and the self-review"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &review_compare_in_shape, .out = &review_compare_shape, .record = &review_type, .load = compare_load };
const struct action review_accept_action = { .name = "review.accept_file", .title = M("Take differences from a file into the self-review"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &review_accept_in_shape, .out = &review_accept_shape, .record = &review_type, .load = accept_load, .store = accept_store,
	.body = 256u << 10 };

/* ---- pages ---- */

static void
crumbs(struct ctx *c)
{
	const struct review *r = c->record;

	page_crumb(c, lang_text(c->lang, c->mem, M("Self-reviews")), URL(c->mem, "/reviews"));
	page_crumb(c, r->title, URL_ID(c->mem, "/reviews/{}", c->id));
}

void
review_upload_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	crumbs(c);
	review_upload_html(o, page_form(c, &review_upload_shape, NULL), URL_ID(c->mem, "/reviews/{}/upload", c->id), URL_ID(c->mem, "/reviews/{}/sheet", c->id),
	    URL_ID(c->mem, "/reviews/{}", c->id));
}

/* Ticks and cases in the words of the framework: what is in one and not in the other. */
static struct str
ids_shown(struct ctx *c, const struct compared *k, const struct sheet_difference *d, struct str list)
{
	const struct fw_standard *s = k->all.items[d->item].standard;
	struct str text = S(""), rest = list;

	while (rest.n > 0) {
		struct str one = str_cut(rest, ' ', &rest), said, id = str_cut(one, ':', &said), words = S("");
		if (d->field == RATE_TICKS && standard_criterion(s, id) != NULL)
			words = standard_criterion(s, id)->words;
		else if (d->field == RATE_CASES && framework_condition(k->all.framework, id) != NULL)
			words = str_is(said, "yes") ? framework_condition(k->all.framework, id)->words : framework_condition(k->all.framework, id)->otherwise;
		bool number = d->field == RATE_TICKS || words.n == 0;
		text = arena_printf(c->mem, "%.*s%s%.*s%s%.*s", (int)text.n, text.p, text.n > 0 ? "\n" : "", number ? (int)id.n : 0, id.p,
		    number ? " " : "", (int)words.n, words.p);
	}
	return text;
}

void
review_compare_page(struct html *o, struct ctx *c, const void *out)
{
	const struct compared *k = c->data;
	struct compare_view *v = arena_new(c->mem, struct compare_view);
	const struct compare_out *said = out;

	crumbs(c);
	v->lines = arena_array(c->mem, struct compare_line, k->n + 1);
	v->total = (int64_t)k->n;
	v->file = said->file;
	v->action = URL_ID(c->mem, "/reviews/{}/accept-file", c->id);
	v->back = URL_ID(c->mem, "/reviews/{}", c->id);
	v->again = URL_ID(c->mem, "/reviews/{}/upload", c->id);
	for (size_t i = 0; i < k->n && i < SHEET_SHOWN; i++) {
		const struct sheet_difference *d = &k->at[i];
		const struct review_item *x = &k->all.items[d->item];
		bool listed = d->field == RATE_TICKS || d->field == RATE_CASES;
		struct compare_line *l = &v->lines[v->n++];
		*l = (struct compare_line){ .standard = standard_name(c, x->standard), .first = i == 0 || k->at[i - 1].item != d->item,
			.to = URL_ID(c->mem, "/reviews/standards/{}", x->answer.id), .field = lang_text(c->lang, c->mem, rate_field_labels[d->field]),
			.before = listed ? ids_shown(c, k, d, d->before) : d->before_shown, .after = listed ? ids_shown(c, k, d, d->after) : d->after_shown,
			.moved = d->moved, .may_not = d->may_not,
			.value = arena_printf(c->mem, "%lld.%s.%lld", (long long)x->answer.id, field_names[d->field], (long long)x->answer.version) };
		v->n_moved += d->moved;
		v->n_may += d->may_not.n == 0;
	}
	v->n_shown = (int64_t)v->n;
	v->form = c->form;
	review_compare_html(o, v);
}
