/* SPDX-License-Identifier: MIT */
#include "app/ctx.h"
#include <string.h>
#include "app/access.h"
#include "app/app.h"
#include "app/audit.h"

enum status
fail_at(struct ctx *c, const char *file, int line, enum status st, const char *message, ...)
{
	va_list ap;
	const char *name;

	if (c->why.st != ST_OK)		/* the first reason is the true one */
		return c->why.st;
	c->why = (struct failure){ .st = st, .file = file, .line = line, .message = message };
	va_start(ap, message);
	while (c->why.n < countof(c->why.args) && (name = va_arg(ap, const char *)) != NULL)
		c->why.args[c->why.n++] = (struct msg_arg){ name, arena_copy(c->mem, va_arg(ap, struct str)) };
	va_end(ap);
	return st;
}

struct str
failure_text(struct ctx *c)
{
	if (c->why.message == NULL)
		return (struct str){ NULL, 0 };
	return lang_format(c->lang, c->mem, c->why.message, c->why.args, c->why.n);
}

void
field_error(struct ctx *c, const char *field, const char *message, struct str value)
{
	form_error(c->mem, c->form, field, message, arena_copy(c->mem, value));
}

enum status
errors(struct ctx *c)
{
	return c->form != NULL && c->form->n_errors > 0 ? ST_INVALID : ST_OK;
}

void
page_title(struct ctx *c, struct str title)
{
	if (c->frame != NULL)
		c->frame->title = title;
}

void
page_row(struct ctx *c, struct summary_row *rows, size_t *n, const char *key, struct str value)
{
	rows[(*n)++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, key),
		.value = value.n > 0 ? value : lang_text(c->lang, c->mem, M("Not provided")) };
}

void
page_row_who(struct ctx *c, struct summary_row *rows, size_t *n, const char *key, struct personal who)
{
	if (who.text.n == 0)
		page_row(c, rows, n, key, S(""));
	else
		rows[(*n)++] = (struct summary_row){ .key = lang_text(c->lang, c->mem, key), .who = who };
}

void
page_crumb(struct ctx *c, struct str text, struct url to)
{
	if (c->frame == NULL)
		return;
	struct crumb *n = arena_array(c->mem, struct crumb, c->frame->n_crumbs + 1);
	if (c->frame->n_crumbs > 0)
		memcpy(n, c->frame->crumbs, c->frame->n_crumbs * sizeof *n);
	n[c->frame->n_crumbs++] = (struct crumb){ text, to };
	c->frame->crumbs = n;
}

void
page_back(struct ctx *c, struct url to)
{
	if (c->frame != NULL)
		c->frame->back = to;
}

void
page_notice(struct ctx *c, struct str text)
{
	c->notice = text;
}

struct form *
page_form(struct ctx *c, const struct shape *s, const void *rec)
{
	/* A refused post left what was typed: nothing of it is lost. */
	if (c->form != NULL && c->form->shape == s)
		return c->form;
	c->form = arena_new(c->mem, struct form);
	form_new(c->mem, s, c->form);
	if (rec != NULL)
		form_fill(c->mem, s, rec, c->form);
	return c->form;
}

struct str
page_asked(const struct ctx *c, const char *name)
{
	for (size_t i = 0; i < c->n_asked; i++)
		if (str_is(c->asked[i].name, name))
			return c->asked[i].value;
	return (struct str){ NULL, 0 };
}

void
form_options(struct ctx *c, struct form *f, const char *field, struct option *o, size_t n)
{
	size_t i = shape_index(f->shape, field);

	if (i == SIZE_MAX)
		return;
	if (f->options == NULL) {
		f->options = arena_array(c->mem, struct option *, f->shape->n);
		f->n_options = arena_array(c->mem, size_t, f->shape->n);
	}
	f->options[i] = o;
	f->n_options[i] = n;
}

void
touch(struct ctx *c, const char *kind, int64_t record)
{
	audit_record(c, kind, record);
}

bool
who_holds(const struct who *who, const struct action *a)
{
	struct str rest = who->only;

	if (rest.n == 0)
		return true;
	while (rest.n > 0) {
		struct str one = str_cut(rest, ' ', &rest);
		if (str_is(one, a->name) || str_is(one, "*"))
			return true;
		if (str_ends(one, S(".*")) && str_starts(str_c(a->name), (struct str){ one.p, one.n - 1 }))
			return true;
	}
	return false;
}

bool
may_who(const struct who *who, const struct action *a)
{
	if (who->operator)
		return true;
	if (!who_holds(who, a))
		return false;
	switch (a->access) {
	case ACCESS_PUBLIC:
		return true;
	case ACCESS_SIGNED_IN:
		return who->account != 0;
	case ACCESS_ROLE:
		if (who->account == 0 || (a->mode == MODE_WRITE && who->grant != 0))
			return false;
		if (a->national && !str_is(who->org_kind, "national"))
			return false;
		return role_may(who->roles, a->name);
	case ACCESS_OPERATOR:
	case ACCESS_UNSET:
		break;
	}
	return false;
}

bool
may(const struct ctx *c, const char *action)
{
	const struct action *a = action_find(str_c(action));

	return a != NULL && may_who(c->who, a);
}
