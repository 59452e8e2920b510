/* SPDX-License-Identifier: MIT */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "base/base.h"

/* Text from outside becomes text inside: valid UTF-8, NFC, CRLF and CR to LF, without control
 * characters (LF only where lines is true; tab becomes a space), bidi marks, surrogates, NUL.
 * ST_INVALID when the bytes are not UTF-8 or hold NUL; otherwise *ret lies in the arena. */
enum status text_clean(struct arena *a, struct str raw, bool lines, struct str *ret) MUST_CHECK;
/* Code points, not bytes. */
size_t text_length(struct str s);
/* For comparing without case and accents (columns *_fold): full case folding, marks stripped. */
struct str text_fold(struct arena *a, struct str s);
/* For sorting (columns *_sort): folded, digits padded so that 2 < 10, Welsh letters by base letter. */
struct str text_sort(struct arena *a, struct str s);
/* At most n code points, cut at a word where possible, with an ellipsis when cut. */
struct str text_shorten(struct arena *a, struct str s, size_t n);
/* Of a code that somebody copies from paper: small letters and digits only; case, spaces and dashes do not matter. */
struct str text_code(struct arena *a, struct str code);
#endif
