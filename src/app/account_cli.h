/* SPDX-License-Identifier: MIT */
#ifndef APP_ACCOUNT_CLI_H
#define APP_ACCOUNT_CLI_H
#include "app/app.h"

/* wardkeep user add|list|close|role|reset and wardkeep token add|list|revoke, as the operator of the machine.
 * group: "user" or "token"; args: what stands behind it, "add --email … --name …".  org: from a general --org, or NULL.
 * Prints what came out, or on standard error why not.  Exit status 0, 1 (refused) or 2 (misuse). */
int account_cli(struct app *app, struct db *db, const char *group, const char *org, int n_args, char **args);
/* For --help. */
extern const char account_cli_user_help[], account_cli_token_help[];
#endif
