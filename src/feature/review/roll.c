/* SPDX-License-Identifier: MIT */
#include "feature/review/roll.h"

int
roll_weight(const struct scoring *p, struct str key, struct str edition, struct str standard, int own,
    struct date period_end)
{
	const struct fw_weight *at = NULL;

	for (size_t i = 0; i < p->weights.n; i++) {
		const struct fw_weight *w = &p->weights.at[i];

		if (!str_eq(w->key, key) || !str_eq(w->edition, edition) || !str_eq(w->standard, standard))
			continue;
		if (w->from.day <= period_end.day && (at == NULL || w->from.day > at->from.day))
			at = w;
	}
	return at == NULL ? own : at->weight;
}

/* ---- reckoning ---- */

struct sum {
	const struct scoring *p;
	enum unrated unrated;
	struct roll_result *out;
	struct roll_line *lines;
	bool any_red, weighted_red, weighted_amber, waits;
};

static struct roll_line *
line_add(struct sum *s, enum roll_line_kind kind, enum rating r, const char *effect)
{
	struct roll_line *l = &s->lines[s->out->n_lines++];

	*l = (struct roll_line){ .kind = kind, .rating = r, .effect = { .text = effect } };
	return l;
}

static void
line_standard(struct sum *s, const struct roll_standard *x, const char *effect)
{
	struct roll_line *l = line_add(s, ROLL_STANDARD, x->rating, effect);

	l->standard = x->ref;
	l->weight = x->weight;
	l->effect.words[0] = (struct word)WORD_INT("weight", x->weight);
}

static const char *
red_effect(bool rated, bool weighted)
{
	if (rated)
		return weighted ? M("Weighs {weight} towards red, and as a weighted standard limits the result.") :
		    M("Weighs {weight} towards red.");
	return weighted ?
	    M("Not rated counts as no activity: weighs {weight} towards red, and as a weighted standard limits the result.") :
	    M("Not rated counts as no activity: weighs {weight} towards red.");
}

static void
count_red(struct sum *s, const struct roll_standard *x, bool weighted)
{
	s->out->of += x->weight;
	s->out->red += x->weight;
	s->any_red = true;
	s->weighted_red = s->weighted_red || weighted;
	line_standard(s, x, red_effect(x->rating == RATED_RED, weighted));
}

static void
count_unrated(struct sum *s, const struct roll_standard *x, bool weighted)
{
	switch (s->unrated) {
	case UNRATED_RED:
		count_red(s, x, weighted);
		break;
	case UNRATED_OUT:
		line_standard(s, x, M("Not rated: left out."));
		break;
	case UNRATED_WAIT:
		s->waits = true;
		line_standard(s, x, M("Not rated: no result until it is."));
		break;
	}
}

static void
count_standard(struct sum *s, const struct roll_standard *x)
{
	bool weighted = x->weight >= s->p->weighted_from;

	s->out->n_red += x->rating == RATED_RED;
	s->out->n_amber += x->rating == RATED_AMBER;
	s->out->n_green += x->rating == RATED_GREEN;
	s->out->n_unrated += x->rating == RATED_NONE;
	s->out->n_not_applicable += x->rating == RATED_NOT_APPLICABLE;
	if (x->rating != RATED_NOT_APPLICABLE && x->weight <= 0) {
		line_standard(s, x, M("Does not count."));
		return;
	}
	switch (x->rating) {
	case RATED_NOT_APPLICABLE:
		line_standard(s, x, M("Not applicable: left out."));
		break;
	case RATED_NONE:
		count_unrated(s, x, weighted);
		break;
	case RATED_RED:
		count_red(s, x, weighted);
		break;
	case RATED_AMBER:
		s->out->of += x->weight;
		s->weighted_amber = s->weighted_amber || weighted;
		line_standard(s, x, M("Weighs {weight}, towards neither green nor red."));
		break;
	case RATED_GREEN:
		s->out->of += x->weight;
		s->out->green += x->weight;
		line_standard(s, x, M("Weighs {weight} towards green."));
		break;
	}
}

static enum rating
level_by_share(struct sum *s, const struct fw_thresholds *t)
{
	const struct roll_result *o = s->out;
	enum rating r = RATED_AMBER;
	struct roll_line *l;

	if (t->red_share > 0 && o->red * 100 >= t->red_share * o->of)
		r = RATED_RED;
	else if (o->green * 100 >= t->green_share * o->of)
		r = RATED_GREEN;
	l = line_add(s, ROLL_SHARE, r, M("{green} per cent of the weight is green, {red} per cent red: {level}."));
	l->effect.words[0] = (struct word)WORD_INT("green", o->green * 100 / o->of);
	l->effect.words[1] = (struct word)WORD_INT("red", o->red * 100 / o->of);
	l->effect.words[2] = (struct word)WORD_MSG("level", rating_label(r));
	return r;
}

static enum rating
limit(struct sum *s, bool so, enum fw_rating best, enum rating r, const char *effect)
{
	if (!so || best == 0 || r <= (enum rating)best)
		return r;
	line_add(s, ROLL_LIMIT, (enum rating)best, effect)->effect.words[0] =
	    (struct word)WORD_MSG("level", rating_label((enum rating)best));
	return (enum rating)best;
}

static void
conclude(struct sum *s, const struct fw_thresholds *t, size_t red_areas)
{
	enum rating r;

	s->out->lines = s->lines;
	if (s->waits || s->out->of == 0) {
		s->out->level = s->out->n_unrated > 0 ? RATED_NONE : RATED_NOT_APPLICABLE;
		line_add(s, ROLL_RESULT, s->out->level, s->out->level == RATED_NONE ?
		    M("No result yet.") : M("Nothing here counts: left out."));
		return;
	}
	r = level_by_share(s, t);
	r = limit(s, s->any_red, t->any_red, r, M("A standard is red: {level} at most."));
	r = limit(s, s->weighted_red, t->weighted_red, r, M("No activity on a weighted standard: {level} at most."));
	r = limit(s, s->weighted_amber, t->weighted_amber, r, M("Amber on a weighted standard: {level} at most."));
	r = limit(s, t->red_areas > 0 && red_areas > 0, RATING_AMBER, r, M("A key area is red: {level} at most."));
	r = limit(s, t->red_areas > 0 && red_areas >= (size_t)t->red_areas, RATING_RED, r,
	    M("Too many key areas are red: {level} at most."));
	s->out->level = r;
	line_add(s, ROLL_RESULT, r, M("Result: {level}."))->effect.words[0] = (struct word)WORD_MSG("level", rating_label(r));
}

void
roll_up(struct arena *a, const struct scoring *p, enum unrated unrated, const struct roll_standard *s, size_t n,
    size_t n_areas, struct roll *ret)
{
	size_t red_areas = 0;

	*ret = (struct roll){ .areas = arena_array(a, struct roll_result, n_areas + 1), .n_areas = n_areas };
	/* The last turn is the whole: it wants the areas' levels.  A single area is the whole. */
	for (size_t area = 0; area <= n_areas; area++) {
		bool whole = area == n_areas;
		struct sum sum = { .p = p, .unrated = unrated, .out = whole ? &ret->whole : &ret->areas[area],
			.lines = arena_array(a, struct roll_line, n + 8) };

		for (size_t i = 0; i < n; i++)
			if (whole || s[i].area == area)
				count_standard(&sum, &s[i]);
		conclude(&sum, whole && n_areas != 1 ? &p->overall : &p->area, red_areas);
		red_areas += !whole && ret->areas[area].level == RATED_RED;
	}
}

/* ---- the rule in words ---- */

struct rule { struct message *m; size_t n; };

static struct message *
say(struct rule *r, const char *text)
{
	r->m[r->n] = (struct message){ .text = text };
	return &r->m[r->n++];
}

static void
say_limit(struct rule *r, enum fw_rating best, const char *text)
{
	if (best != 0 && best != RATING_GREEN)
		say(r, text)->words[0] = (struct word)WORD_MSG("level", rating_label((enum rating)best));
}

static void
say_thresholds(struct rule *r, const struct fw_thresholds *t, bool whole)
{
	struct message *m;

	if (t->red_share > 0) {
		m = say(r, whole ? M("The whole is red from {red} per cent of the weight at red.") :
		    M("A key area is red from {red} per cent of its weight at red."));
		m->words[0] = (struct word)WORD_INT("red", t->red_share);
	}
	m = say(r, whole ? M("Otherwise the whole is green from {green} per cent of the weight at green, else amber.") :
	    M("Otherwise a key area is green from {green} per cent of its weight at green, else amber."));
	m->words[0] = (struct word)WORD_INT("green", t->green_share);
	say_limit(r, t->any_red, whole ? M("With any standard at red the whole is {level} at most.") :
	    M("With any standard at red a key area is {level} at most."));
	say_limit(r, t->weighted_red, whole ? M("With a weighted standard at red the whole is {level} at most.") :
	    M("With a weighted standard at red a key area is {level} at most."));
	say_limit(r, t->weighted_amber, whole ? M("With a weighted standard at amber the whole is {level} at most.") :
	    M("With a weighted standard at amber a key area is {level} at most."));
	if (whole && t->red_areas > 0) {
		say(r, M("While a key area is red the whole is amber at most."));
		static const char *const forms[6] = { [1] = M("With {n} key area at red the whole is red."),
			[5] = M("With {n} key areas at red the whole is red.") };
		m = say(r, NULL);
		m->forms = forms;
		m->n = t->red_areas;
	}
}

static const char *
unrated_words(enum unrated u)
{
	switch (u) {
	case UNRATED_RED:
		return M("A standard that applies and is not rated counts as no activity, that is as red.");
	case UNRATED_OUT:
		return M("A standard that is not rated is left out.");
	case UNRATED_WAIT:
		return M("While a standard that applies is not rated, its key area and the whole have no result.");
	}
	return "";
}

size_t
roll_rule(struct arena *a, const struct scoring *p, enum unrated unrated, const struct roll_standard *s, size_t n,
    const struct message **ret)
{
	struct rule r = { arena_array(a, struct message, n + 20), 0 };
	struct message *m = say(&r, M("{title}, version {version}, from {from}."));

	m->words[0] = (struct word)WORD_STR("title", p->title);
	m->words[1] = (struct word)WORD_INT("version", p->version);
	m->words[2] = (struct word)WORD_DAY("from", p->from);
	if (!str_empty(p->origin_note))
		say(&r, M("{note}"))->words[0] = (struct word)WORD_STR("note", p->origin_note);
	say_thresholds(&r, &p->area, false);
	say_thresholds(&r, &p->overall, true);
	say(&r, M("A framework with one key area has the result of that area."));
	say(&r, M("A standard that does not apply is left out."));
	say(&r, unrated_words(unrated));
	say(&r, M("A standard is weighted when it weighs {weight} or more."))->words[0] =
	    (struct word)WORD_INT("weight", p->weighted_from);
	for (size_t i = 0; i < n; i++) {
		if (s[i].weight == 1)
			continue;
		m = say(&r, M("Standard {standard} weighs {weight}."));
		m->words[0] = (struct word)WORD_STR("standard", s[i].ref);
		m->words[1] = (struct word)WORD_INT("weight", s[i].weight);
	}
	say(&r, M("Every other standard weighs 1."));
	*ret = r.m;
	return r.n;
}
