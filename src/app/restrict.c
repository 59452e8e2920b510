/* SPDX-License-Identifier: MIT */
#include "app/restrict.h"

#include <string.h>

#include "app/record_page.h"
#include "app/registry.h"
#include "sql/app.h"
#include "tpl/app/restrict.h"

struct restrict_in { struct str why; };
struct restrict_who { int64_t account; };
struct restrict_out { struct str id; };
SHAPE(restrict_shape, restrict_in,
	FIELD_LONG(struct restrict_in, why, .label = M("Why?"), .hint = M("The reason stays with the record. Only the team can read it."), .must = true, .max = 500));
SHAPE(restrict_who_shape, restrict_who, FIELD_REF(struct restrict_who, account, "account", .label = M("Person"), .must = true));
SHAPE(restrict_out_shape, restrict_out, FIELD(struct restrict_out, id, .label = M("Id")));

static const struct restrict_def *
def_of(const struct ctx *c)
{
	return registry_action(str_c(c->action->name))->restricted;
}

static int64_t
circle_of(const struct record_type *t, const void *rec)
{
	int64_t circle;

	memcpy(&circle, (const char *)rec + t->ops->at_circle, sizeof circle);
	return circle;
}

static struct str
kind(struct ctx *c)
{
	return lang_text(c->lang, c->mem, def_of(c)->type->one);
}

/* As it is stored, to be changed on the version that the caller saw. */
static enum status
take(struct ctx *c, void **ret, void *out)
{
	const struct record_type *t = def_of(c)->type;

	*ret = arena_alloc(c->mem, t->ops->size, _Alignof(max_align_t));
	TRY(record_get(c, t, c->id, *ret));
	((struct restrict_out *)out)->id = arena_printf(c->mem, "%lld", (long long)c->id);
	if (c->version != 0)
		memcpy((char *)*ret + t->ops->at_version, &c->version, sizeof c->version);
	return ST_OK;
}

static enum status
say(struct ctx *c, const char *message, const char *name, struct str value)
{
	return def_of(c)->say(c, c->id, lang_format(c->lang, c->mem, message, (struct msg_arg[]){ { name, value } }, 1));
}

static enum status
not_restricted(struct ctx *c)
{
	return fail(c, ST_INVALID, M("This {kind} is not restricted."), "kind", kind(c), NULL);
}

/* ---- restricted, and opened up ---- */

static enum status
restrict_store(struct ctx *c, void *in, void *out)
{
	const struct restrict_def *d = def_of(c);
	int64_t circle;
	void *rec;

	TRY(take(c, &rec, out));
	if (circle_of(d->type, rec) != 0)
		return fail(c, ST_INVALID, M("This {kind} is restricted already."), "kind", kind(c), NULL);
	TRY(circle_make(c, d->type->ops->kind, c->id, &circle));
	memcpy((char *)rec + d->type->ops->at_circle, &circle, sizeof circle);
	TRY(record_update(c, d->type, rec));
	if (d->changed != NULL)
		TRY(d->changed(c, rec));
	return say(c, M("Restricted to a team: {why}"), "why", ((const struct restrict_in *)in)->why);
}

static enum status
open_store(struct ctx *c, void *in, void *out)
{
	const struct restrict_def *d = def_of(c);
	void *rec;

	TRY(take(c, &rec, out));
	if (circle_of(d->type, rec) == 0)
		return not_restricted(c);
	memset((char *)rec + d->type->ops->at_circle, 0, sizeof(int64_t));
	TRY(record_update(c, d->type, rec));
	if (d->changed != NULL)
		TRY(d->changed(c, rec));
	return say(c, M("No longer restricted: {why}"), "why", ((const struct restrict_in *)in)->why);
}

static enum status
team_change(struct ctx *c, const void *in, void *out, bool add)
{
	int64_t account = ((const struct restrict_who *)in)->account;
	void *rec;

	TRY(take(c, &rec, out));
	int64_t circle = circle_of(def_of(c)->type, rec);
	if (circle == 0)
		return not_restricted(c);
	TRY(say(c, add ? M("{name} was added to the team") : M("{name} was taken off the team"), "name", record_name(c, "account", account)));
	return add ? circle_add(c, circle, c->id, account) : circle_remove(c, circle, account);
}

static enum status
team_add_store(struct ctx *c, void *in, void *out)
{
	return team_change(c, in, out, true);
}

static enum status
team_remove_store(struct ctx *c, void *in, void *out)
{
	return team_change(c, in, out, false);
}

/* Whoever keeps themselves from it cannot undo that; the note stays for the others. */
static enum status
keep_store(struct ctx *c, void *in, void *out)
{
	int64_t account = ((const struct restrict_who *)in)->account;
	struct str name = record_name(c, "account", account);
	void *rec;

	TRY(take(c, &rec, out));
	if (name.n == 0) {
		field_error(c, "account", M("Select {label} from the list"), S(""));
		return errors(c);
	}
	TRY(say(c, M("{name} has a conflict of interest and is no longer shown this"), "name", name));
	return bar_set(c, c->id, account, "conflict", c->id);
}

static enum status
lift_store(struct ctx *c, void *in, void *out)
{
	int64_t account = ((const struct restrict_who *)in)->account;
	void *rec;

	TRY(take(c, &rec, out));
	TRY(say(c, M("{name} may see this again"), "name", record_name(c, "account", account)));
	return bar_lift(c, c->id, account);
}

/* ---- the page ---- */

static enum status
colleagues(struct ctx *c, struct option **ret, size_t *ret_n)
{
	struct circle_colleagues_row *r;

	TRY(circle_colleagues(c->db, c->scope, c->mem, c->today, &r, ret_n));
	*ret = arena_array(c->mem, struct option, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct option){ arena_printf(c->mem, "%lld", (long long)r[i].account), r[i].name.text };
	return ST_OK;
}

static struct form *
who_form(struct ctx *c, struct option *o, size_t n)
{
	struct form *f = arena_new(c->mem, struct form);

	form_new(c->mem, &restrict_who_shape, f);
	form_options(c, f, "account", o, n);
	return f;
}

static enum status
access_load(struct ctx *c, void *in, void *out)
{
	const struct record_type *t = def_of(c)->type;
	struct restrict_view *v = arena_new(c->mem, struct restrict_view);
	int64_t circle = circle_of(t, c->record);
	struct option *o;
	size_t n;

	(void)in;
	((struct restrict_out *)out)->id = arena_printf(c->mem, "%lld", (long long)c->id);
	*v = (struct restrict_view){ .restricted = circle != 0, .kind = kind(c), .title = lang_text(c->lang, c->mem, def_of(c)->title), .version = record_head(t, c->record).version,
		.action_restrict = record_url_verb(c, t, c->id, "restrict"), .action_open = record_url_verb(c, t, c->id, "open-up"),
		.action_add = record_url_verb(c, t, c->id, "team/add"), .action_remove = record_url_verb(c, t, c->id, "team/remove"),
		.action_keep = record_url_verb(c, t, c->id, "keep-from"), .action_lift = record_url_verb(c, t, c->id, "lift") };
	if (circle != 0)
		TRY(circle_people(c, circle, &v->team, &v->n_team));
	TRY(barred_people(c, c->id, &v->barred, &v->n_barred));
	TRY(colleagues(c, &o, &n));
	v->add = who_form(c, o, n);
	v->keep = who_form(c, o, n);
	v->why = arena_new(c->mem, struct form);
	form_new(c->mem, &restrict_shape, v->why);
	if (c->form != NULL && c->form->shape == &restrict_shape)
		v->why = c->form;
	c->data = v;
	return ST_OK;
}

static void
access_html(struct html *o, struct ctx *c, const void *out)
{
	(void)out;
	page_back(c, record_url(c, def_of(c)->type, c->id));
	app_restrict_html(o, c->data);
}

/* ---- making the actions and pages ---- */

struct restrict_maker { struct arena *a; const struct restrict_def *d; const struct action **actions; size_t n; struct page *pages; size_t n_pages; };

static void
act(struct restrict_maker *m, const char *verb, const char *below, const char *title, const struct shape *in, action_fn *store, const char *notice, const char *then)
{
	struct action *x = arena_new(m->a, struct action);
	const char *path = m->d->type->path, *access = str_z(m->a, arena_printf(m->a, "%s/access", path));

	*x = (struct action){ .name = str_z(m->a, arena_printf(m->a, "%s.%s", m->d->type->ops->kind, verb)), .title = title, .access = ACCESS_ROLE,
		.mode = store != NULL ? MODE_WRITE : MODE_READ, .in = in, .out = &restrict_out_shape, .record = m->d->type, .store = store };
	if (store == NULL) {
		x->load = access_load;
		x->personal = true;
	}
	m->actions[m->n++] = x;
	struct page p = { .method = POST, .path = str_z(m->a, arena_printf(m->a, "%s/%s", path, below)), .action = x, .on_error = access, .then = then != NULL ? then : access, .notice = notice };
	if (store == NULL)
		p = (struct page){ .method = GET, .path = access, .action = x, .html = access_html, .title = title };
	m->pages[m->n_pages++] = p;
}

void
restrict_make(struct arena *a, const struct restrict_def *d, const struct action **ret_actions, size_t *ret_n_actions, struct page *ret_pages, size_t *ret_n_pages)
{
	struct restrict_maker m = { .a = a, .d = d, .actions = ret_actions, .pages = ret_pages };

	act(&m, "access", "access", d->title, NULL, NULL, NULL, NULL);
	act(&m, "restrict", "restrict", M("Restrict to a team"), &restrict_shape, restrict_store, M("Only the team sees this now"), NULL);
	act(&m, "open_up", "open-up", M("Lift the restriction"), &restrict_shape, open_store, M("The restriction is lifted"), NULL);
	act(&m, "team_add", "team/add", M("Add somebody to the team"), &restrict_who_shape, team_add_store, M("Added to the team"), NULL);
	act(&m, "team_remove", "team/remove", M("Take somebody off the team"), &restrict_who_shape, team_remove_store, M("Taken off the team"), NULL);
	act(&m, "keep_from", "keep-from", M("Keep from somebody"), &restrict_who_shape, keep_store, M("It is kept from this person"), d->list);
	act(&m, "lift", "lift", M("Let somebody see it again"), &restrict_who_shape, lift_store, M("This person may see it again"), NULL);
	*ret_n_actions = m.n;
	*ret_n_pages = m.n_pages;
}
