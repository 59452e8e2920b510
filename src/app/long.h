/* SPDX-License-Identifier: MIT */
#ifndef APP_LONG_H
#define APP_LONG_H
#include "app/app.h"

/* Long work: what takes longer than a page may, such as an import or a large document.  Somebody asks for it; the
 * answer is a page that shows how far it is and can be left.  It is done step by step behind the pages, survives a restart, and
 * each step happens once: its effect, its cursor and its lease are one transaction.  Every step is judged by
 * what the person may do at that moment.  The result, a file, a page to go to or a list of problems, waits for a week. */
#define LONG_KEPT_DAYS 7
#define LONG_PROBLEMS 1000	/* kept of each */
#define LONG_OPEN 20		/* a person may have at once */

struct long_work {
	int64_t id;
	struct str input;		/* what was asked, in the kind's own words */
	int64_t source;			/* uploaded file, 0: none */
	/* A step begins with what the one before left; the first with cursor "" and 0. */
	struct str cursor;
	int64_t done, total;		/* shown as progress; total 0: not known */
	struct str summary;		/* sentence for the page: how it went so far */
	int64_t problems;		/* found so far; see long_problem() */
	/* Memory for all steps that are done in one go, and what they keep there; NULL at the first of them, as after a
	 * restart.  What a library holds is given back by arena_defer() on mem. */
	struct arena *mem;
	void *state;
	/* What a step says. */
	bool more;			/* there is another step: store sets it */
	bool again;			/* with a refusal from store: nothing of this step is kept, and it is done once more */
	int64_t result;			/* file to download, from file_keep_here() in work */
	struct str goes_to;		/* or a page to go to */
	int64_t store_us;		/* when the store part began: see long_time_left() */
};

/* A kind of long work; a folder lists its own in feature.longs. */
struct long_def {
	const char *name;		/* "register.import" */
	/* Outside of any write, for parsing, drawing, looking things up: in a read snapshot (c->db), repeatable, in less than seconds.
	 * A child process for what could hurt is started from here; what waits for one ends the snapshot first. */
	enum status (*work)(struct ctx *c, struct long_work *w);
	/* In the writer, at most 50 ms.  May run more than once for one step; only the last counts. */
	enum status (*store)(struct ctx *c, struct long_work *w);
	int seconds;			/* that one step may take before it counts as lost; 0: 60 */
};

/* In store: asks for it.  action is the one under whose right and name the steps run; the page of it is /work/{id}. */
struct long_ask {
	const char *kind, *action;
	struct str title;		/* what people read in their list */
	struct str input;
	int64_t source, total;		/* source: a file that this call brought; it is taken, see file_link() */
	bool shared;			/* source is that of other work of one's own */
};
enum status long_ask(struct ctx *c, const struct long_ask *ask, int64_t *ret_id) MUST_CHECK;
struct url long_url(struct arena *a, int64_t id);

/* In a step's store: something that the person should look at, by its place ("Answers!C12"). */
enum status long_problem(struct ctx *c, struct long_work *w, struct str place, struct str what) MUST_CHECK;
/* In a step's store: is there time for more in this transaction? */
bool long_time_left(const struct long_work *w);
int64_t long_store_us(const struct long_work *w);	/* gone by since it began */

/* ---- for the pages of src/feature/work ---- */
struct long_about {
	int64_t id, asked_by, unit, done, total, problems, source, result;
	struct str kind, action, input, title, state, goes_to, summary;	/* unit, action and input: of long_read() only */
	struct when asked_at, ended_at, expires_at;
};
enum status long_read(struct ctx *c, int64_t id, struct long_about *ret) MUST_CHECK;	/* one's own only */
/* What came of it may still be opened: by the rights that this person has today where it was asked for, and the token's
 * list; else ST_FORBIDDEN. */
enum status long_allowed(struct ctx *c, const struct long_about *w) MUST_CHECK;
/* Newest first; before INT64_MAX: from the start. */
enum status long_list(struct ctx *c, int64_t before, int64_t most, struct long_about **ret, size_t *ret_n) MUST_CHECK;
struct long_trouble { int64_t n; struct str place; struct personal what; };
enum status long_troubles(struct ctx *c, int64_t id, int64_t after, int64_t most, struct long_trouble **ret, size_t *ret_n) MUST_CHECK;
enum status long_stop(struct ctx *c, int64_t id) MUST_CHECK;	/* in store */

/* Does what waits, at most most steps.  Called by a thread of the server's own, by commands and tests. */
enum status long_run_due(struct app *app, struct db *mine, int most, int *ret_ran) MUST_CHECK;
/* One more kind, for tests of this machinery. */
extern const struct long_def *long_tried;
/* Results past their time go. */
enum status long_sweep(struct app *app, struct db *mine, int64_t *ret_n) MUST_CHECK;
#endif
