/* SPDX-License-Identifier: MIT */
#include "app/mail.h"
#include <string.h>
#include "app/access.h"
#include "app/audit.h"
#include "app/dispatch.h"
#include "base/ids.h"
#include "base/log.h"
#include "sql/app.h"

#define TRIES 8				/* 1, 2, 4 … minutes apart: two hours in all */
#define LOST_MS (5 * 60 * 1000ll)
#define KEPT_MS (90 * 86400 * 1000ll)

bool
mail_on(const struct app *app)
{
	return app->mail != NULL && !app->example;
}

const char *
mail_settings_problem(const char *address, const char *from)
{
	static const char *const begins[] = { "smtp://", "smtps://", "smtp+starttls://" };
	const char *host = NULL;

	for (size_t i = 0; i < countof(begins); i++)
		if (strncmp(address, begins[i], strlen(begins[i])) == 0)
			host = address + strlen(begins[i]);
	if (host == NULL || *host == 0 || strpbrk(host, " \t\r\n/@?#\\\"") != NULL)
		return "--mail wants smtp://HOST:PORT, smtp+starttls://HOST:PORT or smtps://HOST:PORT";
	return from != NULL && mail_address_ok(str_c(from)) ? NULL : "--mail wants --mail-from with the address that mail comes from";
}

enum status
mail_ask(struct ctx *c, const char *name, int64_t account, struct date period)
{
	int64_t n;

	if (!mail_on(c->app))
		return ST_OK;
	return mail_put(c->db, c->scope, id_new(), account, str_c(name), period, c->now, &n);
}

enum status
mail_forget(struct ctx *c)
{
	int64_t n;

	return mail_sweep(c->db, c->scope, (struct when){ c->now.ms - KEPT_MS }, &n);
}

enum status
mail_metrics(struct db *db, struct arena *a, struct str *ret)
{
	struct mail_counts_row *r;
	struct buf b;
	size_t n;

	buf_init(&b, 4096);
	TRY(mail_counts(db, a, &r, &n));
	buf_lit(&b, "# TYPE wardkeep_mail gauge\n");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "wardkeep_mail{state=\"%.*s\"} %lld\n", (int)r[i].state.n, r[i].state.p, (long long)r[i].n);
	*ret = buf_end(&b, a);
	return ST_OK;
}

/* ---- sending ---- */

struct turn { struct arena *mem; struct when now; struct mail_next_row row; bool found; struct str state, why; struct when due; };

static enum status
tidy(void *arg, struct db *db)
{
	struct turn *t = arg;
	int64_t lost;

	TRY(mail_lost(db, (struct when){ t->now.ms - LOST_MS }, &lost));
	if (lost > 0)
		log_printf("mail", "%lld were being sent when the program stopped, and are not sent again", (long long)lost);
	return ST_OK;
}

/* A look, so that nothing is written while there is nothing to do. */
static enum status
wanted(struct db *db, struct turn *t, bool *ret)
{
	struct mail_wanted_row r = { .n = 0 };

	TRY(db_begin_read(db));
	enum status st = mail_wanted(db, t->mem, t->now, (struct when){ t->now.ms - LOST_MS }, &r);
	db_end_read(db);
	*ret = r.n > 0;
	return st;
}

static enum status
take(void *arg, struct db *db)
{
	struct turn *t = arg;
	int64_t n;

	t->found = false;
	enum status st = mail_next(db, t->mem, t->now, &t->row);
	if (st == ST_NOT_FOUND)
		return ST_OK;
	TRY(st);
	TRY(mail_begin(db, t->row.org, t->row.id, t->now, &n));
	t->found = n == 1;
	return ST_OK;
}

static enum status
note(void *arg, struct db *db)
{
	struct turn *t = arg;
	int64_t n;

	return mail_end(db, t->row.org, t->row.id, t->state, t->why, t->due, &n);
}

static const struct action sending = { .name = "mail.send", .title = "", .access = ACCESS_OPERATOR, .mode = MODE_READ };

static enum status
make(struct app *app, struct db *mine, struct turn *t, struct mail_text *ret)
{
	struct who who = { .org = t->row.org, .operator = true };
	struct ctx *c = ctx_make(app, t->mem, &who, &sending, FACE_JOB);
	enum status st = ST_NOT_FOUND;

	TRY(db_begin_read(mine));
	c->db = mine;
	c->scope = scope_job(t->mem, t->row.org);
	for (size_t i = 0; i < feature_count; i++)
		for (const struct mail_def *m = features[i]->mails; m != NULL && m->name != NULL; m++)
			if (str_is(t->row.name, m->name))
				st = m->make(c, t->row.account, ret);
	db_end_read(mine);
	return st;
}

static void
later(struct turn *t, struct str why)
{
	bool over = t->row.tries + 1 >= TRIES;

	t->state = over ? S("failed") : S("waiting");
	t->why = why;
	t->due = over ? t->now : (struct when){ t->now.ms + (60000ll << t->row.tries) };
}

static void
send_one(struct app *app, struct db *mine, struct turn *t)
{
	struct mail_text text = { .none = false };
	int code;

	t->why = S("");
	t->due = t->now;
	enum status st = make(app, mine, t, &text);
	if (st != ST_OK) {
		log_printf("mail", "mail %lld could not be made: %s", (long long)t->row.id, status_name(st));
		later(t, S("made"));
		return;
	}
	if (text.none) {
		t->state = S("nothing");
		return;
	}
	struct mail_head head = { .from_name = app->service, .from = str_c(app->mail_from), .to = t->row.email.text, .id = id_text(t->mem, t->row.id), .at = t->now };
	struct str whole = mail_message(t->mem, &head, &text);
	enum smtp did = smtp_send(t->mem, app->mail, app->mail_from, t->row.email.text, whole, &code);
	t->now = app_now(app);
	t->due = t->now;
	/* The answer's words may hold the address; its number does not. */
	if (code != 0)
		t->why = id_text(t->mem, code);
	switch (did) {
	case SMTP_SENT:
		t->state = S("sent");
		return;
	case SMTP_LATER:
		later(t, t->why);
		log_printf("mail", "mail %lld is not sent, answer %d, try %d%s", (long long)t->row.id, code, (int)t->row.tries + 1, str_is(t->state, "failed") ? ", given up" : "");
		return;
	case SMTP_REFUSED:
		t->state = S("failed");
		log_printf("mail", "mail %lld is refused for good, answer %d", (long long)t->row.id, code);
		return;
	case SMTP_UNKNOWN:
		t->state = S("unknown");
		log_printf("mail", "mail %lld went out and no answer came; it is not sent again", (long long)t->row.id);
	}
}

enum status
mail_run_due(struct app *app, struct db *mine, int most, int *ret_ran)
{
	struct arena mem;
	enum status st;
	bool found;

	*ret_ran = 0;
	if (!mail_on(app))
		return ST_OK;
	if (!arena_open(&mem, 64u << 20))
		return ST_UNAVAILABLE;
	struct turn t = { .mem = &mem, .now = app_now(app) };
	st = wanted(mine, &t, &found);
	if (st == ST_OK && found)
		st = app_write(app, mine, NULL, tidy, &t);
	while (st == ST_OK && found && *ret_ran < most) {
		arena_reset(&mem);
		t = (struct turn){ .mem = &mem, .now = app_now(app) };
		st = app_write(app, mine, NULL, take, &t);
		if (st != ST_OK || !t.found)
			break;
		++*ret_ran;
		send_one(app, mine, &t);
		st = app_write(app, mine, NULL, note, &t);
	}
	arena_close(&mem);
	return st;
}
