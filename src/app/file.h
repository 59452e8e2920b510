/* SPDX-License-Identifier: MIT */
#ifndef APP_FILE_H
#define APP_FILE_H
#include "app/dispatch.h"

/* Files lie in the database, in rows of 256 KiB, so that a backup is whole.  They are written before the action that
 * links them, in short transactions of their own; one that nothing links goes after a day. */
#define FILE_MAX (20u << 20)
#define FILE_CHUNK (256u << 10)
/* In pairs: an upload that has come whole and has no id yet. */
#define FILE_UPLOADED ((int64_t)-1)

struct file_info { int64_t id; struct str name, type, hash, scan; int64_t size; struct when at; };

/* Dispatcher: stores the request's uploads and puts their ids into the action's F_FILE fields; what is wrong with one
 * becomes that field's error, in words that say what is allowed. */
enum status file_keep_all(struct run *r) MUST_CHECK;
/* Stores bytes that the program made itself or took from a sealed document, after the virus scanner has seen them.
 * ST_INVALID: it found something.  mine: a connection outside any transaction. */
enum status file_keep(struct app *app, struct db *mine, struct arena *a, const struct scope *scope, int64_t by, struct when now,
    struct str name, struct str type, struct str bytes, int64_t *ret_id) MUST_CHECK;
/* In work: the same for the acting organisation, on a connection of its own. */
enum status file_keep_here(struct ctx *c, struct str name, struct str type, struct str bytes, int64_t *ret_id) MUST_CHECK;
/* In store: this file belongs to a record now and stays.  Only one that the same person uploaded and nothing has taken
 * yet: knowing an id is not enough.  app/record.c does it for every file field of a record. */
enum status file_link(struct ctx *c, int64_t file) MUST_CHECK;
/* ST_NOT_FOUND unless this person brought it and nothing has taken it yet: for a file that comes in two calls. */
enum status file_own(struct ctx *c, int64_t file) MUST_CHECK;
enum status file_about(struct ctx *c, int64_t file, struct file_info *ret) MUST_CHECK;
/* True where it may not be opened: the virus scanner has not seen it, or found something.  *ret_why says so, empty where it may. */
bool file_shut(struct ctx *c, const struct file_info *f, struct str *ret_why);
/* All its bytes, checked against its hash: ST_INTERNAL when they differ.  Refused while the scanner has not seen it. */
enum status file_bytes(struct ctx *c, int64_t file, struct arena *a, struct file_info *ret_info, struct str *ret) MUST_CHECK;
/* Shows waiting files to the scanner again; called by the server's housekeeping. */
enum status file_rescan(struct app *app, struct db *mine, int64_t *ret_n) MUST_CHECK;
/* Unlinked files older than a day go; called by a job. */
enum status file_sweep(struct app *app, struct db *mine, struct when now, int64_t *ret_n) MUST_CHECK;

/* The type that the bytes themselves show, out of those allowed; NULL: none of them. */
const char *file_type_of(struct str bytes, struct str name);
/* "PDF, Word, Excel, …" for messages. */
extern const char file_types_allowed[];
#endif
