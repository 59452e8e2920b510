/* SPDX-License-Identifier: MIT */
#include "base/base.h"

const char *
status_name(enum status st)
{
	switch (st) {
	case ST_OK: return "ok";
	case ST_NOT_FOUND: return "not_found";
	case ST_INVALID: return "invalid";
	case ST_FORBIDDEN: return "forbidden";
	case ST_SIGN_IN: return "sign_in";
	case ST_CONFLICT: return "conflict";
	case ST_TOO_LARGE: return "too_large";
	case ST_TOO_MANY: return "too_many";
	case ST_BUSY: return "busy";
	case ST_UNAVAILABLE: return "unavailable";
	case ST_INTERNAL: return "internal";
	case ST__MAX: break;
	}
	return "?";
}
