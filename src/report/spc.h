/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SPC_H
#define REPORT_SPC_H
#include "base/message.h"

/* Statistical process control: the XmR chart by the rules of NHS England's Making Data Count, as its spreadsheet and
 * the NHS-R Community's NHSRplotthedots (0.2.2) apply them.  docs/decisions/spc.md has the choices and their reasons.
 *
 *   limits        mean and mean moving range of the segment; mean +/- 2.66 times the mean moving range, never cut off
 *                 at nought unless the measure cannot be negative (.not_negative)
 *   outside       beyond a limit; a point on the limit is inside
 *   trend         7 or more points in a row, each above (or each below) the one before
 *   two of three  of three points in a row on one side of the mean, two or more in the outer third and inside the limits
 *   shift         7 or more points in a row on one side of the mean; a point exactly on the mean ends the run
 *
 * Each rebase date begins a segment of its own: limits and rules start anew.  Whether a rule holds is decided in whole
 * numbers, without rounding; what comes out is rounded half away from nought at the twelfth decimal. */

/* A number in units of 10^-12, below 10^12 in size. */
__extension__ typedef __int128 spc_num;
#define SPC_ONE ((spc_num)1000000000000)
enum {
	SPC_RUN = 7,		/* points of a shift, and of a trend */
	SPC_FEW = 13,		/* fewer points than this in a segment: its limits are trial limits */
	SPC_MOST = 100000	/* points */
};

/* A decimal number, with an exponent or not; digits behind the twelfth decimal are rounded.  False for all else. */
bool spc_num_parse(struct str s, spc_num *ret);
/* At most so many decimals, without noughts at the end: "12.5", "-3". */
struct str spc_num_text(struct arena *a, spc_num v, int decimals);
/* part of whole times scale, rounded at the twelfth decimal; whole > 0, part * scale below 10^12. */
spc_num spc_ratio(int64_t part, int64_t whole, int64_t scale);
/* How many decimals v has. */
int spc_num_decimals(spc_num v);

struct spc_sample { struct date at; spc_num value; };

enum spc_kind { SPC_COMMON = 0, SPC_OUTSIDE, SPC_TREND, SPC_TWO_OF_THREE, SPC_SHIFT };
enum spc_better { SPC_NEITHER = 0, SPC_HIGHER, SPC_LOWER };
enum spc_variation { SPC_VARIES_COMMON = 0, SPC_IMPROVING, SPC_CONCERNING, SPC_CHANGING /* for neither better nor worse */ };
enum spc_assurance {
	SPC_NOT_ASSURED = 0,	/* no target, no limits, or nobody said which way is better */
	SPC_PASSING,		/* the target will be met, whatever ordinary variation does */
	SPC_FAILING,
	SPC_HIT_OR_MISS		/* the target lies between the limits */
};

struct spc_point {
	struct date at;
	spc_num value;
	size_t segment;
	enum spc_kind kind;	/* the first that holds, in the order of the list */
	bool high;		/* with a signal: upwards (above the mean; rising, for a trend) */
};
struct spc_segment {
	size_t from, n;		/* of points */
	spc_num mean, upper, lower;
	bool limits;		/* two points and more: there are limits */
	bool trial;		/* fewer than SPC_FEW: they are trial limits */
};
struct spc_options {
	bool screen;		/* leave moving ranges of 3.267 times their mean or more out, once; the NHS spreadsheet does not */
	bool not_negative;	/* values are never below nought: neither is a lower limit */
	enum spc_better better;
	bool has_target;
	spc_num target;
	const struct date *rebase;	/* in any order */
	size_t n_rebase;
};
struct spc {
	struct spc_options options;
	struct spc_point *points;	/* by date */
	size_t n;
	struct spc_segment *segments;	/* at least one */
	size_t n_segments;
	int decimals;			/* the most that a value has, at most 4: for showing */
	enum spc_variation variation;	/* of the latest point */
	bool high;			/* of the latest point, unless common */
	enum spc_assurance assurance;	/* of the latest limits */
};

/* Samples in any order, one for a day.  ST_INVALID with a sentence for people: none or too many, two of one day, a rebase
 * date with no point before it or none from it on. */
enum status spc_make(struct arena *a, const struct spc_sample *s, size_t n, const struct spc_options *o, struct spc *ret, struct message *ret_why) MUST_CHECK;
const struct spc_segment *spc_last(const struct spc *c);

/* ---- words; messages of the catalogue ---- */
extern const char *const spc_kind_names[5];	/* for machines: "common", "outside" … */
const char *spc_kind_words(enum spc_kind k);	/* M("Outside the limits") */
const char *spc_variation_words(const struct spc *c);
const char *spc_variation_name(enum spc_variation v);
const char *spc_assurance_words(enum spc_assurance v);
const char *spc_assurance_name(enum spc_assurance v);
/* The rule set in sentences, as it was applied here. */
enum { SPC_RULES = 6 };
void spc_rules(const struct spc *c, struct message ret[SPC_RULES]);

/* ---- from a file ---- */
/* CSV with the columns date and value, in the order of the file's header or, without one, in that order.  Dates as
 * 2026-08-06 or 06/08/2026.  ST_INVALID with a sentence that names the line. */
enum status spc_read(struct arena *a, struct str csv, struct spc_sample **ret, size_t *ret_n, struct str *ret_why) MUST_CHECK;
/* {"mean":…,"upper":…,"lower":… (of the last segment),"segments":[…],"points":[{"date","value","kind",…}]} */
void spc_json(struct buf *o, const struct spc *c);
#endif
