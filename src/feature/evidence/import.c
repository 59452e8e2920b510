/* SPDX-License-Identifier: MIT */
/* Evidence as a spreadsheet, out and in: what another system or a list kept so far holds, with the standards that each piece is for. */
#include "app/register.h"
#include "feature/evidence/own.h"
#include "feature/evidence/shape.h"

#define MOST_STANDARDS 50

struct evidence_import { struct str standards; };
SHAPE(evidence_import_shape, evidence_import,
	FIELD(struct evidence_import, standards, .label = M("Standards"), .hint = M("For new evidence: framework key, /, number; several with a semicolon between"), .max = 2000));

/* "commissioner-security/1.4; commissioner-security/2.1": the next of them; false: the end. */
static bool
next_standard(struct str *rest, struct str *key, struct str *id)
{
	while (rest->n > 0) {
		struct str one = str_trim(str_cut(*rest, ';', rest));
		*key = str_trim(str_cut(one, '/', id));
		*id = str_trim(*id);
		if (one.n > 0)
			return true;
	}
	return false;
}

static enum status
import_begin(struct ctx *c, const void *extra, bool fresh, struct pair *pairs, size_t n, void *rec)
{
	const struct evidence_import *x = extra;
	const struct fw_standard *s;
	const struct framework *f;
	struct str rest = x->standards, key, id;

	(void)pairs, (void)n, (void)rec;
	for (size_t i = 0; fresh && next_standard(&rest, &key, &id); i++) {
		TRY(evidence_standard_find(c, key, id, &f, &s));
		if (s == NULL || i == MOST_STANDARDS) {
			field_error(c, "standards", M("There is no standard {value} in that framework"), id.n > 0 ? id : key);
			break;
		}
	}
	return ST_OK;
}

static enum status
import_saved(struct ctx *c, const void *rec, const void *extra)
{
	const struct evidence_import *x = extra;
	struct str rest = x->standards, key, id;

	while (next_standard(&rest, &key, &id))
		TRY(evidence_link_put(c->db, c->scope, ((const struct evidence *)rec)->id, key, id, c->now, NULL));
	return ST_OK;
}

static const struct import_extra more = { .shape = &evidence_import_shape, .begin = import_begin, .saved = import_saved };
const struct register_def evidence_sheets = { .type = &evidence_type, .path = "/evidence", .title = M("Evidence"), .sheets_only = true, .import = &more };
