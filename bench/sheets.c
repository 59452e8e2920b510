/* SPDX-License-Identifier: MIT */
/* sheets [FILE]: 100,000 rows of 8 columns to XLSX and back, every cell compared; FILE keeps the workbook.
 * Limits: 1.5 s and 40 MB to write, 4 s to read. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include "report/read.h"
#include "report/table.h"

#define ROWS 100000
#define COLUMNS 8

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long
megabytes(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss / 1024;
}

static struct sheet_value
value_at(struct arena *a, int64_t row, size_t column)
{
	switch (column) {
	case 0: return sheet_text(arena_printf(a, "INC-26-%06lld", (long long)row));
	case 1: return sheet_date((struct date){ (int32_t)(20000 + row % 1000) });
	case 2: return sheet_text(row % 3 == 0 ? S("Physical assault") : S("Theft of property"));
	case 3: return sheet_text(row % 7 == 0 ? S("=Emergency department") : S("Ward 7, west wing"));
	case 4: return sheet_number(row % 97);
	case 5: return sheet_money((struct money){ row * 13 % 100000, true });
	case 6: return sheet_text(row % 2 == 0 ? S("Yes") : S("No"));
	default: return sheet_text(arena_printf(a, "Somebody shouted at the desk and left before security came; no %lld of the week", (long long)(row % 500)));
	}
}

static void
write_all(struct arena *a, struct buf *out)
{
	static const struct table_column columns[COLUMNS] = { { .label = STR_INIT("Reference") }, { .label = STR_INIT("Date") }, { .label = STR_INIT("Kind") },
		{ .label = STR_INIT("Place") }, { .label = STR_INIT("Number") }, { .label = STR_INIT("Cost") }, { .label = STR_INIT("Reported") }, { .label = STR_INIT("What happened") } };
	struct table *t;

	if (table_open(a, TABLE_XLSX, "Incidents", columns, COLUMNS, &t) != ST_OK)
		exit(1);
	for (int64_t r = 0; r < ROWS; r++) {
		size_t mark = arena_mark(a);
		for (size_t k = 0; k < COLUMNS; k++)
			table_put(t, value_at(a, r, k));
		table_row_end(t);
		arena_rewind(a, mark);
	}
	if (table_close(t, out) != ST_OK)
		exit(1);
}

static int64_t
read_all(struct arena *a, struct str bytes)
{
	struct sheet_file *f;
	struct sheet_row row;
	struct message why;
	int64_t n = -1;		/* without the heading */

	if (sheet_open(a, bytes, &sheet_limits_usual, &f, &why) != ST_OK || sheet_start(f, 0, &why) != ST_OK)
		exit(1);
	for (; sheet_next(f, &row, &why) == ST_OK; n++) {
		size_t mark = arena_mark(a);
		for (size_t k = 0; n >= 0 && k < COLUMNS; k++) {
			struct sheet_value v = value_at(a, n, k);
			if (!str_eq(row.cells[k].text, sheet_value_text(a, &v)) || row.cells[k].formula) {
				fprintf(stderr, "sheets: row %lld, column %zu is not what was written\n", (long long)n, k);
				exit(1);
			}
		}
		arena_rewind(a, mark);
	}
	sheet_close(f);
	return n;
}

int
main(int argc, char **argv)
{
	struct arena a;
	struct buf out;

	if (!arena_open(&a, 64u << 20))
		return 1;
	buf_init(&out, 64u << 20);
	double begun = seconds();
	write_all(&a, &out);
	double wrote = seconds() - begun;
	long memory = megabytes();
	printf("XLSX of %d rows and %d columns: written in %.2f s, %ld MB of memory, %.1f MB long\n", ROWS, COLUMNS, wrote, memory, (double)out.n / 1e6);
	if (argc > 1) {
		FILE *f = fopen(argv[1], "wb");
		if (f == NULL || fwrite(out.p, 1, out.n, f) != out.n || fclose(f) != 0)
			return 1;
	}
	begun = seconds();
	int64_t n = read_all(&a, buf_view(&out));
	double took = seconds() - begun;
	printf("the same read and compared: %lld rows in %.2f s, %ld MB of memory\n", (long long)n, took, megabytes());
	return n == ROWS && wrote < 1.5 && memory < 40 && took < 4 ? 0 : 1;
}
