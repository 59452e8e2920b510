/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/json.h"
#include "base/time.h"
#include "feature/framework/own.h"

/* The example region has the example edition too, so that a review can move to it. */
static enum status
frameworks(struct example *e)
{
	example_at(e, example_start(e), 13, 0);
	return example_do(e, EX_NATIONAL, ROLE_PROGRAMME, "framework.load_shipped", NULL, "examples", "true", NULL);
}

static struct str
edition(const struct json_node *list, const char *key, const char *name)
{
	const struct json_node *items = json_get(list, "items");

	for (size_t i = 0; items != NULL && i < items->n; i++)
		if (str_is(json_get_str(items->items[i], "key"), key) && str_is(json_get_str(items->items[i], "edition"), name))
			return json_get_str(items->items[i], "framework");
	return S("");
}

/* One trust calls a key area as its own strategy does, and one commissioner has set itself a standard. */
static enum status
own_ways(struct example *e)
{
	struct json_node *list;

	example_at(e, date_add_months(example_from(e, 0), 1), 10, 30);
	TRY(example_do(e, EX_DALES, ROLE_SPECIALIST, "framework.list", &list, NULL));
	TRY(example_do(e, EX_DALES, ROLE_SPECIALIST, "area_name.create", NULL, "name", "Creating a pro-security culture",
	    "framework", edition(list, "provider-security", "1").p, "area", "2", "reason", "So it is called in the security strategy that the board approved.", NULL));
	return example_do(e, EX_SALTMARSH, ROLE_SPECIALIST, "local_standard.create", NULL, "title", "Green travel to evening clinics",
	    "framework", edition(list, "commissioner-security", "2017-18").p, "area", "3",
	    "rationale", "Staff told us that the way from the station to evening clinics keeps some from taking these shifts.",
	    "red", "No safe way home is offered after 20:00.", "amber", "A shuttle or taxi is offered, and nobody knows who uses it.",
	    "green", "A shuttle or taxi is offered, its use is counted, and staff on evening shifts say that it works.",
	    "owner_unit", example_text(e, e->org[EX_SALTMARSH].unit[0]).p, NULL);
}

const struct example_part framework_example[] = {
	{ 30, "frameworks", frameworks },
	{ 63, "own names and standards", own_ways },
	{ 0, NULL, NULL },
};
