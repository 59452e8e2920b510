/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/access.h"
#include "app/dispatch.h"
#include "app/file.h"
#include "app/registry.h"
#include "base/json.h"

static struct str
out_text(struct ctx *c, const void *out)
{
	struct buf b;
	struct json j;

	if (c->action->out == NULL)
		return S("{}");
	buf_init(&b, 32u << 20);
	json_init(&j, &b);
	shape_json(&j, c->action->out, out, c->sight);
	struct str text = arena_copy(c->mem, buf_view(&b));
	buf_free(&b);
	return text;
}

static struct str
answer_out(struct run *r, const void *out)
{
	return out_text(r->c, out);
}

/* The face of commands, jobs and tests. */
void
dispatch_call(const struct call *call, struct outcome *ret)
{
	struct ctx *c = ctx_make(call->app, call->mem, call->who, call->action, call->face);
	struct run r = { .c = c, .db = call->db, .answer = call->action->mode == MODE_WRITE ? answer_out : NULL, .n_pairs = call->n_pairs, .json = call->json };

	/* An upload is a field that has been filled in, as in a form. */
	struct pair *pairs = arena_array(call->mem, struct pair, call->n_pairs + call->n_files + 1);
	if (call->n_pairs > 0)
		memcpy(pairs, call->pairs, call->n_pairs * sizeof *pairs);
	for (size_t i = 0; i < call->n_files; i++)
		if (call->action->in != NULL && shape_field(call->action->in, str_z(call->mem, call->files[i].name)) != NULL)
			pairs[r.n_pairs++] = (struct pair){ .name = call->files[i].name, .file = FILE_UPLOADED };
	r.pairs = pairs;
	c->once = call->once_key;
	c->files = call->files;
	c->n_files = call->n_files;
	(void)str_i64(call->if_match, &c->version);
	*ret = (struct outcome){ .ctx = c };
	ret->st = dispatch_run(&r);
	ret->out = r.out;
	if (ret->st != ST_OK) {
		ret->json = problem_json(c, ret->st, 0);
		ret->message = failure_text(c);
		if (ret->message.n == 0 && c->form != NULL && c->form->n_errors > 0)
			ret->message = form_error_text(c->lang, c->mem, &c->form->errors[0]);
		if (ret->message.n == 0 && c->form != NULL)
			ret->message = c->form->problem;
		if (ret->message.n == 0)
			ret->message = lang_text(c->lang, c->mem, status_sentence(ret->st));
		return;
	}
	ret->json = r.answer_text.p != NULL ? r.answer_text : c->action->out == NULL && c->download.p != NULL ? c->download : out_text(c, r.out);
}

/* One action inside another: the same checks of input, the caller's transaction and trail. */
enum status
call_action(struct ctx *c, const char *name, void *in, void *out, bool trusted)
{
	const struct action *a = action_find(str_c(name)), *mine = c->action;
	enum status st = ST_OK;

	if (a == NULL)
		return fail(c, ST_INTERNAL, "no such action", NULL);
	if (!trusted && !may_who(c->who, a))
		return fail(c, ST_FORBIDDEN, M("Your role does not include this."), NULL);
	c->action = a;
	if (a->load != NULL)
		st = a->load(c, in, out);
	if (st == ST_OK && a->store != NULL)
		st = a->store(c, in, out);
	c->action = mine;
	return st;
}
