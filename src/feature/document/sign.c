/* SPDX-License-Identifier: MIT */
/* REV-6: the organisation's representative reads what will be sealed, proves afresh who it is, and signs.  From then
 * on the review is what was read. */
#include <string.h>
#include "app/record.h"
#include "base/time.h"
#include "feature/document/own.h"
#include "feature/round/round.h"
#include "feature/signatory/signatory.h"
#include "sql/document.h"
#include "tpl/feature/document/sign.h"

struct sign_in {
	struct str post, shown;
	bool board, named, agreed;
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
	FIELD(struct sign_in, named, .label = M("I hold the post that this framework wants to sign, and my organisation has named me for it.")),
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
sign_ready(struct ctx *c, const struct review_info *info, struct signatory_right *right, struct str *ret_why)
{
	TRY(signatory_may(c, info->framework, right));
	*ret_why = right->why;
	return right->why.n > 0 ? ST_OK : review_sign_ready(c, info->id, ret_why);
}

/* What the signature says of who gives it. */
static struct str
statement(const struct signatory_right *right)
{
	return right->as_named ? S("I hold the post that this framework wants to sign, and my organisation has named me for it. "
	    "I have read this self-review. To my knowledge it is a true account.")
	    : S("I hold this post at board level and act for the board. I have read this self-review. To my knowledge it is a true account.");
}

enum status
submission_sign_form(struct ctx *c)
{
	struct sign_view *v = arena_new(c->mem, struct sign_view);

	TRY(review_info(c, c->id, &v->info));
	TRY(sign_ready(c, &v->info, &v->right, &v->why));
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
	struct signatory_right right;
	struct review_info info;

	(void)in;
	TRY(review_info(c, c->id, &info));
	TRY(sign_ready(c, &info, &right, &out->why));
	TRY(review_document_body(c, c->id, &out->body));
	return standing(c, c->id, &out->shown);
}

const struct action submission_read_action = { .name = "submission.read", .title = M("Read what would be signed"), .access = ACCESS_ROLE,
	.mode = MODE_READ, .out = &submission_read_out_shape, .record = &review_type, .load = read_load };

static enum status
sign_load(struct ctx *c, void *in_, void *out)
{
	struct sign_in *in = in_;
	struct signatory_right right;
	struct str now, why;

	(void)out;
	TRY(review_info(c, c->id, &in->info));
	TRY(sign_ready(c, &in->info, &right, &why));
	if (why.n > 0)
		return fail(c, ST_FORBIDDEN, M("{why}"), "why", why, NULL);
	if (right.as_named && !in->named)
		field_error(c, "named", M("Confirm that you hold this post and have been named"), S(""));
	if (!right.as_named && !in->board)
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
	struct signatory_right right;
	struct party from;
	struct held h;
	struct str now;
	int64_t before = 0;

	if (c->who->account == 0)
		return fail(c, ST_FORBIDDEN, M("A self-review is signed by a person, not by the operator of the machine."), NULL);
	TRY(standing(c, c->id, &now));
	if (!str_eq(now, in->shown))
		return fail(c, ST_CONFLICT, M("The self-review was changed after you opened this page. Read it again before you sign."), NULL);
	TRY(signatory_may(c, in->info.framework, &right));
	if (right.why.n > 0)
		return fail(c, ST_FORBIDDEN, M("{why}"), "why", right.why, NULL);
	TRY(party_get(c, c->scope->org, &from));
	enum status st = document_latest(c, SUBJECT_REVIEW, c->id, "review", &before);
	if (st != ST_OK && st != ST_NOT_FOUND)
		return st;
	struct document_new new = { .kind = "review", .about = review_about(c, &in->info), .subject_kind = SUBJECT_REVIEW, .subject = c->id,
		.replaces = before, .files = in->files, .n_files = in->n_files };
	new.json = write_review(c, &from, new.about, in->body, in->post, statement(&right), in->files, in->n_files);
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
