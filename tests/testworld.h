/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TESTWORLD_H
#define TESTS_TESTWORLD_H
#include "app/access.h"
#include "app/app.h"

/* An installation of one test, with organisations, people and a clock of its own: features are tried through the
 * dispatcher, as any face would. */
struct test_world { struct app *app; struct db *db; };
struct test_world *test_world(void);			/* closed when the test ends; it is 21 September 2026, noon */
int64_t test_world_org(struct test_world *w, const char *name, const char *kind);
void test_world_pass(struct test_world *w, int64_t seconds);
/* Somebody of that organisation with these roles; account may be any number that no account has. */
#define ROLE(r) (UINT64_C(1) << ROLE_##r)
struct who test_who(struct test_world *w, int64_t org, const char *kind, uint64_t roles, int64_t account);
struct who test_operator(void);
/* Runs an action; then names and values in turn, ended by NULL: test_call(w, who, "unit.create", "name", S("North"), NULL). */
struct outcome test_call(struct test_world *w, struct who who, const char *action, ...);
/* A field of what came out, as text; no value when there is none.  path: "id" or "items.0.name". */
struct str test_field(struct outcome o, const char *path);
size_t test_count(struct outcome o, const char *list);
struct str test_id(int64_t id);
#define CHECK_DONE(o) CHECK_MSG((o).st == ST_OK, "refused: %.*s", (int)(o).message.n, (o).message.p)
#endif
