/* SPDX-License-Identifier: MIT */
/* What incidents add up to: measures, hot spots, the records behind them, and figures that leave the organisation. */
#include "feature/figures/own.h"

static const struct record_type *const records[] = { &figure_setting_type, NULL };
static const struct action *const actions[] = { &figures_records_action, &figures_spots_action, &figures_release_action, &figures_download_action,
	&figures_return_action, &figures_return_download, &figures_setting_action, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/incident-figures/records", .action = &figures_records_action, .html = figures_records_page, .title = M("Records behind a figure"), .wide = true },
	{ .method = GET, .path = "/incident-figures/hot-spots", .action = &figures_spots_action, .html = figures_spots_page, .title = M("Hot spots"), .wide = true },
	{ .method = GET, .path = "/incident-figures/release", .action = &figures_release_action, .html = figures_release_page, .title = M("Figures to give out"), .wide = true },
	{ .method = GET, .path = "/incident-figures/release/file", .action = &figures_download_action, .title = M("Download figures to give out") },
	{ .method = GET, .path = "/incident-figures/assaults", .action = &figures_return_action, .html = figures_return_page, .title = M("Yearly return on assaults"), .wide = true },
	{ .method = GET, .path = "/incident-figures/assaults/file", .action = &figures_return_download, .title = M("Download the yearly return") },
	{ .method = GET, .path = "/incident-figures/setting", .action = &figures_setting_action, .html = figures_setting_page, .title = M("Smallest number to give out"), .form = true, .form_load = figures_setting_load },
	{ .method = POST, .path = "/incident-figures/setting", .action = &figures_setting_action, .on_error = "/incident-figures/setting", .then = "/incident-figures/release", .notice = M("Saved") },
	{ .path = NULL },
};
static const struct nav_entry nav[] = { { M("Hot spots"), "/incident-figures/hot-spots", 61, "figures.spots" },
	{ M("Figures to give out"), "/incident-figures/release", 62, "figures.release" }, { NULL, NULL, 0, NULL } };
static const struct fact_def facts[] = {
	{ "incident.n", M("Security incidents reported in the period"), figures_fact },
	{ "incident.violence", M("Incidents of violence reported in the period"), figures_fact },
	{ "incident.triaged", M("Reports first looked at in time, of all that were looked at"), figures_fact },
	{ "victim.contact", M("People harmed whom somebody spoke with in time, of all spoken with"), figures_fact },
	{ "violence.rate", M("Violence and abuse for each 1,000 staff, against as many months before"), figures_fact },
	{ "assault.clinical", M("Assaults with clinical factors for each 1,000 staff, against as many months before"), figures_fact },
	{ "violence.figures", M("Figures on violence by place, time and kind"), figures_fact },
	{ NULL, NULL, NULL },
};
const struct feature figures_feature = { .name = "figures", .records = records, .actions = actions, .pages = pages, .nav = nav, .facts = facts, .measures = &figures_source };
