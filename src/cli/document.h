/* SPDX-License-Identifier: MIT */
#ifndef CLI_DOCUMENT_H
#define CLI_DOCUMENT_H
#include "cli/cli.h"

/* "wardkeep document export|import": sealed documents as files between installations. */
int document_run(const struct options *o);
#endif
