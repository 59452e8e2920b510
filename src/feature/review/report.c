/* SPDX-License-Identifier: MIT */
/* BRD-4: a review as a document.  Page, print, PDF, editable text and spreadsheet are made from what is put together here. */
#include "base/time.h"
#include "feature/review/own.h"
#include "feature/review/paper.h"

struct making { struct ctx *c; const struct paper_review *r; struct doc *d; };

static struct str
words(const struct making *m, const char *message)
{
	return lang_text(m->c->lang, m->c->mem, message);
}

static struct str
number(const struct making *m, int64_t n)
{
	return arena_printf(m->c->mem, "%lld", (long long)n);
}

static struct doc_mark
rating(const struct making *m, struct str r)
{
	return doc_rating(m->c->mem, m->c->lang, r);
}

struct paper_counts
paper_count(const struct paper_area *areas, size_t n)
{
	struct paper_counts k = { 0 };

	for (size_t i = 0; i < n; i++)
		for (size_t q = 0; q < areas[i].n; q++) {
			const struct paper_standard *s = &areas[i].standards[q];
			bool red = str_is(s->rating, "red"), amber = str_is(s->rating, "amber"), green = str_is(s->rating, "green"), na = str_is(s->rating, "na");
			k.red += red;
			k.amber += amber;
			k.green += green;
			k.na += na;
			k.none += !red && !amber && !green && !na;
			k.unsupported += s->unsupported;
			k.all++;
		}
	return k;
}

static struct str
standard_title(const struct making *m, const struct paper_standard *s)
{
	return arena_printf(m->c->mem, "%.*s %.*s", (int)s->id.n, s->id.p, (int)s->title.n, s->title.p);
}

/* ---- cover ---- */

static struct str
formatted(const struct making *m, const char *message, const char *a, struct str va, const char *b, struct str vb)
{
	return lang_format(m->c->lang, m->c->mem, message, (const struct msg_arg[]){ { a, va }, { b, vb } }, 2);
}

static void
cover(const struct making *m)
{
	const struct paper_review *r = m->r;
	struct arena *a = m->c->mem;
	struct doc_cell *f = arena_array(a, struct doc_cell, 14);
	size_t n = 0;
	struct str lines = r->ods_code.n == 0 ? r->organisation : arena_printf(a, "%.*s\n%.*s", (int)r->organisation.n, r->organisation.p,
	    (int)r->ods_code.n, r->ods_code.p);

	f[n++].text = words(m, M("Organisation"));
	f[n++].text = lines;
	f[n++].text = words(m, M("Framework"));
	f[n++].text = formatted(m, M("{framework}, edition {edition}"), "framework", r->framework, "edition", r->edition);
	f[n++].text = words(m, M("Period"));
	f[n++].text = formatted(m, M("{from} to {to}"), "from", date_long(a, r->from), "to", date_long(a, r->to));
	f[n++].text = words(m, M("Due on"));
	f[n++].text = date_long(a, r->due);
	f[n++].text = words(m, M("Reference"));
	f[n++].text = r->ref;
	f[n++].text = words(m, M("Result"));
	f[n++].mark = rating(m, r->level);
	m->d->facts = f;
	m->d->n_facts = n / 2;
}

/* ---- summary ---- */

static void
area_cells(const struct making *m, struct doc_cell *x, struct str title, struct str level, const struct paper_counts *k)
{
	x[0].text = title;
	x[1].mark = rating(m, level);
	x[2].text = number(m, k->green);
	x[3].text = number(m, k->amber);
	x[4].text = number(m, k->red);
	x[5].text = number(m, k->none);
	x[6].text = number(m, k->na);
}

static void
summary_areas(const struct making *m)
{
	const struct paper_review *r = m->r;
	struct doc_column *c = arena_array(m->c->mem, struct doc_column, 7);
	struct doc_cell *x = arena_array(m->c->mem, struct doc_cell, 7 * (r->n_areas + 2));
	struct rag_point *p = arena_array(m->c->mem, struct rag_point, r->n_areas + 1);
	struct paper_counts all = paper_count(r->areas, r->n_areas);

	c[0] = (struct doc_column){ words(m, M("Key area")), 9, false };
	c[1] = (struct doc_column){ words(m, M("Result")), 5, false };
	c[2] = (struct doc_column){ words(m, M("Green")), 3, true };
	c[3] = (struct doc_column){ words(m, M("Amber")), 3, true };
	c[4] = (struct doc_column){ words(m, M("Red")), 3, true };
	c[5] = (struct doc_column){ words(m, M("Not rated")), 3, true };
	c[6] = (struct doc_column){ words(m, M("Not applicable")), 4, true };
	for (size_t i = 0; i < r->n_areas; i++) {
		struct paper_counts k = paper_count(&r->areas[i], 1);
		p[i] = (struct rag_point){ r->areas[i].title, k.red, k.amber, k.green, k.none };
		area_cells(m, &x[7 * i], r->areas[i].title, r->areas[i].level, &k);
	}
	area_cells(m, &x[7 * r->n_areas], words(m, M("The organisation as a whole")), r->level, &all);
	doc_chart(m->d, PLOT_STRIP, words(m, M("Ratings by key area")),
	    words(m, M("A bar for each key area, with its red, amber, green and unrated standards. The table below has the same numbers.")), p, r->n_areas);
	doc_table(m->d, words(m, M("Key areas")), c, 7, x, r->n_areas + 1);
}

static void
summary_standards(const struct making *m)
{
	const struct paper_review *r = m->r;
	struct doc_column *c = arena_array(m->c->mem, struct doc_column, 3);
	size_t all = (size_t)paper_count(r->areas, r->n_areas).all, n = 0;
	struct doc_cell *x = arena_array(m->c->mem, struct doc_cell, 3 * all + 1);

	c[0] = (struct doc_column){ words(m, M("Standard")), 11, false };
	c[1] = (struct doc_column){ words(m, M("Rating")), 4, false };
	c[2] = (struct doc_column){ words(m, M("Supported by evidence")), 5, false };
	for (size_t i = 0; i < r->n_areas; i++)
		for (size_t k = 0; k < r->areas[i].n; k++, n++) {
			const struct paper_standard *s = &r->areas[i].standards[k];
			x[3 * n].text = standard_title(m, s);
			x[3 * n + 1].mark = rating(m, s->rating);
			if (s->unsupported)
				x[3 * n + 2].mark = doc_tag(words(m, M("Not supported")), TAG_YELLOW);
			else
				x[3 * n + 2].text = str_is(s->rating, "na") || s->rating.n == 0 ? S("–") : words(m, M("Yes"));
		}
	doc_table(m->d, words(m, M("Ratings by standard")), c, 3, x, n);
}

/* ---- one standard ---- */

static void
fact(const struct making *m, struct doc_cell *f, size_t *n, const char *key, struct str value)
{
	if (value.n == 0)
		return;
	f[*n * 2].text = words(m, key);
	f[*n * 2 + 1].text = value;
	++*n;
}

static void
standard_facts(const struct making *m, const struct paper_standard *s)
{
	struct doc_cell *f = arena_array(m->c->mem, struct doc_cell, 12);
	size_t n = 0;

	fact(m, f, &n, M("Does not apply"), s->ground);
	fact(m, f, &n, M("Comment"), s->comment);
	fact(m, f, &n, M("Reason"), s->reason);
	fact(m, f, &n, M("Corrective action"), s->action);
	fact(m, f, &n, M("Responsible"), s->responsible);
	doc_facts(m->d, f, n);
}

static void
standard_findings(const struct making *m, const struct paper_standard *s)
{
	struct doc_item *x = arena_array(m->c->mem, struct doc_item, s->n_findings + 1);

	for (size_t i = 0; i < s->n_findings; i++)
		x[i].text = s->findings[i].hint ? formatted(m, M("Hint: {text}"), "text", s->findings[i].text, "", S("")) : s->findings[i].text;
	if (s->n_findings > 0)
		doc_heading(m->d, 4, words(m, M("What the rules say")));
	doc_list(m->d, x, s->n_findings);
}

static void
standard_evidence(const struct making *m, const struct paper_standard *s)
{
	struct doc_item *x = arena_array(m->c->mem, struct doc_item, s->n_evidence + 1);

	doc_heading(m->d, 4, words(m, M("Evidence")));
	if (s->n_evidence == 0)
		doc_text(m->d, DOC_PLAIN, words(m, M("None.")));
	for (size_t i = 0; i < s->n_evidence; i++) {
		const struct paper_evidence *e = &s->evidence[i];
		struct str *l = arena_array(m->c->mem, struct str, 2), shows;
		size_t n = 0;
		shows = words(m, e->outcome ? (e->fresh ? M("Outcome, of this period") : M("Outcome, older than the period"))
		    : e->fresh ? M("Output, of this period") : M("Output, older than the period"));
		l[n++] = arena_printf(m->c->mem, "%.*s%s%.*s%s%.*s", (int)shows.n, shows.p, e->kind.n > 0 ? " · " : "", (int)e->kind.n, e->kind.p,
		    e->period.n > 0 ? " · " : "", (int)e->period.n, e->period.p);
		if (e->file_name.n > 0)
			l[n++] = formatted(m, M("File {name}, hash {hash}"), "name", e->file_name, "hash", e->file_hash);
		x[i] = (struct doc_item){ .text = e->title, .lines = l, .n_lines = n };
	}
	doc_list(m->d, x, s->n_evidence);
}

static struct doc_mark
criterion_mark(const struct making *m, const struct paper_criterion *k)
{
	if (str_is(k->arose, "no"))
		return doc_tag(words(m, M("Did not arise")), TAG_GREY);
	if (str_is(k->tick, "true"))
		return doc_tag(words(m, M("Yes")), TAG_BLUE);
	if (str_is(k->tick, "false"))
		return doc_tag(words(m, M("No")), TAG_WHITE);
	return doc_tag(words(m, M("Not said")), TAG_GREY);
}

static void
standard_criteria(const struct making *m, const struct paper_standard *s)
{
	struct doc_item *x = arena_array(m->c->mem, struct doc_item, s->n_criteria + 1);

	if (s->n_criteria == 0 && s->n_cases == 0)
		return;
	doc_heading(m->d, 4, words(m, M("Criteria")));
	for (size_t i = 0; i < s->n_criteria; i++)
		x[i] = (struct doc_item){ .mark = criterion_mark(m, &s->criteria[i]), .lead = s->criteria[i].id, .text = s->criteria[i].words };
	doc_list(m->d, x, s->n_criteria);
	for (size_t i = 0; i < s->n_cases; i++)
		doc_text(m->d, DOC_SMALL, s->cases[i]);
}

static void
standard(const struct making *m, const struct paper_standard *s)
{
	struct doc_mark *k = arena_array(m->c->mem, struct doc_mark, 3);
	size_t n = 0;

	doc_heading(m->d, 3, standard_title(m, s));
	k[n++] = rating(m, s->rating);
	if (s->unsupported)
		k[n++] = doc_tag(words(m, M("Not supported")), TAG_YELLOW);
	if (s->weight > 1)
		k[n++] = doc_tag(formatted(m, M("Weight {weight}"), "weight", number(m, s->weight), "", S("")), TAG_WHITE);
	doc_marks(m->d, k, n);
	doc_text(m->d, DOC_PLAIN, s->headline);
	standard_facts(m, s);
	standard_findings(m, s);
	standard_evidence(m, s);
	standard_criteria(m, s);
}

/* ---- the whole ---- */

static void
holders(const struct making *m)
{
	static const struct { const char *state, *words; } states[] = {
		{ "confirmed", M("Nomination confirmed") }, { "sent", M("Nomination sent") }, { "refused", M("Nomination refused") },
		{ "ended", M("Nomination ended") }, { "not-needed", M("Named without nomination") },
	};
	struct doc_cell *f = arena_array(m->c->mem, struct doc_cell, 2 * m->r->n_holders + 1);

	for (size_t i = 0; i < m->r->n_holders; i++) {
		const struct paper_holder *h = &m->r->holders[i];
		const char *state = M("Not nominated");
		struct str name = personal_shown(h->name, m->c->sight);
		for (size_t k = 0; k < countof(states); k++)
			if (str_is(h->state, states[k].state))
				state = states[k].words;
		f[2 * i].text = h->post;
		f[2 * i + 1].text = arena_printf(m->c->mem, "%.*s%s%.*s\n%s", (int)name.n, name.p, h->job.n > 0 ? "\n" : "", (int)h->job.n, h->job.p,
		    words(m, state).p);
	}
	if (m->r->n_holders > 0)
		doc_heading(m->d, 2, words(m, M("Nominated people")));
	doc_facts(m->d, f, m->r->n_holders);
}

static void
area(const struct making *m, const struct paper_area *a)
{
	struct doc_mark *k = arena_array(m->c->mem, struct doc_mark, 1);

	doc_page(m->d);
	doc_heading(m->d, 2, a->title);
	k[0] = rating(m, a->level);
	doc_marks(m->d, k, 1);
	doc_lines(m->d, a->lines, a->n_lines);
	for (size_t i = 0; i < a->n; i++)
		standard(m, &a->standards[i]);
}

struct doc *
paper_doc(struct ctx *c, const struct paper_review *r)
{
	struct making m = { c, r, doc_new(c->mem, c->lang, c->today) };

	m.d->title = r->title;
	m.d->caption = words(&m, M("Self-review"));
	m.d->organisation = r->organisation;
	m.d->classification = r->classification;
	m.d->reference = r->ref;
	m.d->made = formatted(&m, M("Made on {day}"), "day", date_long(c->mem, c->today), "", S(""));
	cover(&m);
	doc_heading(m.d, 2, words(&m, M("Summary")));
	summary_areas(&m);
	summary_standards(&m);
	doc_page(m.d);
	doc_heading(m.d, 2, words(&m, M("How the result came about")));
	doc_lines(m.d, r->lines, r->n_lines);
	holders(&m);
	for (size_t i = 0; i < r->n_areas; i++)
		area(&m, &r->areas[i]);
	doc_page(m.d);
	doc_heading(m.d, 2, words(&m, M("The rule for the result")));
	doc_lines(m.d, r->rule, r->n_rule);
	doc_heading(m.d, 2, words(&m, M("The standards")));
	doc_text(m.d, DOC_PLAIN, r->origin);
	doc_text(m.d, DOC_SMALL, formatted(&m, M("Text of the standards: hash {hash}"), "hash", r->hash, "", S("")));
	return m.d;
}

void
review_html_from_document(struct html *o, struct ctx *c, struct str json, struct str note)
{
	struct paper_review r;

	if (paper_read(c->mem, json, &r)) {
		struct doc *d = paper_doc(c, &r);
		d->note = note;
		doc_html(o, d);
	} else
		html_warning_callout(o, M("This document cannot be read"),
		    lang_text(c->lang, c->mem, M("It is not a self-review that this service knows how to show. What was received is kept as it is.")));
}
