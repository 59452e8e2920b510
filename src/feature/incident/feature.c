/* SPDX-License-Identifier: MIT */
/* INC: what an organisation is told of, from the report to the word to the reporter. */
#include "app/pages.h"
#include "feature/incident/report.h"

static const struct register_def *const registers[] = { &incident_register, &incident_type_register, NULL };
static const struct record_type *const records[] = { &incident_note_record, &incident_setting_record, NULL };
static const struct part_def *const parts[] = { &incident_person_part, &incident_property_part, &incident_handover_part, NULL };
static const struct restrict_def *const restricts[] = { &incident_restriction, NULL };
static const struct action *const actions[] = { &incident_triage, &incident_start, &incident_contact, &incident_note_add, &incident_police_decide, &incident_police_result, &incident_riddor_sent,
	&incident_finding, &incident_close, &incident_reopen, &incident_merge, &incident_unmerge, &incident_new, &incident_settings_action,
	&report_start, &report_begin, &report_at, &report_danger, &report_what, &report_when, &report_where, &report_hurt, &report_who, &report_check,
	&report_send_action, &report_all, &report_all_at, &report_offline, &report_offline_at, &report_ready, &report_status, &report_find, &report_mine_action, NULL };
/* A form of its own behind a button on the incident's page. */
#define ACT(path_, act, said) \
	{ .method = GET, .path = path_, .action = &(act), .form = true, .form_load = incident_act_load, .html = form_page_html, .title = M("Incident") }, \
	{ .method = POST, .path = path_, .action = &(act), .on_error = path_, .then = "/incidents/{id}", .notice = said }
#define STEP(path_, act) \
	{ .method = GET, .path = path_, .action = &(act), .form = true, .form_load = report_step_load, .html = report_step_page, .title = M("Report something"), .script = "report.js" }, \
	{ .method = POST, .path = path_, .action = &(act), .on_error = path_, .then = "/report/{draft}/check" }
static const struct page pages[] = {
	{ .method = GET, .path = "/incidents/new-reports", .action = &incident_new, .html = incident_new_page, .title = M("New reports") },
	ACT("/incidents/{id}/triage", incident_triage, M("Saved")), ACT("/incidents/{id}/start", incident_start, M("The investigation has started")),
	ACT("/incidents/{id}/contact", incident_contact, M("Saved")), ACT("/incidents/{id}/note", incident_note_add, M("Note saved")), ACT("/incidents/{id}/police", incident_police_decide, M("Saved")),
	ACT("/incidents/{id}/police_result", incident_police_result, M("Saved")), ACT("/incidents/{id}/riddor", incident_riddor_sent, M("Saved")), ACT("/incidents/{id}/finding", incident_finding, M("Saved")), ACT("/incidents/{id}/close", incident_close, M("Closed. The reporter can read your word")),
	ACT("/incidents/{id}/reopen", incident_reopen, M("Opened again")), ACT("/incidents/{id}/merge", incident_merge, M("Put together. You can take them apart again")), ACT("/incidents/{id}/unmerge", incident_unmerge, M("Taken apart")),
	{ .method = GET, .path = "/incidents/settings", .action = &incident_settings_action, .form = true, .form_load = incident_settings_form_load, .html = incident_settings_page, .title = M("How we take reports") },
	{ .method = POST, .path = "/incidents/settings", .action = &incident_settings_action, .on_error = "/incidents/settings", .then = "/incidents/settings", .notice = M("Saved") },
	{ .method = GET, .path = "/report", .action = &report_start, .html = report_start_page, .title = M("Report something"), .script = "report.js" },
	{ .method = POST, .path = "/report", .action = &report_begin, .on_error = "/report", .then = "/report/{draft}/danger" },
	{ .method = GET, .path = "/report/at/{link}", .action = &report_at, .form = true, .form_load = report_begin_load, .html = report_start_page, .title = M("Report something"), .script = "report.js" },
	{ .method = POST, .path = "/report/at/{link}", .action = &report_at, .on_error = "/report/at/{link}", .then = "/report/{draft}/danger" },
	STEP("/report/{draft}/danger", report_danger), STEP("/report/{draft}/what", report_what), STEP("/report/{draft}/when", report_when), STEP("/report/{draft}/where", report_where), STEP("/report/{draft}/hurt", report_hurt), STEP("/report/{draft}/who", report_who),
	{ .method = GET, .path = "/report/{draft}/check", .action = &report_check, .html = report_check_page, .title = M("Check your answers") },
	{ .method = POST, .path = "/report/{draft}/send", .action = &report_send_action, .on_error = "/report/{draft}/check", .then = "/reported/{code}" },
	{ .method = GET, .path = "/report/all", .action = &report_all, .form = true, .form_load = report_all_load, .html = report_all_page, .title = M("Report something") },
	{ .method = POST, .path = "/report/all", .action = &report_all, .on_error = "/report/all", .then = "/reported/{code}" },
	{ .method = POST, .path = "/report/at/{link}/all", .action = &report_all_at, .then = "/reported/{code}" },
	{ .method = GET, .path = "/report/offline", .action = &report_offline, .html = report_offline_page, .title = M("Report something"), .bare = true, .script = "report.js" },
	{ .method = GET, .path = "/report/at/{link}/offline", .action = &report_offline_at, .html = report_offline_page, .title = M("Report something"), .bare = true, .script = "report.js" },
	{ .method = GET, .path = "/report/ready", .action = &report_ready, .title = M("Report something") },
	{ .method = GET, .path = "/report/mine", .action = &report_mine_action, .html = report_mine_page, .title = M("What I reported") },
	{ .method = GET, .path = "/reported", .action = &report_find, .form = true, .html = report_find_page, .title = M("See what became of a report") },
	{ .method = POST, .path = "/reported", .action = &report_find, .on_error = "/reported", .then = "/reported/{code}" },
	{ .method = GET, .path = "/reported/{code}", .action = &report_status, .html = report_status_page, .title = M("What became of your report") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Report something"), "/report", 5, "report.mine" }, { M("New reports"), "/incidents/new-reports", 18, "incident.new" }, { M("Incidents"), "/incidents", 20, "incident.list" }, { NULL, NULL, 0, NULL } };
const struct feature incident_feature = {
	.name = "incident", .actions = actions, .pages = pages, .registers = registers, .records = records, .parts = parts, .restricts = restricts, .nav = nav, .verify = incident_verify,
	.due = incident_due, .example = incident_example,
};
