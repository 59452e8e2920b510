/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H
#include "cli/cli.h"

/* Commands that rest on features: user, token, framework, document, spc, demo.  Ends with a NULL name. */
extern const struct command feature_commands[];
/* src/cli/framework.c.  ship: loads the shipped frameworks that are not there yet. */
int framework_ship(const struct options *o);
int framework_run(const struct options *o);
int list_import_run(const struct options *o);	/* src/cli/import.c */
int spc_run(const struct options *o);		/* src/cli/spc.c */
/* An organisation by ODS code or id; the connection is reading. */
bool command_org(struct db *db, struct arena *a, struct str text, int64_t *ret);
/* What features add to verify: one line in bad for each thing that is wrong. */
enum status command_verify(struct app *app, struct db *db, struct arena *a, struct buf *bad) MUST_CHECK;
#endif
