/* SPDX-License-Identifier: MIT */
/* REV-11, BRD-4: a review as a file.  What is signed is drawn from its sealed bytes alone, what is open from what stands now. */
#include "app/large.h"
#include "feature/review/own.h"
#include "feature/review/paper.h"
#include "report/file.h"

static const struct choice formats_c_[] = {
	{ "pdf", M("PDF"), M("To read, to print and for a board's papers; works with screen readers.") },
	{ "odt", M("OpenDocument text"), M("To work on in LibreOffice or Word.") },
	{ "xlsx", M("Excel"), M("To sort and to count.") },
	{ "json", M("JSON"), M("For other programs: the document as it is sealed.") },
	{ "oscal", M("OSCAL assessment results"), M("For other assessment software, OSCAL 1.1 as JSON.") },
};
const struct choice_list review_formats = { formats_c_, countof(formats_c_) };
SHAPE(review_file_in_shape, review_file_in,
	FIELD_CHOICE(struct review_file_in, format, review_formats, .label = M("Form"), .must = true));

/* A page can wait for a PDF of so many standards; one of more is long work.  It takes 2 to 5 ms a standard; the other forms 0.1 ms,
 * so that all a framework may have come at once. */
#define AT_ONCE 60

struct making { struct str json, format, ref; struct paper_review review; struct doc *doc; };

static enum status
file_wait(struct ctx *c, struct str format, int64_t standards)
{
	if (standards <= AT_ONCE || !str_is(format, "pdf") || !large_may_wait(c))
		return ST_OK;
	return large_offer(c, format, lang_text(c->lang, c->mem, M("The document has more than 60 standards.")));
}

enum status
review_file_load(struct ctx *c, struct str json, struct str format, struct str note)
{
	struct making *m = arena_new(c->mem, struct making);
	struct paper_review *r = &m->review;

	if (!paper_read(c->mem, json, r))
		return fail(c, ST_INVALID, M("It is not a self-review that this service knows how to show. What was received is kept as it is."), NULL);
	m->json = json;
	m->format = format;
	m->ref = r->ref.n > 0 ? r->ref : S("review");
	m->doc = paper_doc(c, r);
	m->doc->note = note;
	if (str_is(format, "xlsx"))
		paper_sheets(c, r, m->doc);
	if (str_is(format, "json") && r->n_holders > 0 && !sight_allows(c->sight, PRIV_IDENTITY))
		return fail(c, ST_FORBIDDEN, M("This form has names in it that you may not see. Choose another one."), NULL);
	c->data = m;
	return file_wait(c, format, paper_count(r->areas, r->n_areas).all);
}

static enum status
oscal_make(struct ctx *c, const struct paper_review *r, struct str *ret, struct str *ret_why)
{
	struct buf b;

	buf_init(&b, (size_t)32 << 20);
	paper_oscal(c, r, &b);
	*ret = arena_copy(c->mem, buf_view(&b));
	bool failed = b.failed;
	buf_free(&b);
	*ret_why = str_c(M("This document is too long to be made."));
	return failed ? ST_TOO_LARGE : ST_OK;
}

enum status
review_file_work(struct ctx *c, void *in, void *out)
{
	struct making *m = c->data;
	struct str why = { NULL, 0 };
	enum status st = ST_OK;

	(void)in;
	(void)out;
	enum doc_format format = doc_format_find(m->format);
	if (m->doc != NULL)
		m->doc->large = c->face == FACE_JOB;
	c->download_name = arena_printf(c->mem, "%.*s.%.*s%s", (int)m->ref.n, m->ref.p, (int)m->format.n, m->format.p, str_is(m->format, "oscal") ? ".json" : "");
	c->download_type = format != 0 ? str_c(doc_format_type(format)) : S("application/json");
	if (format != 0)
		st = doc_file(m->doc, format, &c->download, &why);
	else if (str_is(m->format, "json"))
		c->download = m->json;
	else
		st = oscal_make(c, &m->review, &c->download, &why);
	return st == ST_OK ? ST_OK : fail(c, st, "{why}", "why", lang_text(c->lang, c->mem, str_z(c->mem, why)), NULL);
}

enum status
review_doc_file(struct ctx *c, struct doc *d, struct str format, struct str name, size_t standards)
{
	struct making *m = arena_new(c->mem, struct making);

	*m = (struct making){ .format = format, .ref = name, .doc = d };
	c->data = m;
	return file_wait(c, format, (int64_t)standards);
}

/* What a reader is shown of it, wherever it is shown: signed, the sealed text; open, what stands now. */
enum status
review_text(struct ctx *c, const struct review *r, struct str *ret_json)
{
	if (review_is_open(r->state))
		return review_document_body(c, r->id, ret_json);
	TRY(sealed_text(c, "review", r->id, ret_json));
	return ret_json->n > 0 ? ST_OK : review_document_body(c, r->id, ret_json);
}

static enum status
file_load(struct ctx *c, void *in_, void *out)
{
	const struct review_file_in *in = in_;
	const struct review *r = c->record;
	struct str json;

	(void)out;
	TRY(review_text(c, r, &json));
	touch(c, "review", r->id);
	return review_file_load(c, json, in->format, review_is_open(r->state) ? lang_text(c->lang, c->mem, review_draft_note) : S(""));
}

const char *const review_draft_note = M("This review has not been signed. It shows what stands in it now.");
const struct action review_file_action = { .name = "review.file", .title = M("A self-review as a file"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .in = &review_file_in_shape, .record = &review_type, .load = file_load, .work = review_file_work, .personal = true, .large = true, .rate = 60 };
