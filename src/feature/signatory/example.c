/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/time.h"
#include "feature/signatory/own.h"

/* At one trust the manager who leads on violence prevention signs that framework. */
static enum status
named(struct example *e)
{
	size_t manager = example_who(e, EX_TEACHING, ROLE_MANAGER);

	example_at(e, date_add_days(e->today, -20), 14, 0);
	return example_do(e, EX_TEACHING, ROLE_ADMINISTRATOR, "signatory.name", NULL, "framework", "violence-prevention",
	    "account", example_text(e, e->person[manager].account).p, NULL);
}

const struct example_part signatory_example[] = { { 97, "who signs", named }, { 0, NULL, NULL } };
