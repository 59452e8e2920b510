/* SPDX-License-Identifier: MIT */
#ifndef HTML_FRAME_H
#define HTML_FRAME_H
#include "html/html.h"

/* What stands around every page. */
struct nav_item { const char *label; struct url to; bool current; };
struct crumb { struct str text; struct url to; };
struct frame {
	struct str title;		/* the h1's words; "Error: " is added by errors */
	struct str service;		/* "Wardkeep" or the operator's own name */
	struct str organisation;	/* whose records these are; empty before sign-in */
	struct str person;		/* who is signed in */
	const struct nav_item *nav;
	size_t n_nav;
	const struct crumb *crumbs;	/* breadcrumb, without the page itself */
	size_t n_crumbs;
	struct url back;		/* back link when set and there are no crumbs */
	struct url help;		/* this page's help */
	struct str notice;		/* green banner: "Agreement saved" */
	struct str warning;		/* yellow: "You are reading another organisation's records under a grant until …" */
	bool example;			/* every page says that this is an example */
	bool errors;
	bool wide;			/* full width instead of two thirds */
	const char *script;		/* a script of its own: "report.js", or NULL */
};
void html_frame_begin(struct html *o, const struct frame *f);	/* up to and with <main> and its grid */
void html_frame_end(struct html *o, const struct frame *f);

/* Static files that are inside the program: CSS, script, icons.  NULL: no such file.  path without query;
 * names carry their hash, so they may be cached for a year. */
struct asset { const char *path, *type; const unsigned char *bytes; size_t n; bool gzip; const char *scope; /* of a service worker */ };
const struct asset *asset_find(struct str path);
/* The hashed path of a file by its plain name, "app.css"; NULL: no such file. */
const char *asset_path(const char *name);
#endif
