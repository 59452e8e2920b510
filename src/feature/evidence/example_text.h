/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_EVIDENCE_EXAMPLE_TEXT_H
#define FEATURE_EVIDENCE_EXAMPLE_TEXT_H
#include <stdbool.h>
#include <stddef.h>

/* Evidence of the example region.  held: "pdf" "txt" "csv" (a file with lines between bars), "link", "record" or "note". */
struct example_evidence {
	const char *kind, *held, *title, *c, *p, *v, *lines;
	bool outcome, lasting;		/* lasting: no last day, entered once */
	const char *measured, *before, *after;
};
extern const struct example_evidence example_evidence[];
extern const size_t example_evidence_count;
#endif
