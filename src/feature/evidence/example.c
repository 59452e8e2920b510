/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/evidence/example_text.h"
#include "feature/evidence/own.h"
#include "sql/evidence.h"

/* ---- small files ---- */

/* "Minutes of {org}" with what stands for the word in braces. */
static struct str
filled(struct example *e, const char *text, size_t org, struct str year)
{
	struct buf b;
	struct str s = str_c(text);

	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < s.n; i++) {
		struct str rest = { s.p + i, s.n - i };
		if (str_starts(rest, S("{year}"))) {
			buf_str(&b, year);
			i += 5;
		} else if (str_starts(rest, S("{org}"))) {
			buf_str(&b, e->org[org].name);
			i += 4;
		} else {
			buf_char(&b, s.p[i]);
		}
	}
	struct str r = arena_copy(e->keep, buf_view(&b));
	buf_free(&b);
	return r;
}

static void
pdf_line(struct buf *o, struct str line)
{
	buf_char(o, '(');
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '(' || line.p[i] == ')' || line.p[i] == '\\')
			buf_char(o, '\\');
		buf_char(o, line.p[i]);
	}
	buf_printf(o, ") Tj T*\n");
}

/* One page of text: heading, body, and at the foot that it is an example. */
static struct str
pdf(struct example *e, struct str title, struct str whose, struct str lines)
{
	struct buf page, o;
	size_t at[6];

	buf_init(&page, 1 << 16);
	buf_printf(&page, "BT /F1 16 Tf 20 TL 60 770 Td\n");
	pdf_line(&page, title);
	buf_printf(&page, "/F1 11 Tf 18 TL\n");
	pdf_line(&page, whose);
	pdf_line(&page, S(""));
	while (lines.n > 0)
		pdf_line(&page, str_cut(lines, '|', &lines));
	pdf_line(&page, S(""));
	pdf_line(&page, S("An example with invented content."));
	buf_printf(&page, "ET\n");
	struct str body = buf_view(&page);
	buf_init(&o, 1 << 17);
	buf_printf(&o, "%%PDF-1.4\n");
	const char *const objects[] = { "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>" };
	for (size_t i = 0; i < 4; i++) {
		at[i + 1] = buf_view(&o).n;
		buf_printf(&o, "%zu 0 obj\n%s\nendobj\n", i + 1, objects[i]);
	}
	at[5] = buf_view(&o).n;
	buf_printf(&o, "5 0 obj\n<< /Length %zu >>\nstream\n", body.n);
	buf_str(&o, body);
	buf_printf(&o, "endstream\nendobj\n");
	size_t table = buf_view(&o).n;
	buf_printf(&o, "xref\n0 6\n0000000000 65535 f \n");
	for (size_t i = 1; i < 6; i++)
		buf_printf(&o, "%010zu 00000 n \n", at[i]);
	buf_printf(&o, "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", table);
	struct str r = arena_copy(e->keep, buf_view(&o));
	buf_free(&o);
	buf_free(&page);
	return r;
}

static struct str
lines_text(struct example *e, struct str lines)
{
	char *p = arena_alloc(e->keep, lines.n + 2, 1);

	for (size_t i = 0; i < lines.n; i++)
		p[i] = lines.p[i] == '|' ? '\n' : lines.p[i];
	p[lines.n] = '\n';
	return (struct str){ p, lines.n + 1 };
}

static void
attach(struct example *e, const struct example_evidence *x, size_t org, struct str title)
{
	struct str lines = str_c(x->lines), kind = str_c(x->kind);
	struct str name = arena_printf(e->keep, "%.*s.%s", (int)kind.n, kind.p, x->held);

	example_file(e, "document", name, str_is(str_c(x->held), "pdf") ? pdf(e, title, e->org[org].name, lines) : lines_text(e, lines));
}

/* ---- one piece ---- */

static enum status
linked(struct example *e, size_t org, int64_t id, const char *key, const char *standards)
{
	struct str rest = str_c(standards);

	while (rest.n > 0) {
		struct str one = str_cut(rest, ' ', &rest);
		TRY(example_on(e, org, ROLE_SPECIALIST, "evidence.link", id, NULL, "framework", key, "standard", arena_printf(e->keep, "%.*s", (int)one.n, one.p).p, NULL));
	}
	return ST_OK;
}

/* The first agreement of the organisation, as somebody copies its address. */
static enum status
an_agreement(struct example *e, size_t org, struct str *ret)
{
	struct json_node *j;
	const struct json_node *items;

	TRY(example_do(e, org, ROLE_SPECIALIST, "agreement.list", &j, NULL));
	items = json_get(j, "items");
	*ret = items != NULL && items->n > 0 ? arena_printf(e->keep, "/agreements/%lld", (long long)example_id(items->items[0])) : S("");
	return ST_OK;
}

/* Of a year's evidence some comes with the period, and the rest in the weeks before the review is handed in. */
static enum status
piece(struct example *e, size_t org, const struct example_evidence *x, int back)
{
	bool commissioner = str_is(e->org[org].kind, "commissioner"), note = str_is(str_c(x->held), "note"), link = str_is(str_c(x->held), "link"), record = str_is(str_c(x->held), "record");
	struct date from = example_from(e, back), to = date_min(example_to(e, back), date_add_days(e->today, -1)), on = date_min(date_add_days(to, -200 + (int)example_random(e, 215)), to);
	int y, m, d;
	struct str address = link ? str_c(x->lines) : S(""), title;
	struct json_node *j;

	date_civil(from, &y, &m, &d);
	title = filled(e, x->title, org, arena_printf(e->keep, "%d-%02d", y, (y + 1) % 100));
	if (record)
		TRY(an_agreement(e, org, &address));
	if (record && address.n == 0)
		return ST_OK;
	example_at(e, on, 10 + (int)example_random(e, 6), (int)example_random(e, 60));
	if (!note && !link && !record)
		attach(e, x, org, title);
	TRY(example_do(e, org, ROLE_SPECIALIST, "evidence.create", &j, "title", title.p, "kind", x->kind, "class", x->outcome ? "outcome" : "output",
	    "held", note ? "note" : link ? "link" : record ? "record" : "file", "link", address.p, "note", note ? x->lines : "",
	    "period_from", example_date(e, from).p, "period_to", x->lasting ? "" : example_date(e, to).p,
	    "measured", x->outcome ? x->measured : "", "measured_before", x->outcome ? x->before : "", "measured_after", x->outcome ? x->after : "",
	    "measured_on", x->outcome ? example_date(e, date_min(on, date_add_days(to, -20))).p : "", "change", x->outcome ? "better" : "", NULL));
	TRY(linked(e, org, example_id(j), commissioner ? "commissioner-security" : "provider-security", commissioner ? x->c : x->p));
	if (org == EX_TEACHING || org == EX_BLACKMERE)
		TRY(linked(e, org, example_id(j), "violence-prevention", x->v));
	return ST_OK;
}

/* How much of ten an organisation gathers. */
static unsigned
care(size_t org)
{
	static const unsigned of[EX__MAX] = { [EX_OVERSEER] = 8, [EX_FELLMOOR] = 9, [EX_SALTMARSH] = 10, [EX_KINGSMERE] = 7, [EX_TEACHING] = 9, [EX_DALES] = 8,
		[EX_BLACKMERE] = 8, [EX_MOORS_AMBULANCE] = 6, [EX_GENERAL] = 6, [EX_WOLDS] = 8, [EX_EASTHOLME] = 4, [EX_VILLAGES] = 5,
		[EX_UNIVERSITY] = 10, [EX_AVONVALE] = 7, [EX_CHALK_AMBULANCE] = 8, [EX_QUEENSMEAD] = 7 };

	return of[org];
}

/* This year Fellmoor has not gathered everything yet: of some there is only last year's, which has gone stale. */
static bool
missing(size_t org, const struct example_evidence *x, int back)
{
	static const char *const late[] = { "alert_awareness", "device_use", "sanction_warning", "sanction_publicity", "knowledge_check", "partnership_case" };

	for (size_t i = 0; org == EX_FELLMOOR && back == 0 && i < countof(late); i++)
		if (str_is(str_c(x->kind), late[i]))
			return true;
	return false;
}

static enum status
year(struct example *e, int back)
{
	for (size_t org = EX_OVERSEER; org < e->n_org; org++) {
		bool commissioner = str_is(e->org[org].kind, "commissioner");
		if ((org == EX_VILLAGES && back < 2))
			continue;
		for (size_t i = 0; i < example_evidence_count; i++) {
			const struct example_evidence *x = &example_evidence[i];
			const char *standards = commissioner ? x->c : x->p;
			bool violent = x->v[0] != '\0' && (org == EX_TEACHING || org == EX_BLACKMERE);
			if ((standards[0] == '\0' && !violent) || (back < 0 && !violent) || missing(org, x, back) || (x->lasting && back < 2))
				continue;
			unsigned chance = care(org) + (x->outcome ? 0 : 3);
			if (x->lasting || example_random(e, 10) < chance)
				TRY(piece(e, org, x, back));
		}
	}
	return ST_OK;
}

static enum status
before_last(struct example *e)
{
	return year(e, 2);
}

static enum status
last(struct example *e)
{
	return year(e, 1);
}

static enum status
this_one(struct example *e)
{
	return year(e, 0);
}

/* Violence prevention is reviewed twice a year, so its evidence goes on. */
static enum status
running(struct example *e)
{
	return year(e, -1);
}

/* ---- the large data set ---- */

static enum status
scale_pieces(struct ctx *c, struct example *e, const struct example_org *org)
{
	(void)org;
	for (int i = 0; i < EXAMPLE_SCALE_EVIDENCE; i++) {
		struct evidence x = { .title = arena_printf(c->mem, "Measured evidence %d", i + 1), .kind = S("board_minutes"), .class = S("output"),
			.held = S("note"), .note = S("In the minute book of the board."), .period_from = example_from(e, 0), .period_to = example_to(e, 0),
			.link = S(""), .record_kind = S(""), .measured = S(""), .measured_before = S(""), .measured_after = S(""), .change = S("") };
		TRY(record_create(c, &evidence_type, &x));
		for (int k = 1; k <= 4; k++)
			TRY(evidence_link_put(c->db, c->scope, x.id, S("measured"), arena_printf(c->mem, "%d.%d", i + 1, k), c->now, NULL));
	}
	return ST_OK;
}

static enum status
scale_evidence(struct example *e)
{
	for (int64_t i = 0; i < e->scale; i++)
		TRY(example_write(e, &e->many[i], "evidence.create", scale_pieces));
	return ST_OK;
}

const struct example_part evidence_scale[] = { { 70, "evidence", scale_evidence }, { 0, NULL, NULL } };
const struct example_part evidence_example[] = {
	{ 53, "evidence of the year before last", before_last },
	{ 63, "evidence of last year", last },
	{ 73, "evidence of this year", this_one },
	{ 74, "evidence on violence in the year that runs", running },
	{ 0, NULL, NULL },
};
