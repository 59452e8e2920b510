/* SPDX-License-Identifier: MIT */
#include "app/job.h"
#include "app/large.h"
#include "feature/document/own.h"
#include "sql/document.h"

/* The specialist's: what is signed and waits to be sent. */
static enum status
document_due(struct ctx *c, struct due_list *due)
{
	struct submission_to_send_row *r;
	size_t n;

	if (!may(c, "submission.send"))
		return ST_OK;
	TRY(submission_to_send(c->db, c->scope, c->mem, 20, &r, &n));
	for (size_t i = 0; i < n; i++)
		due_add(c, due, (struct due_item){ .title = r[i].title, .due = r[i].due_on, .to = URL_ID(c->mem, "/reviews/{}/send", r[i].id),
			.kind = M("Signed: to be submitted") });
	return ST_OK;
}

static const struct action *const actions[] = { &submission_read_action, &submission_sign_action, &submission_send_action, &submission_history_action,
	&submission_list_action, &submission_view_action, &submission_return_action, &submission_accept_action, &submission_file_action, &submission_print_action,
	&document_view_action, &document_file_action, &document_print_action, &document_export_action, &document_import_action, &document_arrive_action,
	&signer_list_action, &signer_confirm_action, NULL };

static const struct page pages[] = {
	{ .method = GET, .path = "/reviews/{id}/sign", .action = &submission_sign_action, .form = true, .form_load = submission_sign_form, .html = submission_sign_page, .title = M("Sign a self-review"), .help = "document#sign" },
	{ .method = POST, .path = "/reviews/{id}/sign", .action = &submission_sign_action, .on_error = "/reviews/{id}/sign", .then = "/reviews/{id}/submissions", .notice = M("Signed and sealed. The specialist can submit it now.") },
	{ .method = GET, .path = "/reviews/{id}/send", .action = &submission_send_action, .form = true, .form_load = submission_send_form, .html = submission_send_page, .title = M("Submit a self-review"), .help = "document#submit" },
	{ .method = POST, .path = "/reviews/{id}/send", .action = &submission_send_action, .on_error = "/reviews/{id}/send", .then = "/reviews/{id}/submissions", .notice = M("Submitted. The receipt is below.") },
	{ .method = GET, .path = "/reviews/{id}/submissions", .action = &submission_history_action, .html = submission_history_page, .title = M("What was signed and submitted"), .wide = true },
	{ .method = GET, .path = "/received", .action = &submission_list_action, .html = submission_list_page, .title = M("Received"), .wide = true, .help = "document#received" },
	{ .method = GET, .path = "/received/{id}", .action = &submission_view_action, .html = submission_view_page, .title = M("Received"), .wide = true, .help = "document#received" },
	{ .method = GET, .path = "/received/{id}/file", .action = &submission_file_action },
	{ .method = GET, .path = "/received/{id}/print", .action = &submission_print_action, .html = large_html, .title = M("A received self-review as a file") },
	{ .method = GET, .path = "/received/{id}/return", .action = &submission_return_action, .form = true, .form_load = submission_return_form, .html = submission_return_page, .title = M("Return for correction"), .help = "document#received" },
	{ .method = POST, .path = "/received/{id}/return", .action = &submission_return_action, .on_error = "/received/{id}/return", .then = "/received/{id}", .notice = M("Returned. The organisation sees your reasons.") },
	{ .method = POST, .path = "/received/{id}/accept", .action = &submission_accept_action, .on_error = "/received/{id}", .then = "/received/{id}", .notice = M("Accepted.") },
	{ .method = GET, .path = "/documents/import", .action = &document_import_action, .form = true, .html = document_import_page, .title = M("Bring in a sealed document"), .help = "document#file" },
	{ .method = POST, .path = "/documents/import", .action = &document_import_action, .on_error = "/documents/import", .then = "/received", .notice = M("Checked and brought in.") },
	{ .method = GET, .path = "/documents/{id}", .action = &document_view_action, .html = document_view_page, .title = M("Sealed document"), .wide = true },
	{ .method = GET, .path = "/documents/{id}/file", .action = &document_file_action },
	{ .method = GET, .path = "/documents/{id}/print", .action = &document_print_action, .html = large_html, .title = M("A sealed self-review as a file") },
	{ .method = GET, .path = "/documents/{id}/export", .action = &document_export_action },
	{ .method = GET, .path = "/signers", .action = &signer_list_action, .html = signer_list_page, .title = M("Keys of other organisations"), .wide = true, .help = "document#file" },
	{ .method = GET, .path = "/signers/{id}/confirm", .action = &signer_confirm_action, .form = true, .form_load = signer_confirm_form, .html = signer_confirm_page, .title = M("Confirm a key"), .help = "document#file" },
	{ .method = POST, .path = "/signers/{id}/confirm", .action = &signer_confirm_action, .on_error = "/signers/{id}/confirm", .then = "/signers", .notice = M("Key confirmed") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Received"), "/received", 40, "submission.list" }, { NULL, NULL, 0, NULL } };
static const struct job_def jobs[] = { { "document.arrive", &document_arrive_action, 0 }, { NULL, NULL, 0 } };
static const struct verify_def verify[] = { { "document", document_verify }, { NULL, NULL } };

const struct feature document_feature = { .name = "document", .actions = actions, .pages = pages, .nav = nav, .due = document_due, .jobs = jobs,
	.seal = document_seal_of, .sealed = document_sealed_of, .verify = verify, .example = document_example };
