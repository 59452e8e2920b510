/* SPDX-License-Identifier: MIT */
#ifndef REPORT_FILE_H
#define REPORT_FILE_H
#include "report/doc.h"

/* A document as a file. */
enum doc_format { DOC_PDF = 1, DOC_ODT, DOC_XLSX };
enum doc_format doc_format_find(struct str name);	/* "pdf" "odt" "xlsx"; 0: none of them */
const char *doc_format_type(enum doc_format f);		/* media type */
/* bytes are in the document's arena.  Not ST_OK: *ret_why is a message.  Outside a transaction: it takes time. */
enum status doc_file(struct doc *d, enum doc_format f, struct str *ret, struct str *ret_why) MUST_CHECK;

/* The back ends beside PDF. */
enum status doc_xlsx(struct doc *d, struct buf *out) MUST_CHECK;
enum status doc_odt(struct doc *d, struct buf *out) MUST_CHECK;
#endif
