/* SPDX-License-Identifier: MIT */
#ifndef BASE_PAIR_H
#define BASE_PAIR_H
#include "base/base.h"
/* One name and value of a form body or query string, decoded, in the order sent. */
struct pair { struct str name, value; int64_t file; /* id of a stored upload, 0: none */ };
#endif
