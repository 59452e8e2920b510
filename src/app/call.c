/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "app/access.h"
#include "app/dispatch.h"
#include "app/registry.h"
#include "base/json.h"

/* The face of commands, jobs and tests. */
void
dispatch_call(const struct call *call, struct outcome *ret)
{
	struct ctx *c = ctx_make(call->app, call->mem, call->who, call->action, call->face);
	struct run r = { .c = c, .db = call->db, .pairs = call->pairs, .n_pairs = call->n_pairs, .json = call->json };
	struct buf b;
	struct json j;

	c->once = call->once_key;
	(void)str_i64(call->if_match, &c->version);
	*ret = (struct outcome){ .ctx = c };
	ret->st = dispatch_run(&r);
	ret->out = r.out;
	if (ret->st != ST_OK) {
		ret->json = problem_json(c, ret->st);
		ret->message = failure_text(c);
		if (ret->message.n == 0 && c->form != NULL && c->form->n_errors > 0)
			ret->message = form_error_text(c->lang, c->mem, &c->form->errors[0]);
		if (ret->message.n == 0 && c->form != NULL)
			ret->message = c->form->problem;
		if (ret->message.n == 0)
			ret->message = lang_text(c->lang, c->mem, status_sentence(ret->st));
		return;
	}
	if (c->action->out == NULL) {
		ret->json = c->download.p != NULL ? c->download : S("{}");
		return;
	}
	buf_init(&b, 32u << 20);
	json_init(&j, &b);
	shape_json(&j, c->action->out, r.out, c->sight);
	ret->json = arena_copy(call->mem, buf_view(&b));
	buf_free(&b);
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
