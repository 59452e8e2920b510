/* SPDX-License-Identifier: MIT */
/* STD-3: the library files of CISO Assistant.  A library wraps objects; of them a framework is a list of requirement nodes
 * that name their parents.  Newer libraries hold a list of frameworks and keep texts of other languages beside the first. */
#include <string.h>
#include "base/text.h"
#include "feature/framework/source.h"

struct library {
	struct fw_reader *r;
	struct source *s;
	struct src_index urns;		/* → struct src_node */
	const struct fw_node *framework;
	bool english;			/* its own texts are English, or nothing says otherwise */
};

/* ---- values ---- */

/* Missing, null and empty are the same. */
static struct str
value(const struct fw_node *map, const char *key)
{
	const struct fw_node *n = fw_node_get(map, key);

	if (n == NULL || n->type != NODE_SCALAR)
		return (struct str){ NULL, 0 };
	if (n->plain && (str_is(n->s, "null") || str_is(n->s, "~") || str_is(n->s, "Null") || str_is(n->s, "NULL")))
		return (struct str){ NULL, 0 };
	return str_trim(n->s);
}

/* In English where the file has that, whatever its first language is. */
static struct str
text(const struct library *b, const struct fw_node *map, const char *key)
{
	const struct fw_node *all = b->english ? NULL : fw_node_get(map, "translations");
	struct str t = value(fw_node_get(all, "en"), key);

	return t.n > 0 ? t : value(map, key);
}

static enum status
flag(struct library *b, const struct fw_node *map, const char *key, bool *ret)
{
	struct str v = value(map, key);

	*ret = str_is(v, "true") || str_is(v, "True") || str_is(v, "TRUE");
	if (v.n == 0 || *ret || str_is(v, "false") || str_is(v, "False") || str_is(v, "FALSE"))
		return ST_OK;
	return fw_fail(b->r, fw_node_get(map, key)->line, "expected true or false for '%s'", key);
}

/* ---- which framework ---- */

static bool
is_named(const struct fw_node *f, struct str which)
{
	return str_eq(value(f, "ref_id"), which) || str_eq(value(f, "urn"), which) || str_eq(value(f, "name"), which);
}

static struct str
names_of(struct library *b, const struct fw_node *list)
{
	struct str s = S("");

	for (const struct fw_node *n = list->first; n != NULL && s.n < 300; n = n->next) {
		struct str id = value(n, "ref_id");
		if (id.n == 0)
			id = value(n, "urn");
		s = arena_printf(b->r->a, "%.*s%s%.*s", (int)s.n, s.p, s.n > 0 ? ", " : "", (int)id.n, id.p);
	}
	return s;
}

static enum status
framework_pick(struct library *b, const struct fw_node *objects, struct str which)
{
	const struct fw_node *one = fw_node_get(objects, "framework"), *many = fw_node_get(objects, "frameworks");
	const struct fw_node *list = one != NULL ? one : many;

	if (list == NULL || (list->type == NODE_SCALAR && value(objects, list->key.p).n == 0))
		return fw_fail(b->r, objects->line, "expected a framework among the objects of this library, but there is none");
	if (list->type == NODE_MAP) {
		b->framework = list;
		return ST_OK;
	}
	if (list->type != NODE_LIST || list->n == 0)
		return fw_fail(b->r, list->line, "expected a framework, or a list of them");
	for (const struct fw_node *n = list->first; n != NULL; n = n->next)
		if (list->n == 1 || (which.n > 0 && is_named(n, which))) {
			b->framework = n;
			return ST_OK;
		}
	struct str names = names_of(b, list);
	if (which.n > 0)
		return fw_fail(b->r, list->line, "expected one of the frameworks %.*s, but '%.*s' is none", (int)names.n, names.p, (int)which.n, which.p);
	return fw_fail(b->r, list->line, "expected to be told which of these frameworks is meant: %.*s", (int)names.n, names.p);
}

/* ---- the nodes ---- */

/* "B1.a – partially achieved": the columns of assessment frameworks that say what each rating looks like. */
static enum fw_kind
kind_told(struct arena *a, struct str s)
{
	if (s.n == 0 || s.n > 80)
		return 0;
	struct str f = text_fold(a, s);
	if (str_find(f, S("not achieved")) >= 0 || str_find(f, S("not met")) >= 0)
		return KIND_FAILING;
	if (str_find(f, S("partially achieved")) >= 0 || str_find(f, S("partially met")) >= 0)
		return KIND_NEED;
	if (str_ends(f, S("achieved")) || str_ends(f, S("fully met")))
		return KIND_WANTED;
	return 0;
}

static enum fw_kind
kind_of(struct library *b, const struct fw_node *n)
{
	const struct fw_node *groups = fw_node_get(n, "implementation_groups");
	enum fw_kind k = kind_told(b->r->a, text(b, n, "name"));

	if (k == 0)
		k = kind_told(b->r->a, text(b, n, "annotation"));
	if (k == 0 && groups != NULL && groups->type == NODE_LIST && groups->n == 1)
		k = kind_told(b->r->a, groups->first->s);
	return k;
}

static void
notes_take(struct library *b, const struct fw_node *n, struct src_node *x)
{
	struct str annotation = text(b, n, "annotation"), evidence = text(b, n, "typical_evidence");
	const struct fw_node *questions = fw_node_get(n, "questions");
	size_t most = 2 + (questions != NULL ? questions->n : 0);

	if (annotation.n == 0 && evidence.n == 0 && questions == NULL)
		return;
	x->notes.at = arena_array(b->r->a, struct str, most);
	if (annotation.n > 0)
		x->notes.at[x->notes.n++] = annotation;
	if (evidence.n > 0)
		x->notes.at[x->notes.n++] = arena_printf(b->r->a, "Typical evidence: %.*s", (int)evidence.n, evidence.p);
	for (const struct fw_node *q = questions != NULL && questions->type != NODE_SCALAR ? questions->first : NULL; q != NULL; q = q->next) {
		struct str words = text(b, q, "text");
		if (words.n > 0)
			x->notes.at[x->notes.n++] = arena_printf(b->r->a, "Question: %.*s", (int)words.n, words.p);
	}
}

/* What our format has no place for, by the key. */
static void
left_take(struct library *b, const struct fw_node *n)
{
	static const struct { const char *key, *what, *why; } keys[] = {
		{ "implementation_groups", M("Implementation groups"), M("Every organisation rates the whole; choose a depth or a smaller file for a part.") },
		{ "questions", M("Choices of answers to questions"), M("The questions are kept as notes; a standard is rated by its criteria.") },
		{ "question", M("Questions in the older form"), M("A standard is rated by its criteria.") },
		{ "translations", M("Texts in other languages"), M("A framework has one language.") },
		{ "threats", M("Links to threats"), M("Threats are no part of a framework here.") },
		{ "reference_controls", M("Links to reference controls"), M("Reference controls are no part of a framework here.") },
		{ "weight", M("Weights"), M("Here a weight above 1 has to be explained; set it in the file that is exported.") },
		{ "visibility_expression", M("Rules on what is shown"), M("Every standard is shown.") },
	};

	for (const struct fw_node *i = n->first; i != NULL; i = i->next)
		for (size_t k = 0; k < countof(keys); k++)
			if (str_is(i->key, keys[k].key) && (i->type == NODE_SCALAR ? value(n, keys[k].key).n > 0 : i->n > 0))
				src_said(&b->s->left, keys[k].what, keys[k].why, 1);
}

static enum status
node_take(struct library *b, const struct fw_node *n, struct src_node *x)
{
	if (n->type != NODE_MAP)
		return fw_fail(b->r, n->line, "expected a requirement node with its keys");
	x->place = n->line;
	x->ref = value(n, "ref_id");
	x->title = text(b, n, "name");
	x->text = text(b, n, "description");
	x->kind = kind_of(b, n);
	TRY(flag(b, n, "assessable", &x->rated));
	if (x->rated && x->ref.n + x->title.n + x->text.n == 0)
		return fw_fail(b->r, n->line, "expected 'description', 'name' or 'ref_id' in a requirement node that is rated");
	notes_take(b, n, x);
	left_take(b, n);
	return ST_OK;
}

enum { MOST_LEVELS = 30 };

/* Puts x under its parent, the parent under its own first; path: how far this has gone, in a circle for ever. */
static enum status
hang(struct library *b, struct src_node *x, struct src_node **parents, int path)
{
	struct src_node *up = parents[x->nth];

	if (x->up != NULL)
		return ST_OK;
	if (path > MOST_LEVELS)
		return fw_fail(b->r, x->place, "expected at most %d levels, and no node among its own parents", MOST_LEVELS);
	if (up == NULL)
		up = &b->s->root;
	else
		TRY(hang(b, up, parents, path + 1));
	x->up = up;
	x->depth = up->depth + 1;
	return x->depth <= MOST_LEVELS ? ST_OK : fw_fail(b->r, x->place, "expected at most %d levels of nodes", MOST_LEVELS);
}

/* After all know their parents: in the order of the file. */
static void
link_up(struct src_node *x)
{
	struct src_node *up = x->up;

	if (up->last != NULL)
		up->last->next = x;
	else
		up->first = x;
	x->nth = up->last != NULL ? up->last->nth + 1 : 1;
	up->last = x;
}

static enum status
nodes_take(struct library *b, const struct fw_node *list)
{
	struct src_node *all = arena_array(b->r->a, struct src_node, list->n + 1), **parents;
	size_t k = 0;

	b->urns.at = arena_array(b->r->a, struct src_entry, list->n + 1);
	parents = arena_array(b->r->a, struct src_node *, list->n + 1);
	for (const struct fw_node *n = list->first; n != NULL; n = n->next, k++) {
		struct str urn = value(n, "urn");
		TRY(node_take(b, n, &all[k]));
		all[k].nth = (int)k;
		if (urn.n > 0)
			b->urns.at[b->urns.n++] = (struct src_entry){ urn, &all[k] };
	}
	src_index_sort(&b->urns);
	const struct src_entry *twice = src_index_twice(&b->urns);
	if (twice != NULL) {
		const struct src_node *x = twice->what, *y = twice[-1].what;
		return fw_fail(b->r, x->place > y->place ? x->place : y->place, "expected each urn once, but '%.*s' stands in line %d too",
		    (int)twice->id.n, twice->id.p, x->place > y->place ? y->place : x->place);
	}
	k = 0;
	for (const struct fw_node *n = list->first; n != NULL; n = n->next, k++) {
		struct str up = value(n, "parent_urn");
		parents[k] = up.n > 0 ? src_index_find(&b->urns, up) : NULL;
		if (up.n > 0 && parents[k] == NULL)
			return fw_fail(b->r, fw_node_get(n, "parent_urn")->line, "expected the urn of a node of this framework for 'parent_urn', but '%.*s' is none",
			    (int)up.n, up.p);
	}
	for (size_t i = 0; i < k; i++)
		TRY(hang(b, &all[i], parents, 0));
	for (size_t i = 0; i < k; i++)
		link_up(&all[i]);
	return ST_OK;
}

/* ---- the wrapper ---- */

/* "NCSC CAF 4.0" → "ncsc-caf-4.0". */
struct str
src_key(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 12, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < 40; i++) {
		char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
		if ((c >= 'a' && c <= 'z') || (n > 0 && ((c >= '0' && c <= '9') || c == '.' || c == '_')))
			p[n++] = c;
		else if (n > 0 && p[n - 1] != '-')
			p[n++] = '-';
	}
	while (n > 0 && (p[n - 1] == '-' || p[n - 1] == '.'))
		n--;
	return n > 0 ? (struct str){ p, n } : S("imported");
}

static void
origin_take(struct library *b, const struct fw_node *root)
{
	static const struct { const char *key, *label; } keys[] = { { "copyright", "Copyright" }, { "provider", "Published by" },
		{ "packager", "Packaged by" }, { "publication_date", "Dated" }, { "urn", "Library" } };
	struct str s = S("Imported from a library of CISO Assistant, as it is.");

	for (size_t i = 0; i < countof(keys); i++) {
		struct str v = text(b, root, keys[i].key);
		if (v.n > 0)
			s = arena_printf(b->r->a, "%.*s\n%s: %.*s", (int)s.n, s.p, keys[i].label, (int)v.n, v.p);
	}
	b->s->origin_note = s;
}

static void
head_take(struct library *b, const struct fw_node *root)
{
	struct str ref = value(b->framework, "ref_id"), version = value(root, "version");
	struct str locale = value(root, "locale");

	if (ref.n == 0)
		ref = value(root, "ref_id");
	b->s->title = text(b, b->framework, "name");
	if (b->s->title.n == 0)
		b->s->title = text(b, root, "name");
	if (b->s->title.n == 0)
		b->s->title = ref;
	b->s->key = src_key(b->r->a, ref.n > 0 ? ref : b->s->title);
	b->s->edition = version.n > 0 ? text_shorten(b->r->a, src_line(b->r->a, version), 40) : S("1");
	b->s->about = text(b, b->framework, "description");
	if (b->s->about.n == 0)
		b->s->about = text(b, root, "description");
	if (!b->english && locale.n > 0)
		src_said(&b->s->made, M("The language"), M("The file is in another language than English: English is taken where it has that."), 0);
	origin_take(b, root);
}

static void
objects_left(struct library *b, const struct fw_node *objects)
{
	for (const struct fw_node *n = objects->first; n != NULL; n = n->next) {
		bool framework = str_is(n->key, "framework") || str_is(n->key, "frameworks");
		if (framework && n->type == NODE_LIST && n->n > 1)
			src_said(&b->s->left, M("Other frameworks of the library"), M("One is imported at a time."), (int64_t)n->n - 1);
		else if (!framework && n->type != NODE_SCALAR && n->n > 0)
			src_said(&b->s->left, M("Objects of other kinds"), M("Only frameworks are imported."),
			    n->type == NODE_LIST ? (int64_t)n->n : 1);
	}
	if (fw_node_get(b->framework, "scores_definition") != NULL)
		src_said(&b->s->left, M("The scale of scores"), M("Standards are rated red, amber or green."), 0);
	if (fw_node_get(b->framework, "implementation_groups_definition") != NULL)
		src_said(&b->s->left, M("What the implementation groups are"), M("Every organisation rates the whole."), 0);
}

enum status
src_ciso(struct fw_reader *r, const struct fw_node *root, struct str which, struct source **ret)
{
	struct source *s = arena_new(r->a, struct source);
	const struct fw_node *objects = fw_node_get(root, "objects");
	struct str locale = value(root, "locale");
	struct library b = { .r = r, .s = s, .english = locale.n == 0 || str_starts(locale, S("en")) };

	*ret = s;
	s->format = "CISO Assistant library";
	if (objects == NULL || objects->type != NODE_MAP)
		return fw_fail(r, objects != NULL ? objects->line : root->line, "expected 'objects' with a framework in it");
	TRY(framework_pick(&b, objects, which));
	s->root.place = b.framework->line;
	const struct fw_node *nodes = fw_node_get(b.framework, "requirement_nodes");
	if (nodes == NULL || nodes->type != NODE_LIST || nodes->n == 0)
		return fw_fail(r, nodes != NULL ? nodes->line : b.framework->line, "expected a list of nodes for 'requirement_nodes'");
	head_take(&b, root);
	TRY(nodes_take(&b, nodes));
	objects_left(&b, objects);
	src_settle(s);
	return ST_OK;
}
