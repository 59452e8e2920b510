/* SPDX-License-Identifier: MIT */
/* Help: every folder's help.md as a page, and the statements that a public body owes its users. */
#include "feature/help/help.h"
#include "app/registry.h"
#include "base/text.h"
#include "tpl/feature/help/help.h"

struct topic_in { struct str topic; };
struct topic_out { struct str topic, markdown; };
SHAPE(topic_in_shape, topic_in, FIELD(struct topic_in, topic, .label = M("Topic"), .max = 60));
SHAPE(topic_out_shape, topic_out, FIELD(struct topic_out, topic, .label = M("Topic")), FIELD_LONG(struct topic_out, markdown, .label = M("Text")));

/* The first heading of a help text, "# Title", is its name in the list. */
static struct str
topic_title(const struct help_topic *t)
{
	struct str rest, line = str_cut((struct str){ t->markdown, t->n }, '\n', &rest);

	return line.n > 2 ? (struct str){ line.p + 2, line.n - 2 } : str_c(t->name);
}

static enum status
help_load(struct ctx *c, void *in_, void *out_)
{
	const struct topic_in *in = in_;
	struct topic_out *out = out_;
	struct help_view *v = arena_new(c->mem, struct help_view);
	size_t n;

	c->data = v;
	if (in->topic.n == 0) {
		struct help_link *l = arena_array(c->mem, struct help_link, help_topic_count + 1);
		for (size_t i = 0; i < help_topic_count; i++)
			l[v->n++] = (struct help_link){ topic_title(&help_topics[i]), (struct url){ arena_printf(c->mem, "/help/%s", help_topics[i].name) } };
		v->topics = l;
		v->index = true;
		return ST_OK;
	}
	const char *md = help_find(in->topic, &n);
	if (md == NULL)
		return fail(c, ST_NOT_FOUND, M("There is no help under that name."), NULL);
	out->topic = in->topic;
	out->markdown = (struct str){ md, n };
	/* The first heading is the page's own; the rest is its text. */
	struct str rest;
	(void)str_cut(out->markdown, '\n', &rest);
	v->title = topic_title(&(struct help_topic){ "", md, n });
	v->text = html_markdown(c->mem, rest);
	return ST_OK;
}

static void
help_page(struct html *o, struct ctx *c, const void *out)
{
	const struct help_view *v = c->data;

	(void)out;
	if (!v->index) {
		page_back(c, URL(c->mem, "/help"));
		page_title(c, v->title);
	}
	help_help_html(o, v);
}

static const struct action help_view = { .name = "help.topic", .title = M("Help"), .access = ACCESS_PUBLIC, .mode = MODE_READ,
	.in = &topic_in_shape, .out = &topic_out_shape, .load = help_load };
static const struct action *const actions[] = { &help_view, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/help", .action = &help_view, .html = help_page, .title = M("Help") },
	{ .method = GET, .path = "/help/{topic}", .action = &help_view, .html = help_page, .title = M("Help") },
	{ .path = NULL },
};
const struct feature help_feature = { .name = "help", .actions = actions, .pages = pages };
