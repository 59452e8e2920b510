/* SPDX-License-Identifier: MIT */
/* sqlgen --out DIR FOLDER…: migrations and statements in, C out.  See README.md. */
#include "sqlgen.h"

#include <ctype.h>
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *unscoped_path = "tools/sqlgen/unscoped.txt";
static struct { const char *name, *file; int line; } *names;
static size_t n_names;

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char **
sql_files(const char *path, size_t *ret_n)
{
	DIR *d = opendir(path);
	struct dirent *e;
	const char **list = NULL;
	size_t n = 0;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (!ends(e->d_name, ".sql") || e->d_name[0] == '.')
			continue;
		list = more(list, n, sizeof *list);
		list[n++] = copy_n(e->d_name, strlen(e->d_name));
	}
	if (d != NULL)
		closedir(d);
	if (n > 0)
		qsort(list, n, sizeof *list, by_name);
	*ret_n = n;
	return list;
}

/* "folder: reason" a line. */
bool
folder_may_unscope(const struct folder *f)
{
	char *text, *save = NULL;

	if (strcmp(f->name, "app") == 0)
		return true;
	text = read_file(unscoped_path, NULL);
	for (char *l = text != NULL ? strtok_r(text, "\n", &save) : NULL; l != NULL; l = strtok_r(NULL, "\n", &save))
		if (starts(l, f->name) && l[strlen(f->name)] == ':' && strlen(l) > strlen(f->name) + 10)
			return true;
	return false;
}

/* Functions and structs of all folders share one space of names. */
static void
take_name(const char *name, const char *file, int line)
{
	for (size_t i = 0; i < n_names; i++)
		if (strcmp(names[i].name, name) == 0)
			die(file, line, "%s: there is one of that name in %s:%d", name, names[i].file, names[i].line);
	names = more(names, n_names, sizeof *names);
	names[n_names].name = name;
	names[n_names].file = file;
	names[n_names++].line = line;
}

static void
read_folder(struct folder *f, bool steps)
{
	size_t n;
	const char **files = sql_files(f->path, &n);

	for (size_t i = 0; i < n; i++) {
		char *path = format("%s/%s", f->path, files[i]);
		if (isdigit((unsigned char)files[i][0]) == 0) {
			if (!steps)
				stmt_read_file(f, path);
		} else if (steps) {
			schema_add_file(f->name, path, files[i]);
		}
	}
}

static void
check_folder(struct folder *f)
{
	bool may = folder_may_unscope(f);

	for (size_t i = 0; i < f->n_record; i++) {
		take_name(f->record[i]->name, f->record[i]->file, f->record[i]->line);
		take_name(format("%s_ops", f->record[i]->name), f->record[i]->file, f->record[i]->line);
		record_build(f->record[i]);
	}
	for (size_t i = 0; i < f->n_stmt; i++) {
		take_name(f->stmt[i]->name, f->stmt[i]->file, f->stmt[i]->line);
		if (f->stmt[i]->n_out > 0)
			take_name(format("%s_row", f->stmt[i]->name), f->stmt[i]->file, f->stmt[i]->line);
		stmt_check(f->stmt[i], may);
	}
}

static void
add_folder(struct folder **list, size_t *n, char *path)
{
	struct stat st;
	char *slash;

	while (ends(path, "/"))
		path[strlen(path) - 1] = 0;
	slash = strrchr(path, '/');
	if (stat(path, &st) != 0) {
		if (ends(path, "*"))	/* no feature yet: the shell's pattern met nothing */
			return;
		die(path, 0, "there is no such folder");
	}
	if (!S_ISDIR(st.st_mode))
		return;
	*list = more(*list, *n, sizeof **list);
	(*list)[*n] = (struct folder){ .path = path, .name = slash != NULL ? slash + 1 : path };
	for (size_t i = 0; i < *n; i++)
		if (strcmp((*list)[i].name, (*list)[*n].name) == 0)
			die(path, 0, "two folders are called %s", (*list)[i].name);
	++*n;
}

int
main(int argc, char **argv)
{
	const char *out = NULL;
	struct folder *f = NULL;
	size_t n = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--out") == 0 && i + 1 < argc)
			out = argv[++i];
		else if (strcmp(argv[i], "--unscoped") == 0 && i + 1 < argc)
			unscoped_path = argv[++i];
		else
			add_folder(&f, &n, argv[i]);
	}
	if (out == NULL || sodium_init() < 0) {
		fputs("usage: sqlgen --out DIR [--unscoped FILE] FOLDER…\n", stderr);
		return 2;
	}
	for (size_t i = 0; i < n; i++)
		read_folder(&f[i], true);
	schema_build();
	for (size_t i = 0; i < n; i++)
		read_folder(&f[i], false);
	for (size_t i = 0; i < n; i++)
		check_folder(&f[i]);
	for (size_t i = 0; i < n; i++)
		write_folder(out, &f[i]);
	write_migrations(out);
	write_statements(out, f, n);
	remove_stale(out);
	return 0;
}
