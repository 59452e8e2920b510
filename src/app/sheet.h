/* SPDX-License-Identifier: MIT */
#ifndef APP_SHEET_H
#define APP_SHEET_H
#include "app/long.h"
#include "app/registry.h"
#include "report/read.h"
#include "report/table.h"

/* Lists as spreadsheets (API-2).  Whatever an action called KIND.list gives comes out as CSV and XLSX by KIND.export,
 * with the same rights, filters and order; the registry makes that action, and its page, beside the list's.  Up to SHEET_AT_ONCE
 * rows come at once, more as long work. */
#define SHEET_AT_ONCE 5000

/* What the values of reference fields are called, read once each.  Memory of its own, so that rows may come and go. */
struct sheet_names;
enum status sheet_names_open(struct ctx *c, struct sheet_names **ret) MUST_CHECK;
void sheet_names_close(struct sheet_names *n);
/* The name; where two share it, or it cannot be told, with the id behind: "Ward 7 (7401…)". */
struct str sheet_name_of(struct ctx *c, struct sheet_names *n, const char *kind, int64_t id);
/* The id behind what sheet_name_of() gave, or a name that only one bears; false: none or several. */
bool sheet_name_find(struct ctx *c, struct sheet_names *n, const char *kind, struct str name, int64_t *ret);
/* All that may be chosen, for a list in the cell. */
size_t sheet_name_choices(struct ctx *c, struct sheet_names *n, const char *kind, const struct str **ret);

/* One field of a record as a cell: what people read, and what reading it back takes. */
struct sheet_value sheet_field(struct ctx *c, struct sheet_names *n, const struct field *f, const void *rec);
struct table_column sheet_column(struct ctx *c, const struct field *f);

/* Where the rows go. */
struct sheet_run { struct ctx *c; enum table_format format; size_t most, rows; bool more; struct table *table; struct sheet_names *names; };
/* Opens the table; false, with more set, when the limit is reached. */
enum status sheet_begin(struct sheet_run *r, const struct table_column *columns, size_t n) MUST_CHECK;
bool sheet_room(struct sheet_run *r);

/* sheet_open() in a load: no snapshot is held while the worker reads a workbook, and another one is taken after it. */
enum status sheet_open_apart(struct ctx *c, struct arena *mem, struct str bytes, const struct sheet_limits *limits, struct sheet_file **ret,
    struct message *ret_why) MUST_CHECK;

/* For the registry: the export beside a list, with room for one action and one page. */
bool sheet_make(struct arena *a, const struct action *list, const char *name, const char *path, struct action *ret_action, struct page *ret_page);
/* The load of every export, of plain registers too. */
enum status sheet_export_load(struct ctx *c, void *in, void *out) MUST_CHECK;
/* Of a plain register, app/register_list.c: all its rows into the run. */
enum status register_rows(struct sheet_run *r, const struct register_def *reg, const void *in) MUST_CHECK;

/* Its id, version, reference, where it has one, and fields as that export has them. */
void register_row(struct ctx *c, const struct record_type *t, const void *row, struct sheet_names *names, struct sheet_value *ret);

/* For large_ask(), in store: the same as long work; query as in the address of the export's page. */
enum status sheet_ask(struct ctx *c, struct str action, struct str format, struct str query, int64_t *ret_id) MUST_CHECK;
extern const struct long_def sheet_long;
/* Links for the foot of a list's page; nothing where there is no export or it is not for this person. */
struct sheet_links { struct url csv, xlsx; };
bool sheet_links_for(struct ctx *c, const struct page *p, struct sheet_links *ret);
#endif
