/* SPDX-License-Identifier: MIT */
/* What must be kept and must not lie: history, references, the search index, uploads, jobs and the audit trail. */
#include "tests/testapp.h"
#include <pthread.h>
#include <string.h>
#include "app/audit.h"
#include "app/file.h"
#include "app/search.h"
#include "app/session.h"
#include "base/ids.h"
#include "tests/harness.h"

struct place { struct test_app *t; int64_t north, south, ana; struct str specialist, stranger; struct who who; };

static struct place
place(void)
{
	struct place p = { .t = test_app() };

	p.north = test_app_org(p.t, "Northmoor", "provider");
	p.south = test_app_org(p.t, "Southfell", "provider");
	p.ana = test_app_account(p.t, "ana@north.example", p.north, "specialist", 0);
	p.specialist = test_app_session(p.t, p.ana);
	p.stranger = test_app_session(p.t, test_app_account(p.t, "sue@south.example", p.south, "specialist", 0));
	p.who = test_app_who(p.t, p.specialist);
	return p;
}

static const char *
added(struct place *p, const char *title, const char *contact)
{
	struct outcome o = test_app_call(p->t, &p->who, "agreement.create", "title", title, "kind", "protocol", "partner_kind", "police",
	    "partner", "Constabulary", "contact", contact, "review_on", "2028-01-31", NULL);

	CHECK_MSG(o.st == ST_OK, "%.*s", (int)o.message.n, o.message.p);
	return id_text(test_arena(), o.ctx->id).p;
}

/* ---- history ---- */

TEST(record_history_tells_before_and_after)
{
	struct place p = place();
	const char *id = added(&p, "First title", "Ms Hidden Name");
	struct outcome o = test_app_call(p.t, &p.who, "agreement.edit", "id", id, "version", "1", "title", "Second title", "contact", "Mr Other Name", NULL);

	CHECK_ST(o.st, ST_OK);
	o = test_app_call(p.t, &p.who, "agreement.edit", "id", id, "version", "2", "title", "Second title", NULL);
	CHECK_ST(o.st, ST_OK);		/* nothing differs: no version */
	CHECK_EQ_I(test_sql(p.t, "SELECT version FROM agreement"), 2);
	o = test_app_call(p.t, &p.who, "agreement.withdraw", "id", id, "version", "2", "why", "Ended early", NULL);
	CHECK_ST(o.st, ST_OK);
	o = test_app_call(p.t, &p.who, "agreement.edit", "id", id, "version", "3", "title", "Third", NULL);
	CHECK_ST(o.st, ST_INVALID);
	o = test_app_call(p.t, &p.who, "agreement.restore", "id", id, "version", "3", NULL);
	CHECK_ST(o.st, ST_OK);
	o = test_app_call(p.t, &p.who, "agreement.history", "id", id, NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(test_has(o.json, "First title → Second title") && test_has(o.json, "Ms Hidden Name") && test_has(o.json, "Ended early"));
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM change_row WHERE kind = 'agreement'"), 4);
	/* Who may not see who somebody is sees neither then nor now. */
	struct who blind = p.who;
	blind.roles = 0;
	struct ctx *c = ctx_make(p.t->app, test_arena(), &blind, action_find(S("agreement.history")), FACE_API);
	struct change *ch;
	size_t n;
	CHECK_ST(db_begin_read(p.t->db), ST_OK);
	c->db = p.t->db;
	CHECK_ST(record_history(c, record_type_find(S("agreement")), id_parse(str_c(id), &c->id) ? c->id : 0, &ch, &n), ST_OK);
	db_end_read(p.t->db);
	CHECK_EQ_I(n, 4);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < ch[i].n; k++)
			CHECK(!test_has(ch[i].fields[k].before, "Name") && !test_has(ch[i].fields[k].after, "Name"));
}

TEST(record_personal_text_is_masked_everywhere)
{
	struct place p = place();
	const char *id = added(&p, "With a contact", "Ms Hidden Name");
	struct who blind = p.who;
	static const char *const reads[] = { "agreement.view", "agreement.list", "agreement.export", "agreement.history" };

	/* A role that may read agreements and has no sight of names does not exist yet: made here. */
	for (size_t i = 0; i < countof(reads); i++) {
		struct outcome o = strcmp(reads[i], "agreement.view") == 0 || strcmp(reads[i], "agreement.history") == 0
		    ? test_app_call(p.t, &p.who, reads[i], "id", id, NULL) : test_app_call(p.t, &p.who, reads[i], NULL, NULL);
		CHECK_ST(o.st, ST_OK);
		CHECK_MSG(test_has(o.json, "Ms Hidden Name"), "%s shows nothing to who may see", reads[i]);
	}
	blind.roles = 0;
	CHECK(!sight_allows(sight_for(&blind, SUBJECT_REGISTER, RELATION_NONE, PURPOSE_HANDLE), PRIV_IDENTITY));
	struct outcome o = test_app_call(p.t, &blind, "agreement.view", "id", id, NULL);
	CHECK_ST(o.st, ST_FORBIDDEN);
	CHECK(!test_has(o.json, "Hidden Name"));
}

/* ---- references under concurrency ---- */

struct maker { struct test_app *t; struct who who; struct db *db; pthread_t thread; const char *key; int made, repeated; };

static void *
make_many(void *arg)
{
	struct maker *m = arg;
	struct arena a;

	if (!arena_open(&a, 16u << 20))
		return NULL;
	for (int i = 0; i < 10; i++) {
		struct pair pairs[] = { { .name = S("title"), .value = S("T") }, { .name = S("kind"), .value = S("protocol") },
			{ .name = S("partner_kind"), .value = S("police") }, { .name = S("partner"), .value = S("P") }, { .name = S("review_on"), .value = S("2028-01-31") } };
		struct call call = { .app = m->t->app, .db = m->db, .who = &m->who, .face = FACE_API, .action = action_find(S("agreement.create")),
			.pairs = pairs, .n_pairs = countof(pairs), .mem = &a };
		struct outcome out;
		arena_reset(&a);
		if (m->key != NULL)
			call.once_key = arena_printf(&a, "%s-%d", m->key, i);
		for (int tries = 0; tries < 20; tries++) {
			dispatch_call(&call, &out);
			if (out.st != ST_BUSY)
				break;
		}
		m->made += out.st == ST_OK;
	}
	arena_close(&a);
	return NULL;
}

static void
run_makers(struct place *p, const char *key)
{
	struct maker m[4];

	for (size_t i = 0; i < countof(m); i++) {
		m[i] = (struct maker){ .t = p->t, .who = p->who, .key = key };
		CHECK_ST(store_connect(p->t->app->store, &m[i].db), ST_OK);
	}
	for (size_t i = 0; i < countof(m); i++)
		CHECK(pthread_create(&m[i].thread, NULL, make_many, &m[i]) == 0);
	for (size_t i = 0; i < countof(m); i++)
		(void)pthread_join(m[i].thread, NULL);
	for (size_t i = 0; i < countof(m); i++) {
		store_disconnect(m[i].db);
		CHECK_EQ_I(m[i].made, 10);
	}
}

static void
check_trail(struct place *p, const char *says)
{
	struct buf bad;
	int64_t n;

	buf_init(&bad, 1 << 20);
	CHECK_ST(audit_verify(p->t->app, p->t->db, test_arena(), &bad, &n), ST_OK);
	struct str text = arena_copy(test_arena(), buf_view(&bad));
	buf_free(&bad);
	if (says == NULL)
		CHECK_MSG(text.n == 0, "%.*s", (int)text.n, text.p);
	else
		CHECK_MSG(test_has(text, says), "not named (%s): %.*s", says, (int)text.n, text.p);
}

TEST(record_references_have_no_gaps)
{
	struct place p = place();

	run_makers(&p, NULL);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(DISTINCT ref) AS n FROM agreement"), 40);
	CHECK_STR(test_sql_text(p.t, "SELECT max(ref) AS r FROM agreement"), "AGR-26-0040");
	CHECK_STR(test_sql_text(p.t, "SELECT min(ref) AS r FROM agreement"), "AGR-26-0001");
	/* A refused one uses up no number. */
	struct outcome o = test_app_call(p.t, &p.who, "agreement.create", "title", "T", "kind", "protocol", "partner_kind", "police", "partner", "P",
	    "document", "4711", "review_on", "2028-01-31", NULL);
	CHECK_ST(o.st, ST_INVALID);
	(void)added(&p, "Next", "");
	CHECK_STR(test_sql_text(p.t, "SELECT max(ref) AS r FROM agreement"), "AGR-26-0041");
	check_trail(&p, NULL);
}

TEST(record_the_same_request_at_once_is_done_once)
{
	struct place p = place();

	run_makers(&p, "same");
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM agreement"), 10);
	check_trail(&p, NULL);
}

/* ---- the trail ---- */

static struct place
trail(void)
{
	struct place p = place();

	for (int i = 0; i < 6; i++)
		(void)added(&p, test_fmt("Agreement %d", i), "");
	CHECK_ST(audit_sign_heads(p.t->app, p.t->db), ST_OK);
	check_trail(&p, NULL);
	return p;
}

#define LAST "(SELECT max(seq) FROM audit_entry AS m)"

TEST(audit_names_every_kind_of_tampering)
{
	static const struct { const char *sql, *says; } cases[] = {
		{ "UPDATE audit_entry SET action = 'agreement.view' WHERE seq = 5", "has been changed" },
		{ "UPDATE audit_entry SET at = at + 1 WHERE seq = 5", "has been changed" },
		{ "UPDATE audit_entry SET account = 1 WHERE seq = 5", "has been changed" },
		{ "UPDATE audit_entry SET records = '1' WHERE seq = " LAST, "has been changed" },
		{ "DELETE FROM audit_entry WHERE seq = 5", "are missing" },
		{ "DELETE FROM audit_entry WHERE seq = 1", "are missing" },
		{ "DELETE FROM audit_entry WHERE seq = " LAST, "no longer reaches its signed head" },
		{ "DELETE FROM audit_entry", "no longer reaches its signed head" },
		{ "UPDATE audit_entry SET hash = previous WHERE seq = " LAST, "has been changed" },
		{ "UPDATE audit_entry SET previous = '', hash = hash WHERE seq = 6", "does not follow" },
		{ "UPDATE change_row SET became = '{\"title\":\"Better\"}' WHERE version = 1", "history that it speaks of has been changed" },
		{ "UPDATE change_row SET salt = 'x'", "history that it speaks of has been changed" },
		{ "DELETE FROM change_row", "history that it speaks of has been changed" },
		{ "INSERT INTO change_row (org, id, kind, record, version, at, made_by, action, request, salt, was, became) "
		    "SELECT org, id + 1000000, kind, record, 9, at, made_by, action, 4711, salt, was, became FROM change_row LIMIT 1", "no entry of the trail speaks of" },
		{ "DELETE FROM audit_entry WHERE seq = " LAST, "were cut off the end" },
		{ "DELETE FROM audit_tip", "signed end is missing" },
		{ "UPDATE audit_tip SET seq = seq - 1", "signed end at entry" },
		{ "UPDATE audit_tip SET origin = ''", "begun anew" },
		{ "UPDATE audit_head SET seq = seq - 1", "forged" },
		{ "UPDATE audit_head SET signature = '00'", "forged" },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct place p = trail();
		test_sql_write(p.t, cases[i].sql);
		check_trail(&p, cases[i].says);
	}
}

TEST(audit_names_a_reordered_chain)
{
	struct place p = trail();

	test_sql_write(p.t, "UPDATE audit_entry SET seq = 100000 WHERE seq = 4");
	test_sql_write(p.t, "UPDATE audit_entry SET seq = 4 WHERE seq = 5");
	test_sql_write(p.t, "UPDATE audit_entry SET seq = 5 WHERE seq = 100000");
	check_trail(&p, "does not follow");
}

/* As a restored backup would be, with the heads of later kept. */
TEST(audit_names_a_database_that_went_back)
{
	struct place p = trail();

	test_sql_write(p.t, "DELETE FROM change_row WHERE request IN (SELECT request FROM audit_entry WHERE seq > 6)");
	test_sql_write(p.t, "DELETE FROM audit_entry WHERE seq > 6");
	(void)added(&p, "Written afterwards", "");
	check_trail(&p, "no longer reaches its signed head");
}

/* What is cut off behind the last signed head is missed too, also when the signed end is taken away and more is written. */
TEST(audit_names_a_tail_cut_within_the_minute)
{
	static const char *const says[] = { "written anew", "begun anew" };
	for (size_t i = 0; i < countof(says); i++) {
		struct place p = trail();
		(void)added(&p, "Soon cut off", "");
		test_sql_write(p.t, "DELETE FROM change_row WHERE request IN (SELECT request FROM audit_entry WHERE seq = " LAST ")");
		test_sql_write(p.t, "DELETE FROM audit_entry WHERE seq = " LAST);
		check_trail(&p, "cut off the end");
		if (i > 0)
			test_sql_write(p.t, "DELETE FROM audit_tip");
		(void)added(&p, "Written afterwards", "");
		check_trail(&p, says[i]);
		(void)added(&p, "And once more", "");
		check_trail(&p, says[i]);
	}
}

/* A database from before ends were signed: migrating signs what is there, once. */
TEST(audit_ends_are_signed_for_an_older_trail_once)
{
	struct place p = trail();
	test_sql_write(p.t, "DELETE FROM audit_tip");
	check_trail(&p, "signed end is missing");
	CHECK_ST(audit_tips_begin(p.t->app), ST_OK);
	check_trail(&p, NULL);
	test_sql_write(p.t, "DELETE FROM audit_entry WHERE seq = " LAST);
	CHECK_ST(audit_tips_begin(p.t->app), ST_OK);
	check_trail(&p, "cut off the end");
}

TEST(audit_heads_are_signed_when_they_moved)
{
	struct place p = trail();
	int64_t before = test_sql(p.t, "SELECT count(*) AS n FROM audit_head");

	p.t->app->fixed_now.ms += 60000;
	CHECK_ST(audit_sign_heads(p.t->app, p.t->db), ST_OK);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM audit_head"), before);
	(void)added(&p, "One more", "");
	p.t->app->fixed_now.ms += 60000;
	CHECK_ST(audit_sign_heads(p.t->app, p.t->db), ST_OK);
	CHECK(test_sql(p.t, "SELECT count(*) AS n FROM audit_head") > before);
	test_app_again(p.t);
	check_trail(&p, NULL);
}

/* ---- memory in the writer ---- */

struct swallow { struct ctx *c; size_t n; };

static enum status
swallow(void *arg, struct db *db)
{
	struct swallow *s = arg;

	(void)db;
	(void)arena_alloc(s->c->mem, s->n, 1);
	return ST_OK;
}

TEST(writer_outlives_a_request_without_memory)
{
	static const struct action make = { .name = "test.swallow", .title = "", .access = ACCESS_OPERATOR, .mode = MODE_WRITE };
	struct place p = place();
	bool full = false, fits = false;
	struct arena small;

	CHECK(arena_open(&small, 64 << 10));
	/* Over the limit in the store part, then ever less, so that at times the entry of the trail finds no room. */
	for (size_t left = 0; left < 800; left += 20) {
		arena_reset(&small);
		struct swallow s = { ctx_make(p.t->app, &small, &p.who, &make, FACE_COMMAND), 0 };
		s.n = small.cap - small.used - left + (left == 0);
		enum status st = app_write(p.t->app, p.t->db, s.c, swallow, &s);
		CHECK_MSG(st == ST_TOO_LARGE || st == ST_UNAVAILABLE || st == ST_OK, "%zu left: %s", left, status_name(st));
		CHECK(left != 0 || st == ST_TOO_LARGE);
		CHECK(small.over == NULL);
		full = full || st == ST_UNAVAILABLE;
		fits = fits || st == ST_OK;
	}
	arena_close(&small);
	CHECK_MSG(full && fits, "no room %d, room %d", full, fits);
	(void)added(&p, "Still writing", "");
	check_trail(&p, NULL);
}

/* ---- search ---- */

static struct str
found(struct place *p, const struct who *who, const char *query)
{
	struct outcome o = test_app_call(p->t, who, "home.search", "q", query, NULL);

	CHECK_MSG(o.st == ST_OK || o.st == ST_INVALID, "%s: %s", query, status_name(o.st));
	return o.json;
}

TEST(search_finds_ones_own_alone)
{
	struct place p = place();
	struct who sue = test_app_who(p.t, p.stranger);
	int64_t east = test_app_unit(p.t, p.north, "East", 0), west = test_app_unit(p.t, p.north, "West", 0);
	struct who ben = test_app_who(p.t, test_app_session(p.t, test_app_account(p.t, "ben@north.example", p.north, "specialist", east)));

	(void)added(&p, "Kestrel protocol", "Wilhelmina Quince");
	struct outcome o = test_app_call(p.t, &p.who, "agreement.create", "title", "Kestrel in the west", "kind", "protocol", "partner_kind", "police",
	    "partner", "P", "unit", id_text(test_arena(), west).p, "review_on", "2028-01-31", NULL);
	CHECK_ST(o.st, ST_OK);
	CHECK(test_has(found(&p, &p.who, "kestrel"), "Kestrel protocol"));
	CHECK(test_has(found(&p, &p.who, "KESTR"), "Kestrel protocol"));
	CHECK(test_has(found(&p, &p.who, "quince"), "Kestrel protocol"));
	CHECK(test_has(found(&p, &p.who, "kestrel west"), "Kestrel in the west"));
	CHECK(!test_has(found(&p, &sue, "kestrel"), "Kestrel"));
	CHECK_EQ_I(ben.branch, east);
	CHECK(test_has(found(&p, &ben, "kestrel"), "Kestrel protocol"));
	CHECK(!test_has(found(&p, &ben, "kestrel"), "in the west"));
	/* An administrator runs accounts and does not find casework. */
	struct who adm = test_app_who(p.t, test_app_session(p.t, test_app_account(p.t, "adm@north.example", p.north, "administrator", 0)));
	CHECK(!test_has(found(&p, &adm, "kestrel"), "Kestrel"));
}

TEST(search_takes_hostile_words)
{
	struct place p = place();
	static const char *const words[] = { "\"", "''", "kestrel\"", "a OR b", "NOT kestrel", "NEAR(a b)", "scope:o1", "{open} : x", "kestrel*", "^kestrel", "-kestrel",
		"kestrel & !x", "a | b", "a <-> b", "(((", ":*", "a:*b", "\\", "%", "_", "\xe2\x80\x94", "foo\xe2\x80\x83" "bar", "foo\xc2\xa0" "bar", "foo\xe3\x80\x80" "bar", "\xc2\x85",
		"\xd8\xb1\xd9\x82\xd9\x85", "\xf0\x9f\x90\xa6", "a b c d e f g h i j k", "\xe2\x80\x98kestrel\xe2\x80\x99", "o4711", ";DROP TABLE agreement", "\xe2\x80\xa8x", "  ", "\xef\xbb\xbf" "x" };
	char wide[400];

	(void)added(&p, "Kestrel protocol", "");
	for (size_t i = 0; i < countof(words); i++)
		(void)found(&p, &p.who, words[i]);
	for (int from = 0; from < 3; from++) {	/* cut within a character at 60 bytes, wherever it begins */
		memset(wide, 0, sizeof wide);
		memset(wide, 'x', (size_t)from);
		for (size_t i = (size_t)from; i + 3 < 120; i += 3)
			memcpy(wide + i, "\xe4\xb8\xad", 3);
		(void)found(&p, &p.who, wide);
	}
	CHECK(test_has(found(&p, &p.who, "kestrel\""), "Kestrel protocol"));
}

/* ---- uploads ---- */

static int64_t
keep(struct place *p, size_t n)
{
	char *bytes = arena_alloc(test_arena(), n + 1, 1);
	int64_t id = 0;

	for (size_t i = 0; i < n; i++)
		bytes[i] = (char)('a' + i % 23);
	struct ctx *c = ctx_make(p->t->app, test_arena(), &p->who, action_find(S("agreement.create")), FACE_API);
	CHECK_ST(file_keep(p->t->app, p->t->db, test_arena(), c->scope, p->ana, c->now, S("n.txt"), S("text/plain"), (struct str){ bytes, n }, &id), ST_OK);
	return id;
}

static enum status
read_file(struct place *p, int64_t id, size_t *ret_n)
{
	struct ctx *c = ctx_make(p->t->app, test_arena(), &p->who, action_find(S("agreement.view")), FACE_API);
	struct file_info info;
	struct str bytes = { NULL, 0 };

	CHECK_ST(db_begin_read(p->t->db), ST_OK);
	c->db = p->t->db;
	enum status st = file_bytes(c, id, test_arena(), &info, &bytes);
	db_end_read(p->t->db);
	*ret_n = bytes.n;
	return st;
}

TEST(file_pieces_come_back_whole)
{
	struct place p = place();
	static const size_t sizes[] = { 1, FILE_CHUNK - 1, FILE_CHUNK, FILE_CHUNK + 1, 2 * FILE_CHUNK, 3 * FILE_CHUNK + 17 };
	size_t n;
	int64_t swept;

	for (size_t i = 0; i < countof(sizes); i++) {
		int64_t id = keep(&p, sizes[i]);
		CHECK_ST(read_file(&p, id, &n), ST_OK);
		CHECK_EQ_I(n, sizes[i]);
		CHECK_EQ_I(test_sql(p.t, test_fmt("SELECT count(*) AS n FROM file_chunk WHERE file = %lld", (long long)id)), (sizes[i] + FILE_CHUNK - 1) / FILE_CHUNK);
	}
	/* What was changed or lost in the database is not handed out. */
	int64_t id = keep(&p, 2 * FILE_CHUNK + 5);
	test_sql_write(p.t, test_fmt("DELETE FROM file_chunk WHERE file = %lld AND n = 1", (long long)id));
	CHECK_ST(read_file(&p, id, &n), ST_INTERNAL);
	id = keep(&p, 10);
	test_sql_write(p.t, test_fmt("UPDATE file SET hash = 'x' WHERE id = %lld", (long long)id));
	CHECK_ST(read_file(&p, id, &n), ST_INTERNAL);
	/* Linked ones stay, the rest goes after a day. */
	id = keep(&p, 100);
	struct outcome o = test_app_call(p.t, &p.who, "agreement.create", "title", "With a file", "kind", "protocol", "partner_kind", "police", "partner", "P",
	    "document", id_text(test_arena(), id).p, "review_on", "2028-01-31", NULL);
	CHECK_MSG(o.st == ST_OK, "%.*s", (int)o.message.n, o.message.p);
	CHECK_ST(file_sweep(p.t->app, p.t->db, app_now(p.t->app), &swept), ST_OK);
	CHECK_EQ_I(swept, 0);
	p.t->app->fixed_now.ms += 25 * 3600 * 1000;
	CHECK_ST(file_sweep(p.t->app, p.t->db, app_now(p.t->app), &swept), ST_OK);
	CHECK_EQ_I(swept, countof(sizes) + 2);
	CHECK_EQ_I(test_sql(p.t, "SELECT count(*) AS n FROM file"), 1);
	CHECK_EQ_I(test_sql(p.t, test_fmt("SELECT count(*) AS n FROM file_chunk WHERE file <> %lld", (long long)id)), 0);
	CHECK_ST(read_file(&p, id, &n), ST_OK);
	/* Somebody else's upload is not taken by its number. */
	int64_t mine = keep(&p, 50);
	struct who ben = test_app_who(p.t, test_app_session(p.t, test_app_account(p.t, "ben@north.example", p.north, "specialist", 0)));
	o = test_app_call(p.t, &ben, "agreement.create", "title", "Taken", "kind", "protocol", "partner_kind", "police", "partner", "P",
	    "document", id_text(test_arena(), mine).p, "review_on", "2028-01-31", NULL);
	CHECK_ST(o.st, ST_INVALID);
}
