/* SPDX-License-Identifier: MIT */
#include "feature/nomination/nomination.h"
#include "feature/signatory/own.h"
#include "sql/signatory.h"

/* The framework's signatory as the register of posts calls it; NULL: it keeps no such post. */
static const char *
post_of(enum fw_signatory s)
{
	return s == SIGNATORY_LEAD ? "board_lead" : s == SIGNATORY_VIOLENCE_LEAD ? "violence_lead" : NULL;
}

static enum status
person_of(struct ctx *c, int64_t account, int64_t *ret)
{
	struct signatory_person_row r;
	enum status st = signatory_person(c->db, c->scope, c->mem, account, &r);

	*ret = st == ST_OK ? r.id : 0;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

/* Where the register of posts knows a lead, it must know a post at board level. */
static enum status
below_board(struct ctx *c, int64_t person, struct str *ret_why)
{
	struct post_held *held;
	size_t n, posts = 0, board = 0;

	if (person == 0)
		return ST_OK;
	TRY(nomination_held(c, NULL, c->today, c->today, &held, &n));
	for (size_t i = 0; i < n; i++) {
		posts += held[i].person == person;
		board += held[i].person == person && held[i].board_level;
	}
	if (posts > 0 && board == 0)
		*ret_why = lang_text(c->lang, c->mem,
		    M("The register of posts says that this post is below board level. This cannot be delegated below the board."));
	return ST_OK;
}

static enum status
holds(struct ctx *c, const char *post, int64_t person, bool *ret)
{
	struct post_held *held;
	size_t n;

	*ret = false;
	if (person == 0)
		return ST_OK;
	TRY(nomination_held(c, post, c->today, c->today, &held, &n));
	for (size_t i = 0; i < n; i++)
		*ret = *ret || held[i].person == person;
	return ST_OK;
}

static struct str
board_only(struct ctx *c)
{
	return lang_text(c->lang, c->mem, M("Only a board-level lead of the whole organisation signs. This cannot be delegated below the board."));
}

enum status
signatory_fits(struct ctx *c, const struct framework *f, int64_t account, bool named, struct signatory_right *ret)
{
	struct signatory_roles_row r;
	const char *post = post_of(f->signatory);
	bool holder = post == NULL;
	int64_t person;

	*ret = (struct signatory_right){ .why = S(""), .post = framework_signatory_text(c, f) };
	TRY(signatory_roles(c->db, c->scope, c->mem, account, c->today, &r));
	TRY(person_of(c, account, &person));
	if (named && f->signatory != SIGNATORY_LEAD && r.lead + r.manager > 0) {
		if (post != NULL)
			TRY(holds(c, post, person, &holder));
		ret->as_named = holder;
	}
	if (ret->as_named)
		return ST_OK;
	if (r.lead > 0)
		return below_board(c, person, &ret->why);
	if (named && f->signatory != SIGNATORY_LEAD && r.manager > 0)
		ret->why = lang_format(c->lang, c->mem, M("The register of posts does not name this person in the post that the framework wants: {post}."),
		    (struct msg_arg[]){ { "post", ret->post } }, 1);
	else
		ret->why = board_only(c);
	return ST_OK;
}

enum status
signatory_may(struct ctx *c, int64_t framework, struct signatory_right *ret)
{
	const struct framework *f;
	struct signatory_get_row named;

	TRY(framework_get(c, framework, &f));
	enum status st = signatory_get(c->db, c->scope, c->mem, f->key, &named);
	if (st != ST_NOT_FOUND)
		TRY(st);
	TRY(signatory_fits(c, f, c->who->account, st == ST_OK && named.account == c->who->account, ret));
	if (c->who->branch != 0)
		*ret = (struct signatory_right){ .post = ret->post, .why = board_only(c) };
	else if (st == ST_OK && named.account != c->who->account && ret->why.n == 0)
		ret->why = lang_format(c->lang, c->mem, M("{name} has been named to sign this. Nobody else can."),
		    (struct msg_arg[]){ { "name", personal_shown(named.name, c->sight) } }, 1);
	return ST_OK;
}

enum status
signatory_allows(struct ctx *c, int64_t framework, bool *ret)
{
	struct signatory_right right;

	TRY(signatory_may(c, framework, &right));
	*ret = right.why.n == 0;
	return ST_OK;
}
