/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_REVIEW_ROLL_H
#define FEATURE_REVIEW_ROLL_H
#include "feature/review/judge.h"

/* From ratings to key areas and the whole, by a published, versioned profile (struct scoring).  No
 * source states the arithmetic; the shipped profile is the product's own and says so.
 *
 * Shares are of the weight that counts.  Red where the red share reaches red_share, else green where
 * the green share reaches green_share, else amber; then the limits: the best that is still possible
 * with a red, with a red or amber on a weighted standard, and for the whole with one red area (amber) and
 * with red_areas of them (red; 0: areas do not limit the whole).  A single key area is the whole.
 * For any profile that passes scoring_sound: raising one rating never lowers a result, the order of the
 * standards does not matter, and no activity (red) on a weighted standard keeps its key area and the
 * whole from green at the least. */
enum unrated {
	UNRATED_RED = 1,	/* no rating is no activity */
	UNRATED_OUT,		/* left out of the reckoning */
	UNRATED_WAIT,		/* no result for its area and the whole until it is rated */
};
struct roll_standard { struct str ref; size_t area; enum rating rating; int weight; /* 0: does not count */ };
enum roll_line_kind { ROLL_STANDARD = 1, ROLL_SHARE, ROLL_LIMIT, ROLL_RESULT };
struct roll_line {
	enum roll_line_kind kind;
	struct str standard;	/* ROLL_STANDARD: which, with its weight */
	enum rating rating;	/* of the standard, or the level after this line */
	int weight;
	struct message effect;
};
struct roll_result {
	enum rating level;	/* NOT_APPLICABLE: nothing in it applies; NONE: waits for a rating */
	int green, red, of;	/* weight */
	size_t n_red, n_amber, n_green, n_unrated, n_not_applicable;
	const struct roll_line *lines;	/* how it came about, step by step */
	size_t n_lines;
};
struct roll { struct roll_result whole; struct roll_result *areas; size_t n_areas; };
/* The weight of a standard for a period that ends on that day: the profile's latest by then, else own. */
int roll_weight(const struct scoring *p, struct str key, struct str edition, struct str standard, int own,
    struct date period_end);
/* Every s[i].area < n_areas. */
void roll_up(struct arena *a, const struct scoring *p, enum unrated unrated, const struct roll_standard *s, size_t n,
    size_t n_areas, struct roll *ret);
/* The rule in words, made from the profile itself, a line each; s: the standards, for their weights. */
size_t roll_rule(struct arena *a, const struct scoring *p, enum unrated unrated, const struct roll_standard *s, size_t n,
    const struct message **ret);
#endif
