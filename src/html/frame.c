/* SPDX-License-Identifier: MIT */
#include "html/frame.h"
#include "html/parts.h"
#include <string.h>

/* Made by tools/assets.mjs; both sorted by bytes. */
extern const struct asset assets[];
extern const size_t asset_count;
struct asset_name { const char *name, *path; };
extern const struct asset_name asset_names[];
extern const size_t asset_name_count;

const struct asset *
asset_find(struct str path)
{
	size_t low = 0, high = asset_count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = str_cmp(str_c(assets[mid].path), path);
		if (c == 0)
			return &assets[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

const char *
asset_path(const char *name)
{
	for (size_t i = 0; i < asset_name_count; i++)
		if (strcmp(asset_names[i].name, name) == 0)
			return asset_names[i].path;
	return NULL;
}

struct url
asset_url(const char *name)
{
	return (struct url){ str_c(asset_path(name)) };
}

/* Scripts have no syntax in templates; these are all there are. */
static struct safe_html
script(struct html *o, const char *name, const char *how)
{
	const char *path = asset_path(name);
	return (struct safe_html){ arena_printf(o->mem, "<script src=\"%s\"%s></script>", path == NULL ? "" : path, how) };
}

struct safe_html
frame_scripts(struct html *o, const struct frame *f)
{
	struct str all = script(o, "app.js", " type=\"module\"").s;

	if (f->script == NULL)
		return (struct safe_html){ all };
	struct str own = script(o, f->script, " type=\"module\"").s;
	return (struct safe_html){ arena_printf(o->mem, "%.*s\n%.*s", (int)all.n, all.p, (int)own.n, own.p) };
}

struct safe_html
frame_script_start(struct html *o)
{
	return script(o, "supported.js", "");
}

struct str
frame_lang(struct html *o)
{
	return o->lang == NULL ? S("en") : str_c(o->lang->code);
}

struct url
frame_help(struct html *o, const struct frame *f)
{
	return f->help.s.n > 0 ? f->help : URL(o->mem, "/help");
}
