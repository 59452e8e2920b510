/* SPDX-License-Identifier: MIT */
/* The tables of a review for a spreadsheet: all standards, criteria, evidence and findings, each kind on a sheet of its own. */
#include "feature/review/own.h"
#include "feature/review/paper.h"

enum { STANDARDS = 0, CRITERIA, EVIDENCE, FINDINGS, SHEETS };

struct filling { struct ctx *c; const struct paper_review *r; struct doc_cell *cells[SHEETS]; size_t n[SHEETS]; };

static struct str
words(const struct filling *f, const char *message)
{
	return lang_text(f->c->lang, f->c->mem, message);
}

static void
put(struct filling *f, int sheet, struct str text)
{
	f->cells[sheet][f->n[sheet]++].text = text;
}

static void
put_rating(struct filling *f, int sheet, struct str rating)
{
	f->cells[sheet][f->n[sheet]++].mark = doc_rating(f->c->mem, f->c->lang, rating);
}

static struct str
said(const struct filling *f, const struct paper_criterion *k)
{
	if (str_is(k->arose, "no"))
		return words(f, M("Did not arise"));
	if (str_is(k->tick, "true"))
		return words(f, M("Yes"));
	return str_is(k->tick, "false") ? words(f, M("No")) : words(f, M("Not said"));
}

static void
standard(struct filling *f, const struct paper_area *a, const struct paper_standard *s)
{
	put(f, STANDARDS, s->id);
	put(f, STANDARDS, s->title);
	put(f, STANDARDS, a->title);
	put_rating(f, STANDARDS, s->rating);
	put(f, STANDARDS, s->unsupported ? words(f, M("No")) : words(f, M("Yes")));
	put(f, STANDARDS, arena_printf(f->c->mem, "%lld", (long long)s->weight));
	put_rating(f, STANDARDS, s->position);
	put(f, STANDARDS, s->ground);
	put(f, STANDARDS, s->comment);
	put(f, STANDARDS, s->reason);
	put(f, STANDARDS, s->action);
	put(f, STANDARDS, s->responsible);
	for (size_t i = 0; i < s->n_criteria; i++) {
		put(f, CRITERIA, s->id);
		put(f, CRITERIA, s->criteria[i].id);
		put(f, CRITERIA, s->criteria[i].words);
		put(f, CRITERIA, said(f, &s->criteria[i]));
	}
	for (size_t i = 0; i < s->n_evidence; i++) {
		const struct paper_evidence *e = &s->evidence[i];
		put(f, EVIDENCE, s->id);
		put(f, EVIDENCE, e->title);
		put(f, EVIDENCE, e->kind);
		put(f, EVIDENCE, e->outcome ? words(f, M("Outcome")) : words(f, M("Output")));
		put(f, EVIDENCE, e->period);
		put(f, EVIDENCE, e->fresh ? words(f, M("Yes")) : words(f, M("No")));
		put(f, EVIDENCE, e->file_name);
		put(f, EVIDENCE, e->file_hash);
	}
	for (size_t i = 0; i < s->n_findings; i++) {
		put(f, FINDINGS, s->id);
		put(f, FINDINGS, s->findings[i].hint ? words(f, M("Hint")) : words(f, M("Finding")));
		put(f, FINDINGS, s->findings[i].text);
	}
}

struct column_of { const char *label; int share; bool numeric; };

static void
sheet(struct filling *f, struct doc *d, int which, const char *name, const struct column_of *c, size_t n)
{
	struct doc_column *columns = arena_array(f->c->mem, struct doc_column, n + 1);

	for (size_t k = 0; k < n; k++)
		columns[k] = (struct doc_column){ words(f, c[k].label), c[k].share, c[k].numeric };
	if (f->n[which] > 0)
		d->sheets[d->n_sheets++] = (struct doc_sheet){ str_c(name), columns, n, f->cells[which], f->n[which] / n };
}

void
paper_sheets(struct ctx *c, const struct paper_review *r, struct doc *d)
{
	static const struct column_of standards[] = { { M("Standard"), 1, false }, { M("Title"), 3, false }, { M("Key area"), 2, false }, { M("Rating"), 2, false },
		{ M("Supported by evidence"), 1, false }, { M("Weight"), 1, true }, { M("What the criteria come to"), 2, false }, { M("Does not apply"), 3, false },
		{ M("Comment"), 6, false }, { M("Reason"), 4, false }, { M("Corrective action"), 4, false }, { M("Responsible"), 3, false } };
	static const struct column_of criteria[] = { { M("Standard"), 1, false }, { M("Criterion"), 1, false }, { M("Text"), 9, false }, { M("Answer"), 2, false } };
	static const struct column_of evidence[] = { { M("Standard"), 1, false }, { M("Title"), 5, false }, { M("Kind"), 3, false }, { M("Shows"), 1, false },
		{ M("Period"), 4, false }, { M("Of this period"), 1, false }, { M("File"), 3, false }, { M("Hash"), 7, false } };
	static const struct column_of findings[] = { { M("Standard"), 1, false }, { M("Kind"), 1, false }, { M("Text"), 9, false } };
	struct filling f = { .c = c, .r = r };
	size_t n[SHEETS] = { 1, 1, 1, 1 };

	for (size_t i = 0; i < r->n_areas; i++)
		for (size_t k = 0; k < r->areas[i].n; k++) {
			const struct paper_standard *s = &r->areas[i].standards[k];
			n[STANDARDS] += countof(standards);
			n[CRITERIA] += s->n_criteria * countof(criteria);
			n[EVIDENCE] += s->n_evidence * countof(evidence);
			n[FINDINGS] += s->n_findings * countof(findings);
		}
	for (int i = 0; i < SHEETS; i++)
		f.cells[i] = arena_array(c->mem, struct doc_cell, n[i]);
	for (size_t i = 0; i < r->n_areas; i++)
		for (size_t k = 0; k < r->areas[i].n; k++)
			standard(&f, &r->areas[i], &r->areas[i].standards[k]);
	d->sheets = arena_array(c->mem, struct doc_sheet, SHEETS);
	sheet(&f, d, STANDARDS, "Standards", standards, countof(standards));
	sheet(&f, d, CRITERIA, "Criteria", criteria, countof(criteria));
	sheet(&f, d, EVIDENCE, "Evidence", evidence, countof(evidence));
	sheet(&f, d, FINDINGS, "Findings", findings, countof(findings));
}
