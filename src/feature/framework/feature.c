/* SPDX-License-Identifier: MIT */
#include "base/hash.h"
#include "feature/framework/own.h"
#include "sql/framework.h"

/* What is published never changes, nor do scoring profiles: each stored text has the hash that it was taken with. */
static enum status
texts_verify(struct app *app, struct db *db, struct arena *a, struct buf *bad)
{
	int64_t after = 0;

	(void)app;
	for (;;) {
		size_t mark = arena_mark(a), n;
		struct version_texts_row *r;
		TRY(version_texts(db, a, after, 20, &r, &n));
		for (size_t i = 0; i < n; i++) {
			struct hash h = hash_of(r[i].yaml);
			if (!str_eq(r[i].hash, hash_hex(a, &h)))
				buf_printf(bad, "Framework %.*s %.*s (%lld) is not as it was taken.\n", (int)r[i].key.n, r[i].key.p,
				    (int)r[i].edition.n, r[i].edition.p, (long long)r[i].id);
			after = r[i].id;
		}
		arena_rewind(a, mark);
		if (n < 20)
			return ST_OK;
	}
}

static enum status
profiles_verify(struct app *app, struct db *db, struct arena *a, struct buf *bad)
{
	struct scoring_texts_row *r;
	size_t n;

	(void)app;
	TRY(scoring_texts(db, a, 1000, &r, &n));
	for (size_t i = 0; i < n; i++) {
		struct hash h = hash_of(r[i].yaml);
		if (!str_eq(r[i].hash, hash_hex(a, &h)))
			buf_printf(bad, "Scoring profile %.*s, version %lld (%lld) is not as it was taken.\n", (int)r[i].name.n, r[i].name.p,
			    (long long)r[i].version, (long long)r[i].id);
	}
	return ST_OK;
}

static const struct action *const actions[] = {
	&framework_list_action, &framework_view_action, &framework_standard_action, &framework_changes_action, &framework_export_action,
	&framework_import_action, &framework_take_action, &framework_preview_action, &framework_lift_action, &framework_accept_action, &framework_discard_action, &framework_publish_action,
	&framework_load_shipped_action, &scoring_view_action, &scoring_export_action, &scoring_import_action, &scoring_publish_action,
	&scoring_discard_action, NULL,
};
static const struct page pages[] = {
	{ .method = GET, .path = "/frameworks", .action = &framework_list_action, .html = framework_list_page, .title = M("Standards") },
	{ .method = GET, .path = "/frameworks/{id}", .action = &framework_view_action, .html = framework_view_page },
	{ .method = GET, .path = "/frameworks/{id}/standards/{standard}", .action = &framework_standard_action, .html = framework_standard_page, .wide = true,
	    .help = "framework#reading-a-standard" },
	{ .method = GET, .path = "/frameworks/{id}/changes", .action = &framework_changes_action, .html = framework_changes_page,
	    .title = M("What changed between two editions"), .wide = true },
	{ .method = GET, .path = "/frameworks/{id}/export", .action = &framework_export_action },
	{ .method = GET, .path = "/frameworks/import", .action = &framework_import_action, .html = framework_import_page, .form = true,
	    .title = M("Import a framework") },
	{ .method = POST, .path = "/frameworks/import", .action = &framework_import_action, .on_error = "/frameworks/import",
	    .then = "/frameworks/{framework}", .notice = M("The framework has been read. Look at it, then accept or discard it.") },
	{ .method = POST, .path = "/frameworks/{id}/lift", .action = &framework_lift_action, .on_error = "/frameworks/{id}",
	    .then = "/frameworks/{framework}", .notice = M("Rated at another depth. Look at it, then accept or discard it.") },
	{ .method = POST, .path = "/frameworks/{id}/accept", .action = &framework_accept_action, .on_error = "/frameworks/{id}",
	    .then = "/frameworks/{framework}", .notice = M("Accepted as a draft") },
	{ .method = GET, .path = "/frameworks/{id}/discard", .action = &framework_discard_action, .html = framework_discard_page, .form = true,
	    .form_load = framework_publish_load, .title = M("Discard a framework that is not published") },
	{ .method = POST, .path = "/frameworks/{id}/discard", .action = &framework_discard_action, .on_error = "/frameworks/{id}",
	    .then = "/frameworks", .notice = M("Discarded") },
	{ .method = GET, .path = "/frameworks/{id}/publish", .action = &framework_publish_action, .html = framework_publish_page, .form = true,
	    .form_load = framework_publish_load, .title = M("Publish a framework") },
	{ .method = POST, .path = "/frameworks/{id}/publish", .action = &framework_publish_action, .on_error = "/frameworks/{id}/publish",
	    .then = "/frameworks/{framework}", .notice = M("Published") },
	{ .method = POST, .path = "/frameworks/load-shipped", .action = &framework_load_shipped_action, .on_error = "/frameworks",
	    .then = "/frameworks", .notice = M("The frameworks that come with the program are there") },
	{ .method = GET, .path = "/scoring", .action = &scoring_view_action, .html = scoring_view_page, .title = M("How ratings add up"),
	    .help = "framework#how-ratings-add-up" },
	{ .method = GET, .path = "/scoring/{profile}", .action = &scoring_view_action, .html = scoring_view_page, .title = M("How ratings add up"),
	    .help = "framework#how-ratings-add-up" },
	{ .method = GET, .path = "/scoring/{profile}/export", .action = &scoring_export_action },
	{ .method = GET, .path = "/scoring/import", .action = &scoring_import_action, .html = scoring_import_page, .form = true,
	    .title = M("Bring in a version of the scoring profile"), .help = "framework#a-new-scoring-profile" },
	{ .method = POST, .path = "/scoring/import", .action = &scoring_import_action, .on_error = "/scoring/import",
	    .then = "/scoring/{profile}", .notice = M("The profile has been read. Look at what it changes, then publish or discard it.") },
	{ .method = GET, .path = "/scoring/{id}/publish", .action = &scoring_publish_action, .html = scoring_publish_page, .form = true,
	    .title = M("Publish a scoring profile"), .help = "framework#a-new-scoring-profile" },
	{ .method = POST, .path = "/scoring/{id}/publish", .action = &scoring_publish_action, .on_error = "/scoring/{id}/publish",
	    .then = "/scoring/{profile}", .notice = M("Published. Organisations have been told.") },
	{ .method = GET, .path = "/scoring/{id}/discard", .action = &scoring_discard_action, .html = scoring_discard_page, .form = true,
	    .title = M("Discard a scoring profile that is not published"), .help = "framework#a-new-scoring-profile" },
	{ .method = POST, .path = "/scoring/{id}/discard", .action = &scoring_discard_action, .on_error = "/scoring/{id}/discard",
	    .then = "/scoring", .notice = M("Discarded") },
	{ .path = NULL },
};
static const struct record_type *const records[] = { &framework_type, &scoring_type, NULL };
static const struct register_def *const registers[] = { &area_name_register, &local_standard_register, NULL };
static const struct nav_entry nav[] = { { M("Standards"), "/frameworks", 55, "framework.list" }, { NULL, NULL, 0, NULL } };
static const struct verify_def verify[] = { { "framework", texts_verify }, { "scoring", profiles_verify }, { NULL, NULL } };
const struct feature framework_feature = {
	.name = "framework", .actions = actions, .pages = pages, .nav = nav, .records = records, .registers = registers, .verify = verify, .example = framework_example,
	.due = scoring_due, .scale = framework_scale,
};
