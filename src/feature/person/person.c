/* SPDX-License-Identifier: MIT */
#include "feature/person/person.h"
#include "app/account.h"
#include "app/register.h"
#include "feature/person/view.h"
#include "sql/person.h"
#include "tpl/feature/person/person_link.h"

SHAPE(person_shape, person,
	FIELD(struct person, name, .label = M("Full name"), .privacy = PRIV_IDENTITY, .must = true, .search = true, .in_list = true),
	FIELD(struct person, job_title, .label = M("Job title"), .must = true, .search = true, .in_list = true),
	FIELD(struct person, email, .label = M("Work email address"), .privacy = PRIV_IDENTITY, .max = 254),
	FIELD(struct person, telephone, .label = M("Work telephone number"), .privacy = PRIV_IDENTITY, .max = 40, .in_list = true),
	FIELD_REF(struct person, unit, "unit", .label = M("Unit")),
	FIELD(struct person, board_member, .label = M("Sits on the board or governing body"), .in_list = true),
	FIELD_REF(struct person, account, "account", .label = M("Account"), .read_only = true));

static enum status
person_check(struct ctx *c, const void *before, void *after)
{
	const struct person *p = after;
	const char *problem = p->email.text.n > 0 ? account_email_problem(p->email.text) : NULL;

	(void)before;
	if (problem != NULL)
		field_error(c, "email", problem, S(""));
	for (size_t i = 0; i < p->telephone.text.n; i++) {
		char ch = p->telephone.text.p[i];
		if ((ch < '0' || ch > '9') && ch != ' ' && ch != '+' && ch != '(' && ch != ')' && ch != '-' && ch != 'x') {
			field_error(c, "telephone", M("Telephone number may hold digits, spaces and the signs + ( ) - only, with x before an extension"), S(""));
			break;
		}
	}
	return ST_OK;
}

static enum status
person_let_go(struct ctx *c, const void *rec)
{
	const struct person *p = rec;
	struct person_in_use_row r;

	TRY(person_in_use(c->db, c->scope, c->mem, p->id, &r));
	if (r.n > 0)
		return fail(c, ST_INVALID, M("This person holds a post. Enter the last day of that first."), NULL);
	return ST_OK;
}

/* ---- the account with which the person signs in ---- */

struct link_in { struct str email; };
struct link_out { int64_t id; };
SHAPE(person_link_shape, link_in, FIELD(struct link_in, email, .label = M("Email address of the account"),
    .hint = M("Of somebody who has a role in this organisation. Leave empty to take the connection away."), .max = 254));
SHAPE(person_linked_shape, link_out, FIELD_REF(struct link_out, id, "person", .label = M("Id")));

static enum status
link_store(struct ctx *c, void *in_, void *out_)
{
	const struct link_in *in = in_;
	struct link_out *out = out_;
	struct person p;
	struct person_member_row m = { 0 };
	struct person_of_account_row other;

	TRY(record_get(c, &person_type, c->id, &p));
	if (in->email.n > 0) {
		enum status st = person_member(c->db, c->scope, c->mem, account_email_fold(c->mem, in->email), &m);
		if (st == ST_NOT_FOUND) {
			field_error(c, "email", M("Nobody with this email address has a role in this organisation"), S(""));
			return errors(c);
		}
		TRY(st);
		st = person_of_account(c->db, c->scope, c->mem, m.account, &other);
		if (st == ST_OK && other.id != p.id) {
			field_error(c, "email", M("This account belongs to another person already"), S(""));
			return errors(c);
		}
		if (st != ST_NOT_FOUND)
			TRY(st);
	}
	if (p.account != 0 && p.account != m.account)
		TRY(person_membership_link(c->db, c->scope, p.account, 0, NULL));
	if (m.account != 0)
		TRY(person_membership_link(c->db, c->scope, m.account, p.id, NULL));
	if (c->version != 0)
		p.version = c->version;
	p.account = m.account;
	out->id = p.id;
	return record_update(c, &person_type, &p);
}

static void
link_html(struct html *o, struct ctx *c, const void *out)
{
	struct person_link_view v = { .form = page_form(c, &person_link_shape, NULL), .action = URL_ID(c->mem, "/people/{}/account", c->id),
		.cancel = record_url(c, &person_type, c->id), .version = record_head(&person_type, c->record).version };

	(void)out;
	page_crumb(c, lang_text(c->lang, c->mem, M("Home")), URL(c->mem, "/"));
	page_crumb(c, lang_text(c->lang, c->mem, M("People in security roles")), URL(c->mem, "/people"));
	person_person_link_html(o, &v);
}

static const struct action person_link = { .name = "person.link", .title = M("Connect with an account"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &person_link_shape, .out = &person_linked_shape, .record = &person_type, .store = link_store };

static enum status
person_more(struct ctx *c, const void *rec, void **ret)
{
	const struct person *p = rec;
	struct person_more_view *v = arena_new(c->mem, struct person_more_view);

	*v = (struct person_more_view){ .may_link = may(c, "person.link") && p->withdrawn_at.ms == 0, .linked = p->account != 0,
		.link = URL_ID(c->mem, "/people/{}/account", p->id) };
	*ret = v;
	return ST_OK;
}

static void
person_more_page(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	person_person_more_html(o, data);
}

enum status
person_behind(struct ctx *c, int64_t account, int64_t *ret)
{
	struct person_of_account_row r;
	enum status st = person_of_account(c->db, c->scope, c->mem, account, &r);

	*ret = st == ST_OK ? r.id : 0;
	return st == ST_NOT_FOUND ? ST_OK : st;
}

const struct record_type person_type = {
	.ops = &person_ops, .shape = &person_shape, .one = M("person"), .many = M("people"), .label = "name",
	.path = "/people/{id}", .unit = "unit", .check = person_check, .let_go = person_let_go, .personal = true,
};
static const struct register_def people = {
	.type = &person_type, .path = "/people", .title = M("People in security roles"),
	.about = M("The people whom other pages name: the board-level lead, security management specialists, managers and others who hold a post."),
	.add = M("Add a person"), .view_load = person_more, .view_html = person_more_page,
};
static const struct register_def *const registers[] = { &people, NULL };
static const struct action *const actions[] = { &person_link, NULL };
static const struct page pages[] = {
	{ .method = GET, .path = "/people/{id}/account", .action = &person_link, .html = link_html, .title = M("Connect with an account"), .form = true },
	{ .method = POST, .path = "/people/{id}/account", .action = &person_link, .on_error = "/people/{id}/account", .then = "/people/{id}", .notice = M("Saved") },
	{ .path = NULL },
};
const struct feature person_feature = { .name = "person", .registers = registers, .actions = actions, .pages = pages,
	.example = person_example, .scale = person_scale };
