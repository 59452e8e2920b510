/* SPDX-License-Identifier: MIT */
#ifndef FRAMEWORK_OSCAL_H
#define FRAMEWORK_OSCAL_H
#include "base/json.h"
#include "feature/framework/schema.h"

/* OSCAL 1.1 catalogs in JSON.  Places are paths: "catalog.groups[0].controls[3]".  Inside this folder only. */
#define OSCAL_NS "urn:wardkeep:framework"	/* of the properties and parts that are ours */

struct oscal_paths { struct str *at; size_t n, room; };
int oscal_place(struct fw_reader *r, int up, const char *key, size_t i);	/* i SIZE_MAX: no item of a list */
struct str oscal_places(const struct fw_reader *r, int place);			/* for fw_reader.places; .where: struct oscal_paths */
/* The list under that key; an empty one where there is none.  ST_INVALID: it is something else. */
enum status oscal_list(struct fw_reader *r, const struct json_node *object, int place, const char *key, const struct json_node **ret) MUST_CHECK;
/* The value of the first property of that name, in that namespace (NULL: OSCAL's own). */
struct str oscal_prop(const struct json_node *object, const char *name, const char *ns);

/* A catalog that oscal_write() wrote, which holds all of a framework, as nodes of our format. */
bool oscal_is_ours(const struct json_node *catalog);
enum status oscal_ours(struct fw_reader *r, const struct json_node *catalog, struct fw_node **ret) MUST_CHECK;
#endif
