/* SPDX-License-Identifier: MIT */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H
#include "base/base.h"

/* A sentence for people that no language has touched yet: rules below the pages make it, and
 * html/ says it in the reader's language (lang_message) or message_english in English. */
#ifndef M
#define M(text) ("" text)	/* the same as in html/html.h: marks a text for the catalogue */
#endif
enum word_kind { WORD_TEXT = 1, WORD_NUMBER, WORD_DATE, WORD_MESSAGE };
struct word {
	const char *name;	/* {name} in the text */
	enum word_kind kind;
	struct str text;	/* as it is: a title, a reference, words of the user's data */
	int64_t number;
	struct date date;
	const char *message;	/* itself in the catalogue: "green" */
};
enum { MESSAGE_WORDS = 4 };
struct message {
	const char *text;		/* in the catalogue; NULL: nothing to say */
	const char *const *forms;	/* or a plural: zero one two few many other, NULL falls to other */
	int64_t n;			/* what the plural counts; {n} in its forms */
	struct word words[MESSAGE_WORDS];
};
#define WORD_STR(name_, s) { .name = (name_), .kind = WORD_TEXT, .text = (s) }
#define WORD_INT(name_, v) { .name = (name_), .kind = WORD_NUMBER, .number = (v) }
#define WORD_DAY(name_, d) { .name = (name_), .kind = WORD_DATE, .date = (d) }
#define WORD_MSG(name_, m) { .name = (name_), .kind = WORD_MESSAGE, .message = (m) }
struct str message_english(struct arena *a, const struct message *m);
#endif
