/* SPDX-License-Identifier: MIT */
/* The power goes: a layer under SQLite remembers what was written and not synced.  At many moments an image of the disk is
 * made on which each such sector is there or not, by chance and in any order; from every image the database must come up
 * whole and with all that was answered.  The same without syncing must lose something, or this proves nothing. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "store/sqlite_impl.h"
#include "store/store_test.h"

enum { SECTOR = 512, CUTS = 500, WRITERS = 4, MOST_FILES = 8, MOST_WRITES = 6000 };

/* ---- what the disk holds for sure, and what it may hold ---- */

struct pending { struct pending *next; bool cut; int64_t at; size_t n; char bytes[]; };	/* cut: to at bytes */
struct disk_file { char name[512]; char *synced; size_t n, room; bool there; struct pending *first, **last; };
static struct disk_file disk[MOST_FILES];
static pthread_mutex_t disk_lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t seed = 1;

static uint64_t
chance(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return seed >> 33;
}

static void
image_write(char **p, size_t *n, size_t *room, int64_t at, const char *bytes, size_t len)
{
	size_t end = (size_t)at + len;
	if (end > *room) {
		size_t more = 2 * end;
		char *q = realloc(*p, more);
		if (!q)
			abort();
		memset(q + *room, 0, more - *room);
		*p = q;
		*room = more;
	}
	memcpy(*p + at, bytes, len);
	if (end > *n)
		*n = end;
}

static void
image_cut(char *p, size_t *n, size_t to)
{
	if (to < *n) {
		memset(p + to, 0, *n - to);
		*n = to;
	}
}

static struct disk_file *
disk_find(const char *name)
{
	for (size_t i = 0; i < MOST_FILES; i++) {
		if (disk[i].name[0] == 0) {
			(void)snprintf(disk[i].name, sizeof(disk[i].name), "%s", name);
			disk[i].last = &disk[i].first;
		}
		if (strcmp(disk[i].name, name) == 0)
			return &disk[i];
	}
	abort();
}

static void
disk_later(struct disk_file *f, bool cut, int64_t at, const void *bytes, size_t n)
{
	struct pending *p = malloc(sizeof(*p) + n);
	if (!p)
		abort();
	*p = (struct pending){ .cut = cut, .at = at, .n = n };
	if (n > 0)
		memcpy(p->bytes, bytes, n);
	(void)pthread_mutex_lock(&disk_lock);
	*f->last = p;
	f->last = &p->next;
	(void)pthread_mutex_unlock(&disk_lock);
}

static void
pending_apply(struct disk_file *f, const struct pending *p)
{
	if (p->cut)
		image_cut(f->synced, &f->n, (size_t)p->at);
	else
		image_write(&f->synced, &f->n, &f->room, p->at, p->bytes, p->n);
}

static void
disk_synced(struct disk_file *f)
{
	(void)pthread_mutex_lock(&disk_lock);
	f->there = true;
	for (struct pending *p = f->first, *next; p; p = next) {
		next = p->next;
		pending_apply(f, p);
		free(p);
	}
	f->first = NULL;
	f->last = &f->first;
	(void)pthread_mutex_unlock(&disk_lock);
}

/* ---- the layer ---- */

struct layer_file { sqlite3_file base; struct disk_file *disk; sqlite3_file *real; };
static sqlite3_vfs *below, layer;
#define REAL(f) (((struct layer_file *)(void *)(f))->real)
#define DISK(f) (((struct layer_file *)(void *)(f))->disk)

static int l_close(sqlite3_file *f) { return REAL(f)->pMethods ? REAL(f)->pMethods->xClose(REAL(f)) : SQLITE_OK; }
static int l_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) { return REAL(f)->pMethods->xRead(REAL(f), p, n, at); }
static int l_size(sqlite3_file *f, sqlite3_int64 *n) { return REAL(f)->pMethods->xFileSize(REAL(f), n); }
static int l_lock(sqlite3_file *f, int k) { return REAL(f)->pMethods->xLock(REAL(f), k); }
static int l_unlock(sqlite3_file *f, int k) { return REAL(f)->pMethods->xUnlock(REAL(f), k); }
static int l_reserved(sqlite3_file *f, int *r) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), r); }
static int l_control(sqlite3_file *f, int op, void *arg) { return REAL(f)->pMethods->xFileControl(REAL(f), op, arg); }
static int l_sector(sqlite3_file *f) { (void)f; return SECTOR; }
static int l_traits(sqlite3_file *f) { (void)f; return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }
static int l_shm_map(sqlite3_file *f, int i, int n, int x, void volatile **p) { return REAL(f)->pMethods->xShmMap(REAL(f), i, n, x, p); }
static int l_shm_lock(sqlite3_file *f, int at, int n, int k) { return REAL(f)->pMethods->xShmLock(REAL(f), at, n, k); }
static void l_shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int l_shm_unmap(sqlite3_file *f, int d) { return REAL(f)->pMethods->xShmUnmap(REAL(f), d); }

static int
l_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	disk_later(DISK(f), false, at, p, (size_t)n);
	return REAL(f)->pMethods->xWrite(REAL(f), p, n, at);
}

static int
l_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	disk_later(DISK(f), true, n, NULL, 0);
	return REAL(f)->pMethods->xTruncate(REAL(f), n);
}

/* Ours holds for the disk; the real one need not move. */
static int
l_sync(sqlite3_file *f, int flags)
{
	(void)flags;
	disk_synced(DISK(f));
	return SQLITE_OK;
}

static const sqlite3_io_methods layer_methods = { 2, l_close, l_read, l_write, l_truncate, l_sync, l_size, l_lock, l_unlock, l_reserved,
	l_control, l_sector, l_traits, l_shm_map, l_shm_lock, l_shm_barrier, l_shm_unmap, NULL, NULL };

static int
l_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
	struct layer_file *own = (struct layer_file *)(void *)f;
	(void)v;
	own->real = (sqlite3_file *)(void *)(own + 1);
	int code = below->xOpen(below, name, own->real, flags, out);
	own->base.pMethods = code == SQLITE_OK ? &layer_methods : NULL;
	if (code == SQLITE_OK)
		own->disk = disk_find(name ? name : "none");
	return code;
}

static void
layer_in(void)
{
	below = sqlite3_vfs_find(NULL);
	layer = *below;
	layer.zName = "power";
	layer.szOsFile = (int)sizeof(struct layer_file) + below->szOsFile;
	layer.xOpen = l_open;
	CHECK(sqlite3_vfs_register(&layer, 1) == SQLITE_OK);
}

static void
layer_out(void *arg)
{
	(void)arg;
	(void)sqlite3_vfs_register(below, 1);
	(void)sqlite3_vfs_unregister(&layer);
}

/* ---- the load: each write is an item and its part, and counts once it is answered ---- */

struct load { struct store *s; atomic_int next, stop; _Atomic bool answered[MOST_WRITES]; };
struct one { int64_t id; };

static enum status
write_fn_of(void *arg, struct db *db)
{
	const struct one *w = arg;
	static char big[300];
	char name[32];
	(void)snprintf(name, sizeof(name), "w%lld", (long long)w->id);
	const struct db_value in[] = { V_INT(w->id), { .kind = DB_TEXT, .s = str_c(name) }, V_INT(0), { .kind = DB_BLOB, .s = { big, sizeof(big) } } };
	TRY(run(db, &item_add, in, countof(in), NULL));
	const struct db_value part[] = { V_INT(w->id), V_INT(w->id) };
	return run(db, &part_add, part, countof(part), NULL);
}

static void *
load_main(void *arg)
{
	struct load *l = arg;
	while (!atomic_load(&l->stop)) {
		struct one w = { atomic_fetch_add(&l->next, 1) };
		if (w.id >= MOST_WRITES)
			return NULL;
		if (store_write(l->s, NULL, write_fn_of, &w, NULL) == ST_OK)
			atomic_store(&l->answered[w.id], true);
		usleep(500);
	}
	return NULL;
}

/* ---- one cut ---- */

static void
sectors_keep(char **p, size_t *n, size_t *room, const struct pending *w)
{
	for (size_t from = 0; from < w->n; from += SECTOR)
		if (chance() % 2 == 0)
			image_write(p, n, room, w->at + (int64_t)from, w->bytes + from, w->n - from < SECTOR ? w->n - from : SECTOR);
}

static void
image_make(const struct disk_file *f, const char *to)
{
	const struct pending *w[4096];
	size_t n = f->n, room = f->n + 1, count = 0;
	char *p = calloc(1, room);
	if (!p)
		abort();
	if (f->n > 0)
		memcpy(p, f->synced, f->n);
	for (const struct pending *x = f->first; x && count < countof(w); x = x->next)
		w[count++] = x;
	bool order = chance() % 2 == 0;
	for (size_t i = 0; i < count; i++) {	/* one after the other, or in any order */
		size_t k = order ? i : i + chance() % (count - i);
		const struct pending *x = w[k];
		w[k] = w[i];
		if (!x->cut)
			sectors_keep(&p, &n, &room, x);
		else if (chance() % 2 == 0)
			image_cut(p, &n, (size_t)x->at);
	}
	FILE *out = fopen(to, "wb");
	CHECK(out && fwrite(p, 1, n, out) == n && fclose(out) == 0);
	free(p);
}

/* How many that were answered are not in the image; -1: it is broken. */
static int
image_judge(const char *path, const bool *answered)
{
	sqlite3 *h;
	int lost = 0;
	CHECK(sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE, "unix") == SQLITE_OK);
	if (sqlite_number(h, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'", 0) != 1 ||
	    sqlite_number(h, "SELECT (SELECT count(*) FROM item) = (SELECT count(*) FROM part)", 0) != 1)
		lost = -1;
	sqlite3_stmt *stmt = NULL;
	CHECK(lost < 0 || sqlite3_prepare_v2(h, "SELECT id FROM item", -1, &stmt, NULL) == SQLITE_OK);
	bool *there = calloc(MOST_WRITES, sizeof(bool));
	CHECK(there);
	while (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		there[sqlite3_column_int64(stmt, 0)] = true;
	sqlite3_finalize(stmt);
	for (int i = 0; lost >= 0 && i < MOST_WRITES; i++)
		lost += answered[i] && !there[i];
	free(there);
	sqlite3_close(h);
	return lost;
}

static int
cut(struct load *l, const char *name)
{
	static bool answered[MOST_WRITES];
	const char *to = arena_printf(test_arena(), "%s/cut.db", test_tmp_dir()).p, *wal = arena_printf(test_arena(), "%s-wal", to).p;
	/* What is answered now was synced before. */
	for (int i = 0; i < MOST_WRITES; i++)
		answered[i] = atomic_load(&l->answered[i]);
	(void)unlink(arena_printf(test_arena(), "%s-shm", to).p);
	(void)unlink(wal);
	(void)pthread_mutex_lock(&disk_lock);
	image_make(disk_find(name), to);
	image_make(disk_find(arena_printf(test_arena(), "%s-wal", name).p), wal);
	(void)pthread_mutex_unlock(&disk_lock);
	return image_judge(to, answered);
}

static void
cuts_make(bool loose, int cuts, int *ret_lost, int *ret_broken, int *ret_answered)
{
	const char *name = arena_printf(test_arena(), "%s/power.db", test_tmp_dir()).p;
	struct store_options o = { .address = arena_printf(test_arena(), "sqlite:%s", name).p, .create = true, .app_name = "small", .loose = loose };
	struct load *l = arena_new(test_arena(), struct load);
	pthread_t thread[WRITERS];
	struct str why = { 0 };
	size_t ran;
	layer_in();
	arena_defer(test_arena(), layer_out, NULL);
	CHECK_ST(store_open(&o, test_arena(), &l->s, &why), ST_OK);
	store_use_migrations(l->s, small_list, SMALL_ALL);
	CHECK_ST(store_migrate(l->s, test_arena(), &ran, &why), ST_OK);
	for (size_t i = 0; i < MOST_FILES && disk[i].name[0]; i++)
		disk_synced(&disk[i]);	/* the making of it is not what is tried here */
	for (int i = 0; i < WRITERS; i++)
		CHECK(pthread_create(&thread[i], NULL, load_main, l) == 0);
	*ret_lost = *ret_broken = *ret_answered = 0;
	for (int i = 0; i < cuts; i++) {
		size_t mark = arena_mark(test_arena());
		usleep((useconds_t)(chance() % 2000));
		int lost = cut(l, name);
		*ret_lost += lost > 0;
		*ret_broken += lost < 0;
		arena_rewind(test_arena(), mark);
	}
	atomic_store(&l->stop, 1);
	for (int i = 0; i < WRITERS; i++)
		(void)pthread_join(thread[i], NULL);
	for (int i = 0; i < MOST_WRITES; i++)
		*ret_answered += l->answered[i];
	store_close(l->s);
}

TEST(power_loss_takes_nothing_that_was_answered)
{
	int lost, broken, answered;
	const char *more = getenv("POWER_CUTS");
	/* The layer lies under SQLite; where PostgreSQL is tried a few will do. */
	cuts_make(false, more ? atoi(more) : str_starts(str_c(test_address()), S("sqlite:")) ? CUTS : 20, &lost, &broken, &answered);
	CHECK_EQ_I(lost, 0);
	CHECK_EQ_I(broken, 0);
	CHECK(answered > 20);
}

TEST(power_loss_without_syncing_is_found_out)
{
	int lost, broken, answered;
	cuts_make(true, 20, &lost, &broken, &answered);
	CHECK(lost + broken > 10);
}
