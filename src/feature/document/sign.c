/* SPDX-License-Identifier: MIT */
/* REV-6: the organisation's representative reads what will be sealed, proves afresh who it is, and signs.  From then
 * on the review is what was read. */
#include <string.h>
#include "app/access.h"
#include "app/record.h"
#include "base/time.h"
#include "feature/document/own.h"
#include "feature/framework/framework.h"
#include "feature/nomination/nomination.h"
#include "feature/round/round.h"
#include "sql/document.h"
#include "tpl/feature/document/sign.h"
#include "tpl/feature/document/signatory.h"

struct sign_in {
	struct str post, shown;
	bool board, agreed;
	/* own */
	struct str body;
	struct held_file *files;
	size_t n_files;
	struct review_info info;
};
struct sign_out { int64_t document; };
SHAPE(submission_sign_in_shape, sign_in,
	FIELD(struct sign_in, post, .label = M("Your post"), .must = true, .max = 120, .hint = M("As it stands in the board's papers, for example Director of Finance")),
	FIELD(struct sign_in, board, .label = M("I hold this post at board level and act for the board. This oversight is not delegated to me from it.")),
	FIELD(struct sign_in, agreed, .label = M("I have read this self-review. To my knowledge it is a true account.")),
	FIELD(struct sign_in, shown, .label = M("What was shown"), .must = true, .max = 120));
SHAPE(submission_sign_out_shape, sign_out, FIELD(struct sign_out, document, .label = M("Sealed document")));

struct str
review_about(struct ctx *c, const struct review_info *info)
{
	return info->ref.n > 0 ? arena_printf(c->mem, "%.*s %.*s", (int)info->ref.n, info->ref.p, (int)info->title.n, info->title.p) : info->title;
}

/* Changes with every answer that is saved. */
static enum status
standing(struct ctx *c, int64_t review, struct str *ret)
{
	struct submission_standing_row r;

	TRY(submission_standing(c->db, c->scope, c->mem, review, &r));
	*ret = arena_printf(c->mem, "%lld-%lld-%lld", (long long)r.version, (long long)r.n, (long long)r.answers);
	return ST_OK;
}

/* Where the register of posts knows the signatory, it must know a post at board level. */
static enum status
below_board(struct ctx *c, struct str *ret_why)
{
	struct post_held *held;
	size_t n, posts = 0, board = 0;

	if (c->who->person == 0)
		return ST_OK;
	TRY(nomination_held(c, NULL, c->today, c->today, &held, &n));
	for (size_t i = 0; i < n; i++) {
		posts += held[i].person == c->who->person;
		board += held[i].person == c->who->person && held[i].board_level;
	}
	if (posts > 0 && board == 0)
		*ret_why = lang_text(c->lang, c->mem,
		    M("The register of posts says that your post is below board level. This cannot be delegated below the board."));
	return ST_OK;
}

/* SEC-5: the person whom the organisation named for this framework, else a board-level lead; never for a branch. */
static enum status
may_sign(struct ctx *c, struct str framework_key, struct str *ret_why)
{
	struct signatory_get_row named;
	struct signatory_is_lead_row lead;

	*ret_why = (struct str){ NULL, 0 };
	TRY(signatory_is_lead(c->db, c->scope, c->mem, c->who->account, c->today, &lead));
	if (c->who->branch != 0 || lead.n == 0) {
		*ret_why = lang_text(c->lang, c->mem,
		    M("Only a board-level lead of the whole organisation signs. This cannot be delegated below the board."));
		return ST_OK;
	}
	TRY(below_board(c, ret_why));
	if (ret_why->n > 0)
		return ST_OK;
	enum status st = signatory_get(c->db, c->scope, c->mem, framework_key, &named);
	if (st == ST_OK && named.account != c->who->account)
		*ret_why = lang_format(c->lang, c->mem, M("{name} has been named to sign this. Nobody else can."),
		    (struct msg_arg[]){ { "name", personal_shown(named.name, c->sight) } }, 1);
	return st == ST_NOT_FOUND ? ST_OK : st;
}

static void
files_named(const struct json_node *n, struct str *hashes, size_t *count, size_t room)
{
	if (n->type == JSON_OBJECT) {
		struct str h = json_get_str(n, "file_hash");
		bool known = h.n != 64;
		for (size_t i = 0; i < *count && !known; i++)
			known = str_eq(hashes[i], h);
		if (!known && *count < room)
			hashes[(*count)++] = h;
	}
	for (size_t i = 0; i < n->n; i++)
		files_named(n->items[i], hashes, count, room);
}

/* The evidence files that the review names go along, as far as they fit; the others stay named by their hash. */
static enum status
files_find(struct ctx *c, struct str body, struct held_file **ret, size_t *ret_n)
{
	struct document_file_by_hash_row r;
	struct json_node *tree;
	struct str why, hashes[100];
	size_t n = 0, out = 0;
	int64_t bytes = 0;

	*ret_n = 0;
	if (json_parse(c->mem, body, &tree, &why) != ST_OK)
		return fail(c, ST_INTERNAL, "a review's text is no JSON", NULL);
	files_named(tree, hashes, &n, countof(hashes));
	*ret = arena_array(c->mem, struct held_file, n + 1);
	for (size_t i = 0; i < n; i++) {
		enum status st = document_file_by_hash(c->db, c->scope, c->mem, hashes[i], &r);
		if (st == ST_NOT_FOUND)
			continue;
		TRY(st);
		if (bytes + r.size > (int64_t)ATTACHED_MOST)
			continue;
		bytes += r.size;
		(*ret)[out] = (struct held_file){ .n = (int64_t)out + 1, .name = r.name, .type = r.type, .hash = hashes[i], .size = r.size, .stored = r.id };
		out++;
	}
	*ret_n = out;
	return ST_OK;
}

static enum status
sign_ready(struct ctx *c, const struct review_info *info, struct str *ret_why)
{
	TRY(may_sign(c, info->framework_key, ret_why));
	if (ret_why->n > 0)
		return ST_OK;
	return review_sign_ready(c, info->id, ret_why);
}

enum status
submission_sign_form(struct ctx *c)
{
	struct sign_view *v = arena_new(c->mem, struct sign_view);

	TRY(review_info(c, c->id, &v->info));
	TRY(sign_ready(c, &v->info, &v->why));
	TRY(review_document_body(c, c->id, &v->body));
	TRY(standing(c, c->id, &v->shown));
	TRY(addressees_find(c, &v->info, &v->to));
	c->data = v;
	return ST_OK;
}

/* The same for programs: what would be signed, and the mark that says that it was read. */
struct read_out { struct str body, shown, why; };
SHAPE(submission_read_out_shape, read_out, FIELD_LONG(struct read_out, body, .label = M("Text")), FIELD(struct read_out, shown, .label = M("What was shown")),
    FIELD(struct read_out, why, .label = M("Why it cannot be signed")));

static enum status
read_load(struct ctx *c, void *in, void *out_)
{
	struct read_out *out = out_;
	struct review_info info;

	(void)in;
	TRY(review_info(c, c->id, &info));
	TRY(sign_ready(c, &info, &out->why));
	TRY(review_document_body(c, c->id, &out->body));
	return standing(c, c->id, &out->shown);
}

const struct action submission_read_action = { .name = "submission.read", .title = M("Read what would be signed"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &submission_read_out_shape, .record = &review_type, .load = read_load };

static enum status
sign_load(struct ctx *c, void *in_, void *out)
{
	struct sign_in *in = in_;
	struct str now, why;

	(void)out;
	TRY(review_info(c, c->id, &in->info));
	TRY(sign_ready(c, &in->info, &why));
	if (why.n > 0)
		return fail(c, ST_FORBIDDEN, M("{why}"), "why", why, NULL);
	if (!in->board)
		field_error(c, "board", M("Confirm that your post is at board level, or ask somebody whose post is"), S(""));
	if (!in->agreed)
		field_error(c, "agreed", M("Confirm that you have read the self-review"), S(""));
	TRY(errors(c));
	TRY(standing(c, c->id, &now));
	if (!str_eq(now, in->shown))
		return fail(c, ST_CONFLICT, M("The self-review was changed after you opened this page. Read it again before you sign."), NULL);
	TRY(review_document_body(c, c->id, &in->body));
	return files_find(c, in->body, &in->files, &in->n_files);
}

static enum status
sign_store(struct ctx *c, void *in_, void *out_)
{
	struct sign_in *in = in_;
	struct sign_out *out = out_;
	struct party from;
	struct held h;
	struct str now, why;
	int64_t before = 0;

	if (c->who->account == 0)
		return fail(c, ST_FORBIDDEN, M("A self-review is signed by a person, not by the operator of the machine."), NULL);
	TRY(standing(c, c->id, &now));
	if (!str_eq(now, in->shown))
		return fail(c, ST_CONFLICT, M("The self-review was changed after you opened this page. Read it again before you sign."), NULL);
	TRY(may_sign(c, in->info.framework_key, &why));
	if (why.n > 0)
		return fail(c, ST_FORBIDDEN, M("{why}"), "why", why, NULL);
	TRY(party_get(c, c->scope->org, &from));
	enum status st = document_latest(c, SUBJECT_REVIEW, c->id, "review", &before);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	struct document_new new = { .kind = "review", .about = review_about(c, &in->info), .subject_kind = SUBJECT_REVIEW, .subject = c->id,
		.replaces = before, .files = in->files, .n_files = in->n_files };
	new.json = write_review(c, &from, new.about, in->body, in->post,
	    S("I hold this post at board level and act for the board. I have read this self-review. To my knowledge it is a true account."),
	    in->files, in->n_files);
	TRY(document_keep(c, &new, &h));
	TRY(review_set_state(c, c->id, S("signed"), h.d.id, S("")));
	TRY(round_note(c, in->info.framework, in->info.period_from, ROUND_SIGNED));
	out->document = h.d.id;
	return ST_OK;
}

const struct action submission_sign_action = { .name = "submission.sign", .title = M("Sign a self-review"), .access = ACCESS_ROLE,
	.mode = MODE_WRITE, .in = &submission_sign_in_shape, .out = &submission_sign_out_shape, .record = &review_type, .load = sign_load, .store = sign_store,
	.fresh = true };

void
submission_sign_page(struct html *o, struct ctx *c, const void *out)
{
	const struct sign_view *v = c->data;
	const struct sign_in start = { .shown = v->shown };

	(void)out;
	page_crumb(c, v->info.title, URL_ID(c->mem, "/reviews/{}", v->info.id));
	document_sign_html(o, c, v, page_form(c, &submission_sign_in_shape, &start));
}

/* ---- whom the organisation names ---- */

struct signatory_row { struct str framework, framework_key; struct personal name; struct when named_at; };
struct signatories_out { struct list items; };
SHAPE(signatory_row_shape, signatory_row, FIELD(struct signatory_row, framework_key, .label = M("Framework")),
    FIELD(struct signatory_row, name, .label = M("Who signs"), .privacy = PRIV_IDENTITY),
    FIELD(struct signatory_row, named_at, .label = M("Named")));
SHAPE(signatories_out_shape, signatories_out, FIELD(struct signatories_out, items, .label = M("Who signs"), .of = &signatory_row_shape));

static enum status
signatory_list_load(struct ctx *c, void *in, void *out_)
{
	struct signatories_out *out = out_;
	struct signatory_list_row *rows;
	struct framework_entry *f;
	size_t n, nf;

	(void)in;
	TRY(signatory_list(c->db, c->scope, c->mem, &rows, &n));
	TRY(framework_list(c, &f, &nf));
	struct signatory_row *items = arena_array(c->mem, struct signatory_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct signatory_row){ rows[i].framework_key, rows[i].framework_key, rows[i].name, rows[i].named_at };
		for (size_t k = 0; k < nf; k++)
			if (str_eq(f[k].key, rows[i].framework_key))
				items[i].framework = f[k].title;
	}
	out->items = (struct list){ items, n };
	return ST_OK;
}

void
signatory_list_page(struct html *o, struct ctx *c, const void *out_)
{
	static const struct column columns[] = { { .label = M("Framework") }, { .label = M("Who signs") }, { .label = M("Named") } };
	const struct signatories_out *out = out_;
	const struct signatory_row *r = out->items.items;
	struct cell *cells = arena_array(c->mem, struct cell, out->items.n * 3 + 1);

	for (size_t i = 0; i < out->items.n; i++) {
		cells[i * 3].text = r[i].framework;
		cells[i * 3 + 1].who = r[i].name;
		cells[i * 3 + 2].text = when_long(c->mem, r[i].named_at);
	}
	document_signatories_html(o, columns, cells, out->items.n, may(c, "signatory.name"));
}

struct signatory_in { struct str framework, account; };
SHAPE(signatory_in_shape, signatory_in,
	FIELD(struct signatory_in, framework, .label = M("Framework"), .must = true),
	FIELD(struct signatory_in, account, .label = M("Who signs"), .hint = M("Somebody at board level; leave it empty to go back to any board-level lead")));

enum status
signatory_name_form(struct ctx *c)
{
	struct signatory_view *v = arena_new(c->mem, struct signatory_view);
	struct signatory_leads_row *leads;
	struct framework_entry *f;
	size_t n, nf;

	TRY(framework_list(c, &f, &nf));
	v->frameworks = arena_array(c->mem, struct option, nf + 1);
	for (size_t i = 0; i < nf; i++) {
		bool there = false;
		for (size_t k = 0; k < v->n_frameworks; k++)
			there = there || str_eq(v->frameworks[k].value, f[i].key);
		if (!there)
			v->frameworks[v->n_frameworks++] = (struct option){ f[i].key, f[i].title };
	}
	TRY(signatory_leads(c->db, c->scope, c->mem, c->today, 100, &leads, &n));
	v->leads = arena_array(c->mem, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		v->leads[i] = (struct option){ arena_printf(c->mem, "%lld", (long long)leads[i].id), personal_shown(leads[i].name, c->sight) };
	v->n_leads = n;
	c->data = v;
	return ST_OK;
}

static enum status
signatory_name_store(struct ctx *c, void *in_, void *out)
{
	const struct signatory_in *in = in_;
	struct signatory_is_lead_row lead = { .n = 0 };
	struct framework_entry *f;
	int64_t account = 0, n;
	size_t nf;
	bool known = false;

	(void)out;
	TRY(framework_list(c, &f, &nf));
	for (size_t i = 0; i < nf; i++)
		known = known || str_eq(f[i].key, in->framework);
	if (!known)
		field_error(c, "framework", M("Choose a framework"), S(""));
	if (in->account.n > 0) {
		if (str_i64(in->account, &account))
			TRY(signatory_is_lead(c->db, c->scope, c->mem, account, c->today, &lead));
		if (lead.n == 0)
			field_error(c, "account", M("Choose somebody who is board-level lead of the whole organisation"), S(""));
	}
	TRY(errors(c));
	TRY(signatory_clear(c->db, c->scope, in->framework, &n));
	return account != 0 ? signatory_put(c->db, c->scope, in->framework, account, c->now, c->who->account, &n) : ST_OK;
}

void
signatory_name_page(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	document_signatory_html(o, c->data, page_form(c, &signatory_in_shape, NULL));
}

const struct action signatory_list_action = { .name = "signatory.list", .title = M("Who signs"), .access = ACCESS_ROLE, .mode = MODE_READ,
	.out = &signatories_out_shape, .load = signatory_list_load, .personal = true };
const struct action signatory_name_action = { .name = "signatory.name", .title = M("Name who signs"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &signatory_in_shape, .store = signatory_name_store };
