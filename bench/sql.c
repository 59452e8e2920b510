/* SPDX-License-Identifier: MIT */
/* Runs the statements on standard input with the program's own SQLite: sql FILE < statements.  For benches only. */
#include <stdio.h>
#include <stdlib.h>
#include "sqlite3.h"

static int
row(void *arg, int n, char **value, char **name)
{
	(void)arg;
	(void)name;
	for (int i = 0; i < n; i++)
		printf("%s%s", i > 0 ? "|" : "", value[i] != NULL ? value[i] : "");
	putchar('\n');
	return 0;
}

int
main(int argc, char **argv)
{
	static char text[1 << 20];
	sqlite3 *db;
	char *why = NULL;
	size_t n = fread(text, 1, sizeof text - 1, stdin);

	text[n] = 0;
	if (argc != 2 || sqlite3_open(argv[1], &db) != SQLITE_OK)
		return 2;
	if (sqlite3_exec(db, text, row, NULL, &why) != SQLITE_OK) {
		fprintf(stderr, "%s\n", why);
		return 1;
	}
	return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
