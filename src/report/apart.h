/* SPDX-License-Identifier: MIT */
#ifndef REPORT_APART_H
#define REPORT_APART_H
#include "report/read.h"
#include "report/worker.h"

/* Reading a workbook in the worker: the job, and who asks for it (see sheet_apart in report/read.h). */
worker_fn sheets_job;
sheet_apart_fn sheets_apart;
#endif
