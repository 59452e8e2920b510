/* SPDX-License-Identifier: MIT */
/* INV-7: the closure report of a case, and what committees read of closed cases: no personal data, and nothing that is kept to a few. */
#include "feature/investigation/own.h"

#include <string.h>

#include "app/access.h"
#include "base/time.h"
#include "feature/investigation/view.h"
#include "report/file.h"
#include "tpl/feature/investigation/report.h"

#define SUMMARY_MOST 200

struct report_in { struct str format; };
struct report_out { struct str reference, title; };
static const struct choice formats_c[] = { { "pdf", M("PDF"), NULL }, { "odt", M("Text"), NULL } };
static const struct choice_list formats = { formats_c, countof(formats_c) };
SHAPE(report_in_shape, report_in, FIELD_CHOICE(struct report_in, format, formats, .label = M("Format"), .must = true));
SHAPE(report_out_shape, report_out, FIELD(struct report_out, reference, .label = M("Reference")), FIELD(struct report_out, title, .label = M("Title")));

static struct str
text(struct ctx *c, const char *m)
{
	return lang_text(c->lang, c->mem, m);
}

static void
fact(struct ctx *c, struct doc_cell *f, size_t *n, const char *key, struct str value)
{
	if (value.n == 0)
		return;
	f[(*n)++].text = text(c, key);
	f[(*n)++].text = value;
}

static struct doc *
doc_begin(struct ctx *c, struct str title, const char *caption, struct str reference)
{
	struct doc *d = doc_new(c->mem, c->lang, c->today);

	d->title = title;
	d->caption = text(c, caption);
	d->organisation = c->who->org_name;
	d->reference = reference;
	d->made = lang_format(c->lang, c->mem, M("Made on {day}"), (struct msg_arg[]){ { "day", date_long(c->mem, c->today) } }, 1);
	return d;
}

static void
said(struct ctx *c, struct doc *d, const char *heading, struct personal words)
{
	if (words.text.n == 0)
		return;
	doc_heading(d, 2, text(c, heading));
	doc_text(d, DOC_PLAIN, personal_shown(words, c->sight));
}

static struct personal
plain(struct str s)
{
	return (struct personal){ s, PRIV_NONE };
}

/* ---- the closure report ---- */

static enum status
timeline_put(struct ctx *c, struct doc *d, const struct investigation *v)
{
	struct timeline_item *it;
	size_t n;

	TRY(investigation_timeline(c, v, S(""), &it, &n));
	struct doc_item *x = arena_array(c->mem, struct doc_item, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct str words = it[i].words.text.n > 0 ? personal_shown(it[i].words, c->sight) : S("");
		struct str head = it[i].head.n > 0 ? arena_printf(c->mem, "%.*s %.*s", (int)it[i].label.n, it[i].label.p, (int)it[i].head.n, it[i].head.p) : it[i].label;
		x[i] = (struct doc_item){ .lead = it[i].when, .text = words.n > 0 ? arena_printf(c->mem, "%.*s: %.*s", (int)head.n, head.p, (int)words.n, words.p) : head };
	}
	doc_heading(d, 2, text(c, M("Timeline")));
	doc_list(d, x, n);
	return ST_OK;
}

static enum status
lessons_put(struct ctx *c, struct doc *d, const struct investigation *v)
{
	const struct record_type *t = investigation_lesson_part.type;
	void *rows;
	size_t n;

	TRY(part_rows(c, t, v->id, &rows, &n));
	struct doc_item *x = arena_array(c->mem, struct doc_item, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct part_line line;
		investigation_lesson_part.line(c, (const char *)rows + i * t->ops->size, &line);
		x[i] = (struct doc_item){ .text = line.more.n > 0 ? arena_printf(c->mem, "%.*s (%.*s: %.*s)", (int)line.head.n, line.head.p, (int)line.tag.n, line.tag.p, (int)line.more.n, line.more.p) : line.head };
	}
	doc_heading(d, 2, text(c, M("Lessons")));
	if (n == 0)
		doc_text(d, DOC_PLAIN, text(c, M("None is recorded.")));
	doc_list(d, x, n);
	return ST_OK;
}

static enum status
closure(struct ctx *c, const struct investigation *v, struct doc **ret)
{
	struct doc *d = *ret = doc_begin(c, v->title, M("Closure report"), v->ref);
	struct doc_cell *f = arena_array(c->mem, struct doc_cell, 24);
	size_t n = 0;

	if (investigation_shut(v) == NULL)
		d->note = text(c, M("The case is not closed. This is a draft."));
	fact(c, f, &n, M("Who investigated"), investigation_label(c, &investigation_kinds, v->kind));
	fact(c, f, &n, M("Led by"), record_name(c, "account", v->lead));
	fact(c, f, &n, M("First report"), date_long(c->mem, v->reported_on));
	fact(c, f, &n, M("Opened"), date_long(c->mem, v->opened_on));
	fact(c, f, &n, M("Finding due by"), date_long(c->mem, v->due_on));
	fact(c, f, &n, M("Finding on"), v->found_on.day != 0 ? date_long(c->mem, v->found_on) : S(""));
	fact(c, f, &n, M("Finding"), investigation_label(c, &incident_findings, v->finding));
	fact(c, f, &n, M("Closed"), v->closed_on.day != 0 ? date_long(c->mem, v->closed_on) : S(""));
	d->facts = f;
	d->n_facts = n / 2;
	said(c, d, M("What was looked into"), v->remit);
	said(c, d, M("What was found"), v->finding_words);
	said(c, d, M("Root causes"), plain(investigation_labels(c, &investigation_causes, v->causes)));
	said(c, d, M("More about the causes"), v->cause_words);
	TRY(lessons_put(c, d, v));
	said(c, d, M("Working with partners"), plain(v->partnership));
	said(c, d, M("Law and guidance"), plain(investigation_labels(c, &investigation_laws, v->law)));
	TRY(timeline_put(c, d, v));
	return ST_OK;
}

/* ---- what committees read ---- */

static void
summary_table(struct ctx *c, struct doc *d, const struct investigation_ended_row *r, size_t n)
{
	struct doc_column *h = arena_array(c->mem, struct doc_column, 5);
	struct doc_cell *x = arena_array(c->mem, struct doc_cell, 5 * n + 1);

	h[0] = (struct doc_column){ text(c, M("Case")), 5, false };
	h[1] = (struct doc_column){ text(c, M("Opened")), 4, false };
	h[2] = (struct doc_column){ text(c, M("Closed")), 4, false };
	h[3] = (struct doc_column){ text(c, M("Finding")), 5, false };
	h[4] = (struct doc_column){ text(c, M("Finding in time")), 3, false };
	for (size_t i = 0; i < n; i++) {
		x[5 * i].text = arena_printf(c->mem, "%.*s %.*s", (int)r[i].ref.n, r[i].ref.p, (int)r[i].title.n, r[i].title.p);
		x[5 * i + 1].text = date_long(c->mem, r[i].opened_on);
		x[5 * i + 2].text = date_long(c->mem, r[i].closed_on);
		x[5 * i + 3].text = investigation_label(c, &incident_findings, r[i].finding);
		x[5 * i + 4].text = text(c, r[i].found_on.day <= r[i].due_on.day ? M("Yes") : M("No"));
	}
	doc_table(d, text(c, M("Cases closed in the last 12 months")), h, 5, x, n);
}

/* As somebody who is in no team sees it: the reader's own teams add nothing, so that what is handed round tells of none. */
static enum status
summary(struct ctx *c, struct doc **ret)
{
	struct investigation_ended_row *r;
	struct scope_eyes eyes = scope_as_nobody(c);
	size_t n;
	enum status st = investigation_ended(c->db, c->scope, c->mem, date_add_months(c->today, -12), c->today, SUMMARY_MOST, &r, &n);

	scope_back(c, eyes);
	TRY(st);
	struct doc *d = *ret = doc_begin(c, text(c, M("Investigations of the last 12 months")), M("Summary for committees"), S(""));
	if (n == 0)
		doc_text(d, DOC_PLAIN, text(c, M("No case was closed in the last 12 months.")));
	summary_table(c, d, r, n);
	for (size_t i = 0; i < n; i++) {
		doc_heading(d, 2, arena_printf(c->mem, "%.*s %.*s", (int)r[i].ref.n, r[i].ref.p, (int)r[i].title.n, r[i].title.p));
		doc_text(d, DOC_PLAIN, r[i].summary);
		doc_heading(d, 3, text(c, M("Working with partners")));
		doc_text(d, DOC_PLAIN, r[i].partnership);
	}
	doc_text(d, DOC_SMALL, text(c, M("Cases that are kept to a team are not in this.")));
	return ST_OK;
}

/* ---- as pages and files ---- */

static enum status
make(struct ctx *c, struct doc **ret)
{
	return c->record != NULL ? closure(c, c->record, ret) : summary(c, ret);
}

static enum status
page_load(struct ctx *c, void *in, void *out_)
{
	struct report_out *out = out_;
	struct report_view *v = arena_new(c->mem, struct report_view);

	(void)in;
	TRY(make(c, &v->doc));
	struct url file = c->record != NULL ? URL_ID(c->mem, "/investigations/{}/report/file", c->id) : URL(c->mem, "/investigations/summary/file");
	v->pdf = url_with(c->mem, file, "format", S("pdf"));
	v->odt = url_with(c->mem, file, "format", S("odt"));
	v->back = c->record != NULL ? URL_ID(c->mem, "/investigations/{}", c->id) : URL(c->mem, "/investigations");
	*out = (struct report_out){ v->doc->reference, v->doc->title };
	c->data = v;
	return ST_OK;
}

void
investigation_report_page(struct html *o, struct ctx *c, const void *out)
{
	const struct report_view *v = c->data;

	(void)out;
	page_back(c, v->back);
	investigation_report_html(o, v);
}

struct making { struct doc *doc; struct str format; };

static enum status
file_load(struct ctx *c, void *in, void *out)
{
	struct making *m = arena_new(c->mem, struct making);

	(void)out;
	m->format = ((const struct report_in *)in)->format;
	TRY(make(c, &m->doc));
	c->data = m;
	return ST_OK;
}

static enum status
file_work(struct ctx *c, void *in, void *out)
{
	struct making *m = c->data;
	enum doc_format f = doc_format_find(m->format);
	struct str why = S("");

	(void)in;
	(void)out;
	c->download_name = arena_printf(c->mem, "%.*s.%.*s", (int)(m->doc->reference.n > 0 ? m->doc->reference.n : 14), m->doc->reference.n > 0 ? m->doc->reference.p : "investigations",
	    (int)m->format.n, m->format.p);
	c->download_type = str_c(doc_format_type(f));
	enum status st = doc_file(m->doc, f, &c->download, &why);
	return st == ST_OK ? ST_OK : fail(c, st, "{why}", "why", lang_text(c->lang, c->mem, str_z(c->mem, why)), NULL);
}

const struct action investigation_report = { .name = "investigation.report", .title = M("Closure report"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &report_out_shape, .record = &investigation_record, .load = page_load, .personal = true };
const struct action investigation_report_file = { .name = "investigation.report_file", .title = M("Closure report as a file"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &report_in_shape, .record = &investigation_record, .load = file_load, .work = file_work, .personal = true, .rate = 60 };
const struct action investigation_summary = { .name = "investigation.summary", .title = M("Summary for committees"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &report_out_shape, .load = page_load };
const struct action investigation_summary_file = { .name = "investigation.summary_file", .title = M("Summary for committees as a file"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.in = &report_in_shape, .load = file_load, .work = file_work, .rate = 60 };
