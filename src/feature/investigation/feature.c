/* SPDX-License-Identifier: MIT */
/* INV: what is looked into, from the incident to the lesson. */
#include "app/pages.h"
#include "feature/investigation/own.h"

static const struct register_def *const registers[] = { &investigation_register, &investigation_rule_register, NULL };
static const struct part_def *const parts[] = { &investigation_incident_part, &investigation_member_part, &investigation_step_part, &investigation_entry_part,
	&investigation_statement_part, &investigation_exhibit_part, &investigation_custody_part, &investigation_cctv_part, &investigation_conference_part,
	&investigation_contact_part, &investigation_lesson_part, NULL };
static const struct restrict_def *const restricts[] = { &investigation_restriction, NULL };
static const struct action *const actions[] = { &investigation_open, &investigation_law, &investigation_timeline_action, &investigation_finding,
	&investigation_close, &investigation_reopen, &investigation_discipline, &investigation_report, &investigation_report_file, &investigation_summary,
	&investigation_summary_file, NULL };
/* A form of its own behind a button on the page of the case. */
#define ACT(path_, act, said) \
	{ .method = GET, .path = path_, .action = &(act), .form = true, .form_load = investigation_act_load, .html = form_page_html, .title = M("Case") }, \
	{ .method = POST, .path = path_, .action = &(act), .on_error = path_, .then = "/investigations/{id}", .notice = said }
static const struct page pages[] = {
	{ .method = GET, .path = "/incidents/{id}/investigation", .action = &investigation_open, .form = true, .form_load = investigation_open_load, .html = form_page_html, .title = M("Open a case") },
	{ .method = POST, .path = "/incidents/{id}/investigation", .action = &investigation_open, .on_error = "/incidents/{id}/investigation", .then = "/investigations/{id}", .notice = M("The case is open") },
	ACT("/investigations/{id}/law", investigation_law, M("Saved")), ACT("/investigations/{id}/finding", investigation_finding, M("The finding is recorded")),
	ACT("/investigations/{id}/close", investigation_close, M("The case is closed")), ACT("/investigations/{id}/reopen", investigation_reopen, M("Opened again")),
	ACT("/investigations/{id}/discipline", investigation_discipline, M("Saved")),
	{ .method = GET, .path = "/investigations/{id}/report", .action = &investigation_report, .html = investigation_report_page, .title = M("Closure report") },
	{ .method = GET, .path = "/investigations/{id}/report/file", .action = &investigation_report_file, .title = M("Closure report") },
	{ .method = GET, .path = "/investigations/summary", .action = &investigation_summary, .html = investigation_report_page, .title = M("Summary for committees") },
	{ .method = GET, .path = "/investigations/summary/file", .action = &investigation_summary_file, .title = M("Summary for committees") },
	{ .method = GET, .path = "/investigations/{id}/timeline", .action = &investigation_timeline_action, .html = investigation_timeline_page, .title = M("Timeline") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Investigations"), "/investigations", 21, "investigation.list" }, { M("Investigations in summary"), "/investigations/summary", 22, "investigation.summary" }, { NULL, NULL, 0, NULL } };
const struct feature investigation_feature = {
	.name = "investigation", .actions = actions, .pages = pages, .registers = registers, .parts = parts, .restricts = restricts, .nav = nav,
	.due = investigation_due, .panels = investigation_panels, .gate = investigation_gate, .measures = &investigation_measures, .facts = investigation_facts, .example = investigation_example,
};
