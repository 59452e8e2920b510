/* SPDX-License-Identifier: MIT */
#ifndef REPORT_UUID_H
#define REPORT_UUID_H
#include "base/base.h"

/* RFC 9562 version 5: the same text always gives the same id, "6ba7b810-9dad-51d1-80b4-00c04fd430c8".  space: the name space,
 * 16 bytes; NULL: Wardkeep's own. */
struct str uuid_v5(struct arena *a, const uint8_t space[16], struct str text);
#endif
