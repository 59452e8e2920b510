/* SPDX-License-Identifier: MIT */
/* STD-1, STD-4, STD-6: editions of frameworks, as other folders and this one's pages get at them. */
#include "feature/framework/framework.h"
#include "base/hash.h"
#include "base/ids.h"
#include "feature/framework/cache.h"
#include "feature/framework/own.h"
#include "sql/framework.h"

/* ---- the parsed text ---- */

enum status
framework_get(struct ctx *c, int64_t version, const struct framework **ret)
{
	struct version_hash_row h;
	struct version_get_row v;
	const void *what;

	TRY(version_hash(c->db, c->mem, version, &h));
	if (!str_is(h.status, "published"))
		return ST_NOT_FOUND;
	*ret = cache_find(KEPT_FRAMEWORK, h.hash);
	if (*ret != NULL)
		return ST_OK;
	TRY(version_get(c->db, c->mem, version, &v));
	TRY(cache_keep(c->mem, KEPT_FRAMEWORK, v.hash, v.yaml, &what));
	*ret = what;
	return ST_OK;
}

bool
framework_sees_drafts(const struct ctx *c)
{
	return may(c, "framework.import");
}

enum status
framework_open(struct ctx *c, const struct framework_version *v, const struct framework **ret)
{
	struct framework *f;
	struct str why;

	if (str_is(v->status, "published"))
		return framework_get(c, v->id, ret);
	if (!framework_sees_drafts(c))
		return fail(c, ST_NOT_FOUND, M("There is no such framework, or it is not yours to see."), NULL);
	TRY(framework_parse(c->mem, v->yaml, &f, &why));
	*ret = f;
	return ST_OK;
}

struct framework_counts
framework_count(const struct framework *f)
{
	struct framework_counts n = { .areas = f->areas.n };

	for (size_t i = 0; i < f->areas.n; i++)
		for (size_t k = 0; k < f->areas.at[i].standards.n; k++) {
			n.standards++;
			n.criteria += f->areas.at[i].standards.at[k].criteria.n;
		}
	return n;
}

/* ---- editions ---- */

enum status
framework_list(struct ctx *c, struct framework_entry **ret, size_t *ret_n)
{
	struct version_list_row *r;

	TRY(version_list(c->db, c->mem, framework_sees_drafts(c), MOST_VERSIONS, &r, ret_n));
	*ret = arena_array(c->mem, struct framework_entry, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct framework_entry){ r[i].id, r[i].key, r[i].edition, r[i].title, r[i].summary, r[i].status, r[i].origin,
			r[i].in_force_from, r[i].in_force_until, r[i].published_at, r[i].supersedes };
	return ST_OK;
}

enum status
framework_about(struct ctx *c, int64_t version, struct framework_entry *ret)
{
	struct version_get_row v;

	TRY(version_get(c->db, c->mem, version, &v));
	if (!str_is(v.status, "published") && !framework_sees_drafts(c))
		return ST_NOT_FOUND;
	*ret = (struct framework_entry){ v.id, v.key, v.edition, v.title, v.summary, v.status, v.origin, v.in_force_from,
		v.in_force_until, v.published_at, v.supersedes };
	return ST_OK;
}

enum status
framework_in_force(struct ctx *c, struct str key, struct date day, int64_t *ret_version)
{
	struct version_in_force_row r;

	TRY(version_in_force(c->db, c->mem, key, day, &r));
	*ret_version = r.id;
	return ST_OK;
}

enum status
framework_find(struct ctx *c, struct str key, struct str edition, int64_t *ret_version)
{
	struct version_named_row r;

	TRY(version_named(c->db, c->mem, key, edition, &r));
	if (!str_is(r.status, "published"))
		return ST_NOT_FOUND;
	*ret_version = r.id;
	return ST_OK;
}

/* ---- an organisation's own ---- */

enum status
framework_area_names(struct ctx *c, const struct framework *f, struct str **ret)
{
	struct area_names_of_row *r;
	size_t n;

	TRY(area_names_of(c->db, c->scope, c->mem, f->key, &r, &n));
	*ret = arena_array(c->mem, struct str, f->areas.n + 1);
	for (size_t i = 0; i < f->areas.n; i++) {
		(*ret)[i] = f->areas.at[i].title;
		for (size_t k = 0; k < n; k++)		/* the newest stands */
			if (str_eq(r[k].area, f->areas.at[i].id))
				(*ret)[i] = r[k].name;
	}
	return ST_OK;
}

enum status
framework_area_name(struct ctx *c, const struct framework *f, struct str area, struct str *ret)
{
	struct str *names;

	TRY(framework_area_names(c, f, &names));
	for (size_t i = 0; i < f->areas.n; i++)
		if (str_eq(f->areas.at[i].id, area)) {
			*ret = names[i];
			return ST_OK;
		}
	return ST_NOT_FOUND;
}

enum status
framework_locals(struct ctx *c, const struct framework *f, struct framework_local **ret, size_t *ret_n)
{
	struct local_standards_of_row *r;

	TRY(local_standards_of(c->db, c->scope, c->mem, f->key, &r, ret_n));
	*ret = arena_array(c->mem, struct framework_local, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct framework_local){ r[i].id, r[i].area, r[i].title, r[i].rationale, r[i].red, r[i].amber, r[i].green };
	return ST_OK;
}

/* ---- words ---- */

static struct str
bits_text(struct ctx *c, uint64_t bits, const char *const *words, size_t n)
{
	struct str r = S("");

	for (size_t i = 0; i < n; i++)
		if (bits >> i & 1) {
			struct str w = lang_text(c->lang, c->mem, words[i]);
			r = arena_printf(c->mem, "%.*s%s%.*s", (int)r.n, r.p, r.n > 0 ? ", " : "", (int)w.n, w.p);
		}
	return r;
}

struct str
change_kinds_text(struct ctx *c, struct choices kinds)
{
	static const char *const words[] = {
		[CHANGE_UNCHANGED] = M("unchanged"), [CHANGE_AMENDED] = M("amended"), [CHANGE_RENUMBERED] = M("renumbered"),
		[CHANGE_MERGED] = M("merged"), [CHANGE_DELETED] = M("deleted"), [CHANGE_NEW] = M("new"),
	};

	return bits_text(c, kinds.bits, words, countof(words));
}

struct str
change_parts_text(struct ctx *c, struct choices parts)
{
	static const char *const words[] = {
		[PART_HEADLINE] = M("headline"), [PART_RATIONALE] = M("rationale"), [PART_RATINGS] = M("ratings"),
	};

	return bits_text(c, parts.bits, words, countof(words));
}

/* ---- as the dispatcher loads it ---- */

static enum status
ops_get(struct db *db, const struct scope *scope, struct arena *a, int64_t id, void *ret)
{
	struct version_get_row v;

	(void)scope;
	TRY(version_get(db, a, id, &v));
	*(struct framework_version *)ret = (struct framework_version){ .id = v.id, .version = 1, .key = v.key, .edition = v.edition,
		.title = v.title, .summary = v.summary, .origin = v.origin, .status = v.status, .source = v.source,
		.in_force_from = v.in_force_from, .in_force_until = v.in_force_until, .yaml = v.yaml, .hash = v.hash,
		.imported_at = v.imported_at, .published_at = v.published_at, .changed_at = v.imported_at,
		.imported_by = v.imported_by, .supersedes = v.supersedes, .source_file = v.source_file, .report = v.report };
	return ST_OK;
}

static const struct record_ops framework_ops = {
	.kind = "framework_version", .size = sizeof(struct framework_version),
	.at_org = offsetof(struct framework_version, org), .at_id = offsetof(struct framework_version, id),
	.at_version = offsetof(struct framework_version, version),
	.at_created_at = offsetof(struct framework_version, imported_at),
	.at_created_by = offsetof(struct framework_version, imported_by),
	.at_changed_at = offsetof(struct framework_version, changed_at),
	.at_changed_by = offsetof(struct framework_version, imported_by),
	.at_withdrawn_at = offsetof(struct framework_version, withdrawn_at), .get = ops_get,
};

static struct str
framework_name(struct ctx *c, int64_t id)
{
	struct framework_entry e;

	if (framework_about(c, id, &e) != ST_OK)
		return S("");
	return arena_printf(c->mem, "%.*s (%.*s)", (int)e.title.n, e.title.p, (int)e.edition.n, e.edition.p);
}

static enum status
framework_options(struct ctx *c, struct option **ret, size_t *ret_n)
{
	struct framework_entry *e;
	size_t n;

	TRY(framework_list(c, &e, &n));
	*ret = arena_array(c->mem, struct option, n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		if (str_is(e[i].status, "published"))
			(*ret)[(*ret_n)++] = (struct option){ id_text(c->mem, e[i].id),
				arena_printf(c->mem, "%.*s (%.*s)", (int)e[i].title.n, e[i].title.p, (int)e[i].edition.n, e[i].edition.p) };
	return ST_OK;
}

SHAPE(framework_version_shape, framework_version, FIELD(struct framework_version, key, .label = M("Key"), .read_only = true),
    FIELD(struct framework_version, edition, .label = M("Edition"), .read_only = true),
    FIELD(struct framework_version, title, .label = M("Title"), .read_only = true));

const struct record_type framework_type = {
	.ops = &framework_ops, .shape = &framework_version_shape, .one = M("framework"), .many = M("frameworks"), .label = "title",
	.path = "/frameworks/{id}", .name = framework_name, .options = framework_options,
};
