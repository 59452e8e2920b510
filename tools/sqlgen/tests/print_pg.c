/* SPDX-License-Identifier: MIT */
/* The migrations and statements for PostgreSQL as a script for psql, which stops at the first that does not prepare. */
#include <stdio.h>

#include "store/store.h"

int
main(void)
{
	for (size_t i = 0; i < store_migration_count; i++)
		printf("%s\n", store_migrations[i].pg);
	for (size_t i = 0; i < store_statement_count; i++)
		printf("\\echo %s\nPREPARE s%zu AS %s;\n", store_statements[i]->name, i, store_statements[i]->pg);
	return 0;
}

/* Never called: nothing is run here. */
enum status db_open(struct db *db, const struct db_stmt *st, const struct db_value *in, size_t n, struct db_cursor *ret)
{ (void)db; (void)st; (void)in; (void)n; (void)ret; return ST_INTERNAL; }
enum status db_step(struct db_cursor *cur) { (void)cur; return ST_INTERNAL; }
bool db_is_null(struct db_cursor *cur, int col) { (void)cur; (void)col; return true; }
int64_t db_int(struct db_cursor *cur, int col) { (void)cur; (void)col; return 0; }
struct str db_text(struct db_cursor *cur, int col, struct arena *a)
{ (void)cur; (void)col; (void)a; return (struct str){ NULL, 0 }; }
void db_close(struct db_cursor *cur) { (void)cur; }
void db_note_run(const struct db_stmt *st) { (void)st; }
void *arena_alloc(struct arena *a, size_t size, size_t align) { static char b[1]; (void)a; (void)size; (void)align; return b; }
void *arena_alloc_array(struct arena *a, size_t size, size_t n, size_t align) { (void)n; return arena_alloc(a, size, align); }
