/* SPDX-License-Identifier: MIT */
/* The register of posts and their holders, and what the organisation itself does with a nomination. */
#include "feature/nomination/own.h"
#include "base/ids.h"
#include "base/time.h"
#include "sql/nomination.h"
#include "tpl/feature/nomination/post.h"

/* The two that a rating rests on come first: see nomination_problems(). */
static const struct choice post_choices[] = {
	{ "board_lead", M("Board-level executive lead"), M("Oversees and backs all work on security") },
	{ "specialist", M("Security management specialist"), M("Trained and accredited") },
	{ "violence_lead", M("Violence prevention and reduction lead"), NULL },
	{ "manager", M("Day-to-day manager of security"), NULL },
	{ "audit_chair", M("Chair of the audit committee"), M("Named without nomination") },
	{ "lay_member", M("Non-executive or lay member"), M("Named without nomination") },
};
const struct choice_list posts = { post_choices, countof(post_choices) };

SHAPE(post_holding_shape, post_holding,
	FIELD_CHOICE(struct post_holding, post, posts, .label = M("Post"), .must = true, .in_list = true, .search = true),
	FIELD_REF(struct post_holding, person, "person", .label = M("Holder"), .hint = M("Add the person under People in security roles first"),
	    .must = true, .in_list = true),
	FIELD(struct post_holding, from_on, .label = M("First day in the post"), .must = true, .in_list = true),
	FIELD(struct post_holding, board_level, .label = M("Sits on the board or governing body")),
	FIELD(struct post_holding, accreditation, .label = M("Accreditation number"), .hint = M("For security management specialists"),
	    .privacy = PRIV_IDENTITY, .max = 60),
	FIELD(struct post_holding, accredited_until, .label = M("Accreditation runs out on"), .hint = M("Leave empty if it has no end"), .in_list = true),
	FIELD(struct post_holding, ended_on, .label = M("Last day in the post"), .read_only = true, .in_list = true),
	FIELD_LONG(struct post_holding, ended_why, .label = M("Why it ended"), .read_only = true, .max = 500));

static enum status
nominated_now(struct ctx *c, int64_t holding, struct nomination_live_row **ret, size_t *ret_n)
{
	return nomination_live(c->db, c->scope, c->mem, holding, (struct date){ 0 }, ret, ret_n);
}

/* A change of person needs a new nomination, so holder and post stay as they were sent. */
static enum status
unchanged_once_sent(struct ctx *c, const struct post_holding *old, const struct post_holding *h)
{
	struct nomination_live_row *r;
	size_t n;

	if (old == NULL || (old->person == h->person && str_eq(old->post, h->post)))
		return ST_OK;
	TRY(nominated_now(c, h->id, &r, &n));
	if (n > 0)
		field_error(c, old->person != h->person ? "person" : "post",
		    M("A nomination has been sent for this holder. Enter the last day in the post and add the new holder, who needs a nomination of their own"), S(""));
	return ST_OK;
}

static enum status
post_check(struct ctx *c, const void *before, void *after)
{
	const struct post_holding *h = after;
	struct post_overlap_row twice;

	if (record_name(c, "person", h->person).n == 0)
		field_error(c, "person", M("Choose a person of this organisation"), S(""));
	if (h->ended_on.day != 0 && h->ended_on.day < h->from_on.day)
		field_error(c, "from_on", M("First day in the post must be on or before the last day"), S(""));
	if (h->accredited_until.day != 0 && h->accreditation.text.n == 0)
		field_error(c, "accreditation", M("Enter the accreditation number, or leave its end empty"), S(""));
	TRY(unchanged_once_sent(c, before, h));
	TRY(post_overlap(c->db, c->scope, c->mem, h->post, h->person, h->id, h->from_on,
	    h->ended_on.day != 0 ? h->ended_on : date_of(2199, 12, 31), &twice));
	if (twice.n > 0)
		field_error(c, "person", M("This person is entered in this post for that time already"), S(""));
	return ST_OK;
}

static enum status
post_let_go(struct ctx *c, const void *rec)
{
	const struct post_holding *h = rec;
	struct nomination_live_row *r;
	size_t n;

	TRY(nominated_now(c, h->id, &r, &n));
	if (n > 0)
		return fail(c, ST_INVALID, M("A nomination for this holder is with the national body. Take it back, or enter the last day in the post instead."), NULL);
	return ST_OK;
}

/* ---- ending ---- */

struct end_in { struct date ended_on; struct str ended_why; };
struct id_out { int64_t id; };
SHAPE(post_end_shape, end_in,
	FIELD(struct end_in, ended_on, .label = M("Last day in the post"), .must = true),
	FIELD_LONG(struct end_in, ended_why, .label = M("Why it ended"), .max = 500));
SHAPE(post_id_shape, id_out, FIELD_REF(struct id_out, id, "post_holding", .label = M("Id")));

static enum status
nomination_end(struct ctx *c, int64_t id, struct date last, struct str why)
{
	struct nomination n;

	TRY(record_get(c, &nomination_type, id, &n));
	n.ended_on = last;
	n.ended_why = why;
	return record_update(c, &nomination_type, &n);
}

/* The nominations of a holder who leaves end with the post, and the national body sees so. */
static enum status
nominations_end(struct ctx *c, int64_t holding, struct date before, struct date last, struct str why)
{
	struct nomination_live_row *r;
	size_t n;

	TRY(nomination_live(c->db, c->scope, c->mem, holding, before, &r, &n));
	for (size_t i = 0; i < n; i++)	/* one, or two while a renewal waits */
		TRY(nomination_end(c, r[i].id, last, why));
	return ST_OK;
}

static enum status
end_store(struct ctx *c, void *in_, void *out_)
{
	const struct end_in *in = in_;
	struct id_out *out = out_;
	struct post_holding h;
	struct date before;

	TRY(record_get(c, &post_holding_type, c->id, &h));
	before = h.ended_on;
	if (in->ended_on.day < h.from_on.day) {
		field_error(c, "ended_on", M("Last day in the post must be on or after the first day"), S(""));
		return errors(c);
	}
	if (c->version != 0)
		h.version = c->version;
	h.ended_on = in->ended_on;
	h.ended_why = in->ended_why;
	out->id = h.id;
	TRY(record_update(c, &post_holding_type, &h));
	return nominations_end(c, h.id, before, in->ended_on, in->ended_why);
}

const struct action post_end = { .name = "post_holding.end", .title = M("Enter the last day"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &post_end_shape, .out = &post_id_shape, .record = &post_holding_type, .store = end_store };

static struct post_form_view
form_view(struct ctx *c, const struct shape *s, const char *path)
{
	const struct post_holding *h = c->record;

	nomination_crumbs(c, false);
	page_crumb(c, nomination_post_title(c, h->post), record_url(c, &post_holding_type, h->id));
	return (struct post_form_view){ .form = page_form(c, s, NULL), .action = url_for(c->mem, path, &c->id, 1),
		.cancel = record_url(c, &post_holding_type, h->id), .version = h->version, .post = nomination_post_title(c, h->post) };
}

void
post_end_page(struct html *o, struct ctx *c, const void *out)
{
	struct post_form_view v = form_view(c, &post_end_shape, "/posts/{}/end");

	(void)out;
	v.title = M("Enter the last day");
	v.about = M("A nomination of this holder ends with the post. Whoever comes next needs one of their own.");
	v.button = M("Save");
	nomination_post_form_html(o, &v);
}

/* ---- nominating ---- */

struct nominate_in { int64_t sent_to; struct personal note; };
SHAPE(post_nominate_shape, nominate_in,
	FIELD_REF(struct nominate_in, sent_to, "organisation", .label = M("National body"), .hint = M("If there is only one, you may leave this empty")),
	FIELD(struct nominate_in, note, .label = M("Note to the national body"), .privacy = PRIV_FREE_TEXT, .max = 1000));
struct nominated_out { int64_t id, nomination; };
SHAPE(post_nominated_shape, nominated_out,
	FIELD_REF(struct nominated_out, id, "post_holding", .label = M("Holder")),
	FIELD_REF(struct nominated_out, nomination, "nomination", .label = M("Nomination")));

static enum status
body_choose(struct ctx *c, int64_t wanted, int64_t *ret)
{
	struct nomination_bodies_row *r;
	size_t n;

	TRY(nomination_bodies(c->db, c->mem, &r, &n));
	*ret = 0;
	if (wanted == 0 && n == 1)
		*ret = r[0].id;
	for (size_t i = 0; i < n; i++)
		if (r[i].id == wanted)
			*ret = wanted;
	if (*ret == 0)
		field_error(c, "sent_to", n == 0 ? M("There is no national body in the directory yet") : M("Choose the national body that confirms nominations"), S(""));
	return errors(c);
}

static bool
holds(struct ctx *c, const struct nomination_live_row *r)
{
	return str_is(r->decision, "confirmed") && (r->confirmed_until.day == 0 || r->confirmed_until.day >= c->today.day);
}

/* What stands in the way of sending a nomination now; NULL: nothing does. */
static enum status
nomination_bar(struct ctx *c, const struct post_holding *h, const char **ret)
{
	struct nomination_live_row *r;
	size_t n;

	*ret = NULL;
	if (!post_is_nominated(h->post))
		*ret = M("The holder of this post is named without nomination.");
	else if (h->withdrawn_at.ms != 0 || (h->ended_on.day != 0 && h->ended_on.day < c->today.day))
		*ret = M("This person no longer holds the post.");
	if (*ret != NULL)
		return ST_OK;
	TRY(nominated_now(c, h->id, &r, &n));
	for (size_t i = 0; i < n && *ret == NULL; i++) {
		if (r[i].decision.n == 0)
			*ret = M("The nomination has been sent already and waits for an answer.");
		else if (holds(c, &r[i]) && (r[i].confirmed_until.day == 0 || r[i].confirmed_until.day > c->today.day + POST_ACCREDITATION_DAYS))
			*ret = M("The nomination has been confirmed already.");
	}
	return ST_OK;
}

static enum status
may_be_nominated(struct ctx *c, const struct post_holding *h)
{
	const char *bar;

	TRY(nomination_bar(c, h, &bar));
	return bar == NULL ? ST_OK : fail(c, ST_INVALID, bar, NULL);
}

static enum status
nominate_store(struct ctx *c, void *in_, void *out_)
{
	const struct nominate_in *in = in_;
	struct nominated_out *out = out_;
	struct post_holding h;
	struct post_person_row who;
	struct nomination_live_row *old;
	size_t n_old;
	int64_t to;

	TRY(record_get(c, &post_holding_type, c->id, &h));
	TRY(may_be_nominated(c, &h));
	TRY(body_choose(c, in->sent_to, &to));
	TRY(post_person(c->db, c->scope, c->mem, h.person, &who));
	TRY(nominated_now(c, h.id, &old, &n_old));
	for (size_t i = 0; i < n_old; i++)	/* refused or run out: it makes way; a confirmation holds until then */
		if (!holds(c, &old[i]))
			TRY(nomination_end(c, old[i].id, date_add_days(c->today, -1), S("A new nomination was sent")));
	struct nomination n = { .holding = h.id, .sent_to = to, .sent_on = c->today, .post = h.post, .name = who.name, .job_title = who.job_title,
		.email = who.email, .from_on = h.from_on, .board_level = h.board_level, .accreditation = h.accreditation,
		.accredited_until = h.accredited_until, .note = in->note };
	TRY(record_create(c, &nomination_type, &n));
	*out = (struct nominated_out){ .id = h.id, .nomination = n.id };
	return ST_OK;
}

const struct action post_nominate = { .name = "post_holding.nominate", .title = M("Send the nomination"), .access = ACCESS_ROLE, .mode = MODE_WRITE,
	.in = &post_nominate_shape, .out = &post_nominated_shape, .record = &post_holding_type, .store = nominate_store };

enum status
post_nominate_load(struct ctx *c)
{
	struct nomination_bodies_row *r;
	struct option *o;
	size_t n;

	TRY(may_be_nominated(c, c->record));
	TRY(nomination_bodies(c->db, c->mem, &r, &n));
	o = arena_array(c->mem, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		o[i] = (struct option){ id_text(c->mem, r[i].id), r[i].name };
	form_options(c, page_form(c, &post_nominate_shape, NULL), "sent_to", o, n);
	return ST_OK;
}

void
post_nominate_page(struct html *o, struct ctx *c, const void *out)
{
	struct post_form_view v = form_view(c, &post_nominate_shape, "/posts/{}/nominate");

	(void)out;
	v.title = M("Send the nomination");
	v.about = M("The national body gets the holder's name, job title and email address, the post, its first day and the accreditation. It answers with a confirmation or a refusal.");
	v.button = M("Send");
	nomination_post_form_html(o, &v);
}

/* ---- the page of one holder ---- */

static enum nomination_state
row_state(struct ctx *c, const struct nominations_of_row *r)
{
	if (r->ended_on.day != 0 && r->ended_on.day < c->today.day)
		return NOMINATION_ENDED;
	if (r->decision.n == 0)
		return NOMINATION_SENT;
	if (!str_is(r->decision, "confirmed"))
		return NOMINATION_REFUSED;
	return r->confirmed_until.day != 0 && r->confirmed_until.day < c->today.day ? NOMINATION_ENDED : NOMINATION_CONFIRMED;
}

static enum status
post_more(struct ctx *c, const void *rec, void **ret)
{
	const struct post_holding *h = rec;
	struct post_more_view *v = arena_new(c->mem, struct post_more_view);
	struct nominations_of_row *r;
	const char *bar;

	TRY(nominations_of(c->db, c->scope, c->mem, h->id, &r, &v->n));
	struct post_more_row *rows = arena_array(c->mem, struct post_more_row, v->n + 1);
	for (size_t i = 0; i < v->n; i++) {
		bool gone = r[i].withdrawn_at.ms != 0;
		enum nomination_state s = row_state(c, &r[i]);
		rows[i] = (struct post_more_row){ .state = gone ? lang_text(c->lang, c->mem, M("Taken back")) : nomination_state_words(c, s),
			.colour = gone ? TAG_GREY : nomination_state_colour(s), .to_whom = r[i].sent_to_name, .sent_on = r[i].sent_on, .reason = r[i].reason,
			.to = URL_ID(c->mem, "/nominations/{}", r[i].id) };
	}
	v->rows = rows;
	v->needed = post_is_nominated(h->post);
	TRY(nomination_bar(c, h, &bar));
	v->may_nominate = bar == NULL && may(c, "post_holding.nominate");
	v->may_end = h->withdrawn_at.ms == 0 && may(c, "post_holding.end");
	v->nominate = URL_ID(c->mem, "/posts/{}/nominate", h->id);
	v->end = URL_ID(c->mem, "/posts/{}/end", h->id);
	*ret = v;
	return ST_OK;
}

static void
post_more_page(struct html *o, struct ctx *c, const void *data)
{
	(void)c;
	nomination_post_more_html(o, data);
}

static void
post_start(struct ctx *c, void *rec)
{
	struct post_holding *h = rec;

	h->from_on = c->today;
}

const struct record_type post_holding_type = {
	.ops = &post_holding_ops, .shape = &post_holding_shape, .one = M("holder of a post"), .many = M("holders of posts"), .label = "post",
	.path = "/posts/{id}", .check = post_check, .let_go = post_let_go, .personal = true,
};
const struct register_def post_register = {
	.type = &post_holding_type, .path = "/posts", .title = M("Posts and their holders"),
	.about = M("Who is board-level lead, security management specialist, violence prevention lead, manager, audit chair and lay member, from when until when."),
	.add = M("Add a holder"), .view_load = post_more, .view_html = post_more_page, .start = post_start,
};
