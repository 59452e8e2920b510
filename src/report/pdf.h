/* SPDX-License-Identifier: MIT */
#ifndef REPORT_PDF_H
#define REPORT_PDF_H
#include "report/doc.h"
#include "report/worker.h"

/* A document as tagged PDF on A4: structure tree in reading order, table headers with scope, alternative texts, language,
 * bookmarks, fonts inside.  Same document, same bytes.  Needs the worker: pango is not for many threads. */
enum status pdf_make(struct arena *a, const struct doc *d, struct str *ret, struct str *ret_why) MUST_CHECK;
worker_fn pdf_job;	/* in: doc_json */
#endif
