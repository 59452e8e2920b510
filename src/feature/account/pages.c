/* SPDX-License-Identifier: MIT */
#include "feature/account/account.h"
#include "html/component.h"
#include "tpl/feature/account/access_confirm.h"
#include "tpl/feature/account/access_form.h"
#include "tpl/feature/account/access_list.h"
#include "tpl/feature/account/access_view.h"
#include "tpl/feature/account/again.h"
#include "tpl/feature/account/change.h"
#include "tpl/feature/account/code.h"
#include "tpl/feature/account/codes.h"
#include "tpl/feature/account/first_password.h"
#include "tpl/feature/account/own.h"
#include "tpl/feature/account/places.h"
#include "tpl/feature/account/set_up.h"
#include "tpl/feature/account/sign_in.h"

static struct str
typed_next(const struct form *f)
{
	size_t i = shape_index(f->shape, "next");

	return i != SIZE_MAX ? account_safe_next(f->typed[i]) : S("/");
}

/* ---- signing in ---- */

static void
sign_in_html(struct html *o, struct ctx *c, const void *out)
{
	const struct account_sign_in_form *v = out;
	const struct form *f = page_form(c, &account_sign_in_shape, &v->start);

	account_sign_in_html(o, v, f, typed_next(f));
}

static void
code_html(struct html *o, struct ctx *c, const void *out)
{
	const struct account_code_form *v = out;
	const struct form *f = page_form(c, &account_code_shape, &(struct account_code){ .next = v->next });

	account_code_html(o, f, typed_next(f));
}

static void
set_up_html(struct html *o, struct ctx *c, const void *out)
{
	const struct account_code_form *v = out;
	const struct form *f = page_form(c, &account_code_shape, &(struct account_code){ .next = v->next });

	/* Set up meanwhile, in another window: the secret is not shown any more. */
	if (v->set_up)
		account_set_up_html(o, v, f, typed_next(f));
	else
		account_code_html(o, f, typed_next(f));
}

static void
first_password_html(struct html *o, struct ctx *c, const void *out)
{
	const struct account_sign_in_form *v = out;
	const struct form *f = page_form(c, &account_new_password_shape, &(struct account_new_password){ .next = v->next });

	account_first_password_html(o, f, typed_next(f));
}

static void
again_html(struct html *o, struct ctx *c, const void *out)
{
	const struct account_sign_in_form *v = out;
	const struct form *f = page_form(c, &account_again_shape, &(struct account_again){ .next = v->next });

	account_again_html(o, f, typed_next(f));
}

/* ---- one's own ---- */

static void
own_html(struct html *o, struct ctx *c, const void *out)
{
	const struct account_view *v = out;
	struct summary_row rows[] = {
		{ .key = lang_text(o->lang, o->mem, M("Name")), .value = v->name },
		{ .key = lang_text(o->lang, o->mem, M("Email address")), .value = v->email },
		{ .key = lang_text(o->lang, o->mem, M("Password")), .value = lang_text(o->lang, o->mem, M("Only you know it")),
		    .change = URL(o->mem, "/account/password"), .change_what = lang_text(o->lang, o->mem, M("password")) },
		{ .key = lang_text(o->lang, o->mem, M("Recovery codes left")), .value = arena_printf(o->mem, "%lld", (long long)v->recovery_left) },
		{ .key = lang_text(o->lang, o->mem, M("Acting for")),
		    .value = v->organisation.n > 0 ? v->organisation : lang_text(o->lang, o->mem, M("No organisation")) },
	};

	if (v->many_places) {
		rows[4].change = URL(o->mem, "/account/organisation");
		rows[4].change_what = lang_text(o->lang, o->mem, M("organisation"));
	}
	(void)c;
	account_own_html(o, v, rows, countof(rows));
}

static void
change_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	account_change_html(o, page_form(c, &account_change_shape, NULL));
}

static void
codes_html(struct html *o, struct ctx *c, const void *out)
{
	(void)c;
	account_codes_html(o, out, ((const struct account_codes *)out)->next);
}

static void
places_html(struct html *o, struct ctx *c, const void *out)
{
	account_places_html(o, out, c->form != NULL && c->form->shape == &account_choose_shape ? c->form : NULL);
}

/* ---- who has access ---- */

static void
access_list_html(struct html *o, struct ctx *c, const void *out)
{
	static const struct column columns[] = { { .label = M("Name") }, { .label = M("Email address") }, { .label = M("Roles") },
		{ .label = M("Sign-in") } };
	const struct access_list *v = out;
	struct cell *cells = arena_array(c->mem, struct cell, v->n * 4 + 1);

	for (size_t i = 0; i < v->n; i++) {
		const struct access_person *p = &v->p[i];
		const char *state = p->closed ? M("Closed") : p->has_code ? M("Set up") : M("Not yet set up");

		cells[i * 4] = (struct cell){ .who = p->name, .to = URL_ID(c->mem, "/access/{}", p->account) };
		cells[i * 4 + 1] = (struct cell){ .who = p->email };
		cells[i * 4 + 2] = (struct cell){ .text = p->roles };
		cells[i * 4 + 3] = (struct cell){ .tag = lang_text(o->lang, o->mem, state),
			.colour = p->closed ? TAG_GREY : p->has_code ? TAG_GREEN : TAG_YELLOW };
	}
	account_access_list_html(o, v, columns, cells, v->n);
}

static void
access_view_html(struct html *o, struct ctx *c, const void *out)
{
	const struct access_view *v = out;
	const char *state = v->closed ? M("Closed") : v->has_code ? M("Set up") : M("Not yet set up");
	struct summary_row rows[] = {
		{ .key = lang_text(o->lang, o->mem, M("Email address")), .who = v->email },
		{ .key = lang_text(o->lang, o->mem, M("Sign-in")), .value = lang_text(o->lang, o->mem, state) },
	};

	page_title(c, personal_shown(v->name, o->sight));
	page_crumb(c, lang_text(o->lang, o->mem, M("People with access")), URL(o->mem, "/access"));
	account_access_view_html(o, v, c->form, rows, countof(rows));
}

static void
access_add_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	account_access_form_html(o, c->form, M("Give somebody access"), URL(o->mem, "/access/add"), URL(o->mem, "/access"));
}

static void
access_give_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	account_access_form_html(o, c->form, M("Give a role"), URL_ID(o->mem, "/access/{}/role", c->id), URL_ID(o->mem, "/access/{}", c->id));
}

static void
reset_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	account_access_confirm_html(o, c->form, M("Set up security codes anew"),
	    M("The present authenticator app and all recovery codes stop working. This person is signed out, and sets up an app again at the next sign-in."),
	    URL_ID(o->mem, "/access/{}/reset", c->id), URL_ID(o->mem, "/access/{}", c->id), false);
}

static void
new_password_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	account_access_confirm_html(o, c->form, M("Give a one-time password"),
	    M("The present password stops working and this person is signed out. You get a password to pass on, which must be replaced at the first sign-in."),
	    URL_ID(o->mem, "/access/{}/password", c->id), URL_ID(o->mem, "/access/{}", c->id), false);
}

static void
close_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	account_access_confirm_html(o, c->form, M("Close the account"),
	    M("This person is signed out at once and cannot sign in any more. All their roles end today. What they did stays on record."),
	    URL_ID(o->mem, "/access/{}/close", c->id), URL_ID(o->mem, "/access/{}", c->id), true);
}

/* ---- */

static const struct action *const actions[] = {
	&account_sign_in_page, &account_sign_in_action, &account_code_page, &account_code_action, &account_set_up_page,
	&account_set_up_action, &account_first_password_page, &account_first_password_action, &account_again_page,
	&account_again_action, &account_sign_out_action, &account_view_action, &account_end_session_action,
	&account_end_token_action, &account_password_action, &account_recovery_action, &account_codes_action,
	&account_codes_done_action, &account_places_action, &account_choose_action, &access_list_action, &access_view_action,
	&access_add_action, &access_give_action, &access_take_action, &access_reset_code_action, &access_new_password_action,
	&access_close_action, &access_seen_action, ACCOUNT_OPERATOR_ACTIONS, NULL };

static const struct page pages[] = {
	{ .method = GET, .path = "/sign-in", .action = &account_sign_in_page, .html = sign_in_html, .title = M("Sign in"), .help = "account#sign-in" },
	{ .method = POST, .path = "/sign-in", .action = &account_sign_in_action, .on_error = "/sign-in", .then = "/sign-in/code" },
	{ .method = GET, .path = "/sign-in/code", .action = &account_code_page, .html = code_html, .title = M("Enter your security code"), .help = "account#sign-in" },
	{ .method = POST, .path = "/sign-in/code", .action = &account_code_action, .on_error = "/sign-in/code", .then = "/" },
	{ .method = GET, .path = "/sign-in/set-up", .action = &account_set_up_page, .html = set_up_html, .title = M("Set up security codes"), .help = "account#codes" },
	{ .method = POST, .path = "/sign-in/set-up", .action = &account_set_up_action, .on_error = "/sign-in/set-up", .then = "/" },
	{ .method = GET, .path = "/sign-in/password", .action = &account_first_password_page, .html = first_password_html, .title = M("Choose a password"), .help = "account#password" },
	{ .method = POST, .path = "/sign-in/password", .action = &account_first_password_action, .on_error = "/sign-in/password", .then = "/" },
	{ .method = GET, .path = "/sign-in/again", .action = &account_again_page, .html = again_html, .title = M("Confirm that it is you"), .help = "account#again" },
	{ .method = POST, .path = "/sign-in/again", .action = &account_again_action, .on_error = "/sign-in/again", .then = "/" },
	{ .method = POST, .path = "/sign-out", .action = &account_sign_out_action, .then = "/sign-in", .notice = M("You have signed out") },
	{ .method = GET, .path = "/account", .action = &account_view_action, .html = own_html, .title = M("Your account") },
	{ .method = POST, .path = "/account/sessions/{id}/end", .action = &account_end_session_action, .then = "/account", .notice = M("Session ended") },
	{ .method = POST, .path = "/account/tokens/{id}/end", .action = &account_end_token_action, .then = "/account", .notice = M("Token stopped") },
	{ .method = GET, .path = "/account/password", .action = &account_password_action, .form = true, .html = change_html, .title = M("Change your password"), .help = "account#password" },
	{ .method = POST, .path = "/account/password", .action = &account_password_action, .on_error = "/account/password", .then = "/account", .notice = M("Password changed") },
	{ .method = POST, .path = "/account/recovery", .action = &account_recovery_action, .on_error = "/account", .then = "/account/recovery-codes" },
	{ .method = GET, .path = "/account/recovery-codes", .action = &account_codes_action, .html = codes_html, .title = M("Your recovery codes"), .help = "account#codes" },
	{ .method = POST, .path = "/account/recovery-codes", .action = &account_codes_done_action, .then = "/" },
	{ .method = GET, .path = "/account/organisation", .action = &account_places_action, .html = places_html, .title = M("Choose an organisation") },
	{ .method = POST, .path = "/account/organisation", .action = &account_choose_action, .on_error = "/account/organisation", .then = "/" },
	{ .method = GET, .path = "/access", .action = &access_list_action, .html = access_list_html, .title = M("People with access"), .help = "account#access", .wide = true },
	{ .method = GET, .path = "/access/add", .action = &access_add_action, .form = true, .form_load = access_units, .html = access_add_html, .title = M("Give somebody access"), .help = "account#access" },
	{ .method = POST, .path = "/access/add", .action = &access_add_action, .on_error = "/access/add", .then = "/access" },
	{ .method = GET, .path = "/access/{id}", .action = &access_view_action, .html = access_view_html, .title = M("Person with access"), .help = "account#access" },
	{ .method = GET, .path = "/access/{id}/role", .action = &access_give_action, .form = true, .form_load = access_units, .html = access_give_html, .title = M("Give a role"), .help = "account#access" },
	{ .method = POST, .path = "/access/{id}/role", .action = &access_give_action, .on_error = "/access/{id}/role", .then = "/access/{id}", .notice = M("Role given") },
	{ .method = POST, .path = "/access/{id}/take", .action = &access_take_action, .on_error = "/access/{id}", .then = "/access/{id}", .notice = M("Role taken away") },
	{ .method = GET, .path = "/access/{id}/reset", .action = &access_reset_code_action, .form = true, .html = reset_html, .title = M("Set up security codes anew"), .help = "account#access" },
	{ .method = POST, .path = "/access/{id}/reset", .action = &access_reset_code_action, .on_error = "/access/{id}/reset", .then = "/access/{id}", .notice = M("Security codes will be set up at the next sign-in") },
	{ .method = GET, .path = "/access/{id}/password", .action = &access_new_password_action, .form = true, .html = new_password_html, .title = M("Give a one-time password"), .help = "account#access" },
	{ .method = POST, .path = "/access/{id}/password", .action = &access_new_password_action, .on_error = "/access/{id}/password", .then = "/access/{id}" },
	{ .method = GET, .path = "/access/{id}/close", .action = &access_close_action, .form = true, .html = close_html, .title = M("Close the account"), .help = "account#access" },
	{ .method = POST, .path = "/access/{id}/close", .action = &access_close_action, .on_error = "/access/{id}/close", .then = "/access", .notice = M("Account closed") },
	{ .method = POST, .path = "/access/{id}/seen", .action = &access_seen_action, .then = "/access/{id}" },
	{ .path = NULL },
};

static const struct nav_entry nav[] = {
	{ M("People with access"), "/access", 900, "access.list" },
	{ NULL, NULL, 0, NULL },
};

const struct feature account_feature = { .name = "account", .actions = actions, .pages = pages, .nav = nav,
	.example = account_example_parts, .scale = account_scale };
