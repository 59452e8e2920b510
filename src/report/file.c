/* SPDX-License-Identifier: MIT */
#include "report/file.h"
#include "report/pdf.h"

#define MOST_BYTES ((size_t)64 << 20)

static const struct { const char *name, *type; } formats[] = {
	[DOC_PDF] = { "pdf", "application/pdf" },
	[DOC_ODT] = { "odt", "application/vnd.oasis.opendocument.text" },
	[DOC_XLSX] = { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};

enum doc_format
doc_format_find(struct str name)
{
	for (size_t i = DOC_PDF; i < countof(formats); i++)
		if (str_is(name, formats[i].name))
			return (enum doc_format)i;
	return (enum doc_format)0;
}

const char *
doc_format_type(enum doc_format f)
{
	return formats[f].type;
}

enum status
doc_file(struct doc *d, enum doc_format f, struct str *ret, struct str *ret_why)
{
	struct buf b;

	if (f == DOC_PDF)
		return pdf_make(d->mem, d, ret, ret_why);
	buf_init(&b, MOST_BYTES);
	enum status st = f == DOC_ODT ? doc_odt(d, &b) : doc_xlsx(d, &b);
	if (st == ST_OK && b.failed)
		st = ST_TOO_LARGE;
	if (st == ST_OK)
		*ret = arena_copy(d->mem, buf_view(&b));
	else
		*ret_why = st == ST_TOO_LARGE ? str_c(M("This document is too long to be made.")) : str_c(M("Documents cannot be made at this moment. Try again later."));
	buf_free(&b);
	return st;
}
