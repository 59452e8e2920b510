/* SPDX-License-Identifier: MIT */
#ifndef TPLC_H
#define TPLC_H
#include <stdbool.h>
#include <stddef.h>

/* ---- the source being read ---- */
struct source { const char *file; const char *p; size_t n, at; int line; };
extern struct source in;
void die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
void die_at(int line, const char *fmt, ...) __attribute__((noreturn, format(printf, 2, 3)));
bool looking_at(const char *what);
int take(void);				/* next byte, counting lines; -1 at the end */
void skip(size_t n);
char *read_file(const char *path, size_t *ret_n);
char *copy(const char *p, size_t n);

/* ---- growing text ---- */
struct text { char *p; size_t n, room; };
void text_put(struct text *t, const char *p, size_t n);
void text_add(struct text *t, const char *z);
void text_printf(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- what comes out ---- */
extern struct text out_c, out_h;
void out_literal(const char *p, size_t n);	/* HTML as it stands */
void out_flush(void);
void out_code(int line, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void out_plain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Code between capture and captured goes into a text of its own. */
void out_capture(struct text *to);
void out_captured(void);
void c_string(struct text *t, const char *p, size_t n);	/* "…" with escapes */

/* ---- expressions and controls ---- */
void expr_check(const char *e);
char *expr_last_word(const char *e);
char *expr_read(const char *closing);		/* after the opening; up to and with "}}" or "%}" */
struct control { char *word, *rest; int line; };
struct control control_read(void);
bool control_ends_block(const char *word);

/* ---- HTML ---- */
enum attr_kind { ATTR_TEXT = 1, ATTR_URL, ATTR_NUMBER, ATTR_BOOL, ATTR_MESSAGE, ATTR_LITERAL };
enum attr_kind attr_kind(const char *name, int *ret_index);	/* 0: not on the list; index -1: not tracked */
bool element_known(const char *name);
bool element_void(const char *name);
bool element_inline(const char *name);
bool element_svg(const char *name);
/* Literal text with entities made into characters. */
char *entities_decode(const char *p, size_t n, size_t *ret_n);
void escaped_add(struct text *t, const char *p, size_t n);
bool has_letter(const char *p, size_t n);
char *squeeze(const char *p, size_t n);		/* trimmed, white space to single spaces */

/* Reads one tag; the '<' is next.  Name of an element opened, or NULL when it was closed or void. */
char *tag_read(void);
char *tag_close_read(void);
struct control parse_values(enum attr_kind kind, const char *name, bool in_block);

/* ---- blocks ---- */
enum where { IN_TEXT, IN_TAG, IN_VALUE };
extern enum attr_kind value_kind;		/* of the attribute that IN_VALUE is in */
struct control parse_text(void);		/* up to a control that ends a block; word NULL: end of file or {! */
struct control parse_attributes(bool in_block);
void parse_block(struct control c, enum where w);
void parse_function(void);
extern unsigned long long attrs_seen[3];
void elements_reset(void);

/* ---- messages ---- */
void message_note(int line, const char *message);
void message_notes_from_expr(const char *e);
void messages_from_c(void);
void messages_print(void);
void parse_t(enum where w);
void parse_plural(struct control c);
extern bool only_messages;
#endif
