/* SPDX-License-Identifier: MIT */
#include "base/json.h"
#include "base/time.h"
#include "report/spc.h"

const char *const spc_kind_names[5] = { "common", "outside", "trend", "two-of-three", "shift" };

const char *
spc_kind_words(enum spc_kind k)
{
	static const char *const words[] = { M("Ordinary variation"), M("Outside the limits"), M("Part of a trend"),
		M("Two of three near a limit"), M("Part of a shift") };
	return words[k];
}

const char *
spc_variation_name(enum spc_variation v)
{
	static const char *const names[] = { "common", "improving", "concerning", "changing" };
	return names[v];
}

const char *
spc_variation_words(const struct spc *c)
{
	static const char *const high[] = { M("No significant change"), M("Improving: higher than before"),
		M("Of concern: higher than before"), M("Changing: higher than before") };
	static const char *const low[] = { M("No significant change"), M("Improving: lower than before"),
		M("Of concern: lower than before"), M("Changing: lower than before") };
	return c->high ? high[c->variation] : low[c->variation];
}

const char *
spc_assurance_name(enum spc_assurance v)
{
	static const char *const names[] = { "none", "passing", "failing", "hit-or-miss" };
	return names[v];
}

const char *
spc_assurance_words(enum spc_assurance v)
{
	static const char *const words[] = { M("Nothing can be said about a target"), M("Consistently passing the target"),
		M("Consistently failing the target"), M("Hit or miss: the target lies within ordinary variation") };
	return words[v];
}

void
spc_rules(const struct spc *c, struct message ret[SPC_RULES])
{
	ret[0] = (struct message){ .text = M("Limits: the mean, plus and minus 2.66 times the mean moving range.") };
	ret[1] = (struct message){ .text = c->options.screen ? M("Moving ranges of 3.267 times their mean or more are left out, once.") :
		M("No moving range is left out (the NHS spreadsheet leaves none out either).") };
	ret[2] = (struct message){ .text = M("Outside the limits: a point above the upper or below the lower limit.") };
	ret[3] = (struct message){ .text = M("Trend: {n} or more points in a row that all rise or all fall."), .words = { WORD_INT("n", SPC_RUN) } };
	ret[4] = (struct message){ .text = M("Two of three near a limit: of three points in a row on one side of the mean, two or three in the outer third, inside the limits.") };
	ret[5] = (struct message){ .text = M("Shift: {n} or more points in a row on one side of the mean. A point on the mean ends it."), .words = { WORD_INT("n", SPC_RUN) } };
}

/* ---- numbers ---- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The exponent of "e+3"; what is out of all reason is cut off, so that it cannot overflow. */
static bool
exponent(struct str s, int *ret)
{
	int64_t v;

	if (s.n < 2 || (s.p[0] != 'e' && s.p[0] != 'E') || !str_i64((struct str){ s.p + 1, s.n - 1 }, &v))
		return false;
	*ret = v > 1000 ? 1000 : v < -1000 ? -1000 : (int)v;
	return true;
}

bool
spc_num_parse(struct str s, spc_num *ret)
{
	bool negative = s.n > 0 && s.p[0] == '-', point = false;
	size_t at = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0, digits = 0;
	int power = 12, e = 0;
	spc_num v = 0;

	for (; at < s.n && (is_digit(s.p[at]) || (s.p[at] == '.' && !point)); at++) {
		if (s.p[at] == '.') {
			point = true;
			continue;
		}
		digits++;
		if (v >= SPC_ONE * SPC_ONE)		/* enough digits: the rest only count */
			power += !point;
		else {
			v = v * 10 + (s.p[at] - '0');
			power -= point;
		}
	}
	if (digits == 0 || (at < s.n && !exponent((struct str){ s.p + at, s.n - at }, &e)))
		return false;
	int up = power + e;
	for (; v != 0 && up > 0; up--)
		if ((v *= 10) >= SPC_ONE * SPC_ONE * 10)
			return false;
	for (; v != 0 && up < -1; up++)
		v /= 10;
	if (v != 0 && up == -1)
		v = (v + 5) / 10;
	if (v >= SPC_ONE * SPC_ONE)
		return false;
	*ret = negative ? -v : v;
	return true;
}

int
spc_num_decimals(spc_num v)
{
	int n = 12;

	for (v = v < 0 ? -v : v; n > 0 && v % 10 == 0; n--)
		v /= 10;
	return n;
}

struct str
spc_num_text(struct arena *a, spc_num v, int decimals)
{
	char text[48];
	size_t at = sizeof text;
	spc_num size = v < 0 ? -v : v, unit = 1;

	for (int i = decimals; i < 12; i++)
		unit *= 10;
	size = (size + unit / 2) / unit;
	for (; decimals > 0 && size % 10 == 0; decimals--)
		size /= 10;
	bool negative = v < 0 && size > 0;
	for (int i = 0; i < decimals; i++, size /= 10)
		text[--at] = (char)('0' + (int)(size % 10));
	if (decimals > 0)
		text[--at] = '.';
	do
		text[--at] = (char)('0' + (int)(size % 10));
	while ((size /= 10) > 0);
	if (negative)
		text[--at] = '-';
	return arena_copy(a, (struct str){ text + at, sizeof text - at });
}

/* ---- JSON ---- */

static void
put_num(struct json *j, const char *key, bool has, spc_num v)
{
	char room[512];
	struct arena a = { .base = room, .cap = sizeof room };

	json_key(j, key);
	if (has)
		json_raw(j, spc_num_text(&a, v, 12));
	else
		json_null(j);
}

static void
put_text(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_str(j, str_c(text));
}

static void
put_limits(struct json *j, const struct spc_segment *s)
{
	put_num(j, "mean", true, s->mean);
	put_num(j, "upper", s->limits, s->upper);
	put_num(j, "lower", s->limits, s->lower);
}

static void
put_segments(struct json *j, const struct spc *c)
{
	json_key(j, "segments");
	json_array(j);
	for (size_t k = 0; k < c->n_segments; k++) {
		const struct spc_segment *s = &c->segments[k];
		json_object(j);
		json_key(j, "from");
		json_date(j, c->points[s->from].at);
		json_key(j, "to");
		json_date(j, c->points[s->from + s->n - 1].at);
		json_key(j, "n");
		json_i64(j, (int64_t)s->n);
		put_limits(j, s);
		json_key(j, "trial");
		json_bool(j, s->trial);
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void
put_points(struct json *j, const struct spc *c)
{
	json_key(j, "points");
	json_array(j);
	for (size_t i = 0; i < c->n; i++) {
		const struct spc_point *p = &c->points[i];
		json_object(j);
		json_key(j, "date");
		json_date(j, p->at);
		put_num(j, "value", true, p->value);
		put_text(j, "kind", spc_kind_names[p->kind]);
		put_text(j, "direction", p->kind == SPC_COMMON ? "none" : p->high ? "high" : "low");
		put_limits(j, &c->segments[p->segment]);
		json_end(j, '}');
	}
	json_end(j, ']');
}

void
spc_json(struct buf *o, const struct spc *c)
{
	struct json j;

	json_init(&j, o);
	json_object(&j);
	put_limits(&j, spc_last(c));
	put_num(&j, "target", c->options.has_target, c->options.target);
	put_text(&j, "better", c->options.better == SPC_HIGHER ? "higher" : c->options.better == SPC_LOWER ? "lower" : "neither");
	json_key(&j, "screened");
	json_bool(&j, c->options.screen);
	put_text(&j, "variation", spc_variation_name(c->variation));
	put_text(&j, "direction", c->variation == SPC_VARIES_COMMON ? "none" : c->high ? "high" : "low");
	put_text(&j, "assurance", spc_assurance_name(c->assurance));
	put_segments(&j, c);
	put_points(&j, c);
	json_end(&j, '}');
	buf_char(o, '\n');
}
