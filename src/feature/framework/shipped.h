/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_FRAMEWORK_SHIPPED_H
#define FEATURE_FRAMEWORK_SHIPPED_H
#include "feature/framework/model.h"

/* What lies in data/frameworks, inside the program; sorted by name. */
struct shipped_file { const char *name; const unsigned char *bytes; size_t n; };
extern const struct shipped_file shipped_files[];
extern const size_t shipped_file_count;

/* Parsed at the first call and kept; a file that cannot be read ends the program. */
const struct evidence_kinds *shipped_evidence_kinds(void);
const struct live_facts *shipped_live_facts(void);
const struct duties *shipped_duties(void);
const struct sanction_range *shipped_sanctions(void);
/* No value when there is no such file. */
struct str shipped_text(const char *name);
#endif
