/* SPDX-License-Identifier: MIT */
#include "report/worker.h"
#include "report/apart.h"
#include "report/pdf.h"

const struct worker_job worker_jobs[] = {
	{ "pdf", pdf_job },
	{ "sheets", sheets_job },
	{ NULL, NULL },
};
