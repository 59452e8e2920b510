/* SPDX-License-Identifier: MIT */
#ifndef HTTP_PARSE_H
#define HTTP_PARSE_H
#include "http/http.h"

/* UTF-8 in shortest form without control characters. */
bool parse_is_plain_text(struct str s);
#endif
