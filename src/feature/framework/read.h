/* SPDX-License-Identifier: MIT */
#ifndef FRAMEWORK_READ_H
#define FRAMEWORK_READ_H
#include "feature/framework/source.h"

/* STD-3: a framework in any of the forms that are known, told apart by what is in the file. */
struct framework_wish {
	int64_t depth;		/* of a foreign tree; 0: the one that is usual */
	struct str which;	/* of several frameworks in one file: its ref_id or urn */
	struct str edition;	/* in place of the source's; no value: as it is */
};
struct framework_reading {
	struct framework *f;
	const char *format;		/* message: what the file is */
	bool foreign;			/* a tree that was lifted; else all below is empty */
	int depth;
	struct src_level *levels; size_t n_levels;
	struct src_list left, made;
};
/* As framework_parse(): whole, or ST_INVALID and why, with the place in front. */
enum status framework_read(struct arena *a, struct str bytes, const struct framework_wish *w, struct framework_reading *ret, struct str *ret_why) MUST_CHECK;
#endif
