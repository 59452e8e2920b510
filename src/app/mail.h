/* SPDX-License-Identifier: MIT */
#ifndef APP_MAIL_H
#define APP_MAIL_H
#include "app/app.h"

/* Mail through the organisation's own relay.  What is asked for is a row, in the transaction that asks; a thread of its own
 * makes the text at the moment of sending, from what the person may see then, and sends it.  It is noted before it is sent:
 * what was stopped between the two is not sent again (docs/decisions/mail.md). */

/* plain and html say the same.  None of them holds a name of a person or what somebody typed about one. */
struct mail_text { struct str subject, plain; struct str html; bool none; /* there is nothing to say: nothing is sent */ };
struct mail_def {
	const char *name;		/* "reminder.digest" */
	/* In a snapshot of c->scope's organisation; account is whom it goes to. */
	enum status (*make)(struct ctx *c, int64_t account, struct mail_text *ret);
};
/* In store: a mail of that name to that account, once for each period; asked again it is the same one.  Nothing where no
 * mail is sent: without --mail, and in the example region. */
enum status mail_ask(struct ctx *c, const char *name, int64_t account, struct date period) MUST_CHECK;
/* In store: forgets what became of mail of long ago, in the organisation of c->scope. */
enum status mail_forget(struct ctx *c) MUST_CHECK;
bool mail_on(const struct app *app);
/* Sends what is due, at most most.  Called by a thread that may wait for the network. */
enum status mail_run_due(struct app *app, struct db *mine, int most, int *ret_ran) MUST_CHECK;
/* Lines for /metrics. */
enum status mail_metrics(struct db *db, struct arena *a, struct str *ret) MUST_CHECK;
/* NULL: mail can be sent so; the reason otherwise. */
const char *mail_settings_problem(const char *address, const char *from);

/* ---- a message (RFC 5322): mail_text.c ---- */
/* One plain address that cannot carry anything else into the envelope or a header. */
bool mail_address_ok(struct str address);
/* For a header: as it is where it is short and plain, else as encoded words (RFC 2047).  Never a control character. */
struct str mail_word(struct arena *a, struct str text);
struct mail_head { struct str from_name, from, to, id; struct when at; };
struct str mail_message(struct arena *a, const struct mail_head *head, const struct mail_text *text);

/* ---- over the network: smtp.c ---- */
enum smtp {
	SMTP_SENT = 0,
	SMTP_LATER,	/* certainly not taken: away, busy, or broken off before the end */
	SMTP_REFUSED,	/* for good */
	SMTP_UNKNOWN,	/* the whole message went out and no answer came: it may have been taken */
};
/* address: "smtp://HOST:PORT", "smtp+starttls://…" (never without TLS), "smtps://…".  At most half a minute.
 * *ret_code: the server's last answer, 0 where there was none. */
enum smtp smtp_send(struct arena *a, const char *address, const char *from, struct str to, struct str message, int *ret_code);
#endif
