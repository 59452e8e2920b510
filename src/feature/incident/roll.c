/* SPDX-License-Identifier: MIT */
/* Sums by month, kind, type and place, and by place, day and hour: kept in the transaction that writes an incident, so that
 * no page counts a million rows.  Restricted incidents are counted in rows of their own. */
#include "feature/incident/own.h"

#include <string.h>

#include "app/app.h"
#include "base/time.h"

static int64_t
done_by(struct when done, struct when by)
{
	return done.ms != 0 && by.ms != 0 && done.ms <= by.ms;
}

/* What one incident adds; the statement incident_recount says the same in SQL, and verify compares the two. */
static struct incident_figures
figures_of(const struct incident *i)
{
	return (struct incident_figures){
		.n = 1, .triaged = i->triaged_at.ms != 0, .triaged_ok = done_by(i->triaged_at, i->triage_by),
		.contacted = i->contacted_at.ms != 0, .contacted_ok = done_by(i->contacted_at, i->contact_by),
		.started = i->started_at.ms != 0, .started_ok = done_by(i->started_at, i->start_by), .closed = str_is(i->state, "closed"),
		.harmed = str_is(i->hurt, "body") || str_is(i->hurt, "mind") || str_is(i->hurt, "both"), .medical = str_is(i->medical, "yes"),
		.decided = i->police.n > 0, .police = str_is(i->police, "asked"),
		.substantiated = str_is(i->finding, "substantiated") || str_is(i->finding, "partly"),
		.loss = i->loss.has ? i->loss.pence : 0, .damage = i->damage.has ? i->damage.pence : 0,
		.recovered = i->recovered.has ? i->recovered.pence : 0,
	};
}

#define EACH(X) X(n) X(triaged) X(triaged_ok) X(contacted) X(contacted_ok) X(started) X(started_ok) X(closed) X(harmed) X(medical) \
	X(decided) X(police) X(substantiated) X(loss) X(damage) X(recovered)

static void
figures_add(struct incident_figures *to, const struct incident_figures *f, int64_t sign)
{
#define ADD(m) to->m += sign * f->m;
	EACH(ADD)
#undef ADD
}

static bool
counts(const struct incident *i)
{
	return i != NULL && i->withdrawn_at.ms == 0 && !str_is(i->state, "merged");
}

/* Once under its unit and once under the organisation as a whole. */
#define WHOLE (-1)

static enum status
roll_add(struct ctx *c, const struct incident *i, int64_t sign)
{
	struct incident_figures one = figures_of(i), f = { 0 };
	const int64_t units[] = { i->unit, WHOLE };

	figures_add(&f, &one, sign);
	for (size_t k = 0; k < countof(units); k++)
		TRY(incident_roll_add(c->db, c->scope, i->month, i->kind, i->type, units[k], i->circle != 0, f.n, f.triaged, f.triaged_ok, f.contacted,
		    f.contacted_ok, f.started, f.started_ok, f.closed, f.harmed, f.medical, f.decided, f.police, f.substantiated, f.loss, f.damage,
		    f.recovered, NULL));
	if (str_is(i->kind, "concern"))
		return ST_OK;
	return incident_spot_add(c->db, c->scope, i->month, i->unit, i->place_kind, i->weekday, i->hour, incident_is_violent(i->type),
	    i->circle != 0, sign, NULL);
}

static bool
same_place(const struct incident *a, const struct incident *b)
{
	struct incident_figures x = figures_of(a), y = figures_of(b);

	return a->month == b->month && str_eq(a->kind, b->kind) && str_eq(a->type, b->type) && a->unit == b->unit &&
	    (a->circle != 0) == (b->circle != 0) && str_eq(a->place_kind, b->place_kind) && a->weekday == b->weekday && a->hour == b->hour &&
	    memcmp(&x, &y, sizeof x) == 0;
}

enum status
incident_kept(struct ctx *c, const void *before, const void *after)
{
	const struct incident *was = before, *is = after;

	TRY(receipt_keep(c, was, is));
	if (counts(was) && counts(is) && same_place(was, is))
		return ST_OK;
	if (counts(was))
		TRY(roll_add(c, was, -1));
	return counts(is) ? roll_add(c, is, 1) : ST_OK;
}

/* ---- reading ---- */

static struct incident_figures
figures_row(const struct incident_roll_sum_row *r)
{
	struct incident_figures f;

#define TAKE(m) f.m = r->m;
	EACH(TAKE)
#undef TAKE
	return f;
}

enum status
incident_count_all(struct ctx *c, const struct incident_span *s, struct incident_figures *ret)
{
	struct incident_roll_sum_row r;

	TRY(incident_roll_sum(c->db, c->scope, c->mem, s->from, s->to, s->kind, s->type, s->unit, 1, &r));
	*ret = figures_row(&r);
	return ST_OK;
}

#define AS_INCIDENT(r) &(struct incident){ .kind = (r).kind, .type = (r).type, .unit = (r).unit, .state = (r).state, .triage_by = (r).triage_by, \
	.triaged_at = (r).triaged_at, .contact_by = (r).contact_by, .contacted_at = (r).contacted_at, .start_by = (r).start_by, \
	.started_at = (r).started_at, .hurt = (r).hurt, .medical = (r).medical, .police = (r).police, .finding = (r).finding, .loss = (r).loss, \
	.damage = (r).damage, .recovered = (r).recovered }

enum status
incident_count(struct ctx *c, const struct incident_span *s, struct incident_figures *ret)
{
	struct incident_restricted_seen_row *seen;
	struct incident_kept_from_row *kept;
	struct incident_roll_sum_row r;
	size_t n;

	TRY(incident_roll_sum(c->db, c->scope, c->mem, s->from, s->to, s->kind, s->type, s->unit, 0, &r));
	*ret = figures_row(&r);
	TRY(incident_restricted_seen(c->db, c->scope, c->mem, s->from, s->to, s->kind, s->type, s->unit, &seen, &n));
	for (size_t i = 0; i < n; i++) {
		struct incident_figures f = figures_of(AS_INCIDENT(seen[i]));
		figures_add(ret, &f, 1);
	}
	TRY(incident_kept_from(c->db, c->mem, c->scope->org, c->who->account, c->scope->branch, s->from, s->to, s->kind, s->type, s->unit, &kept, &n));
	for (size_t i = 0; i < n; i++) {
		struct incident_figures f = figures_of(AS_INCIDENT(kept[i]));
		figures_add(ret, &f, -1);
	}
	return ST_OK;
}

/* ---- by month and type, and by place and time ---- */

static enum status
months_seen(struct ctx *c, const struct incident_span *s, struct incident_month_figures **ret, size_t *ret_n)
{
	struct incident_restricted_seen_row *seen;
	struct incident_kept_from_row *kept;
	size_t n_seen, n_kept;

	TRY(incident_restricted_seen(c->db, c->scope, c->mem, s->from, s->to, s->kind, s->type, s->unit, &seen, &n_seen));
	TRY(incident_kept_from(c->db, c->mem, c->scope->org, c->who->account, c->scope->branch, s->from, s->to, s->kind, s->type, s->unit, &kept, &n_kept));
	*ret = arena_array(c->mem, struct incident_month_figures, n_seen + n_kept + 1);
	*ret_n = n_seen + n_kept;
	for (size_t i = 0; i < n_seen; i++)
		(*ret)[i] = (struct incident_month_figures){ seen[i].month, seen[i].kind, seen[i].type, figures_of(AS_INCIDENT(seen[i])) };
	for (size_t i = 0; i < n_kept; i++) {
		struct incident_month_figures *m = &(*ret)[n_seen + i];
		struct incident_figures f = figures_of(AS_INCIDENT(kept[i]));
		*m = (struct incident_month_figures){ .month = kept[i].month, .kind = kept[i].kind, .type = kept[i].type };
		figures_add(&m->f, &f, -1);
	}
	return ST_OK;
}

enum status
incident_by_month(struct ctx *c, const struct incident_span *s, bool all, struct incident_month_figures **ret, size_t *ret_n)
{
	struct incident_month_figures *more = NULL;
	struct incident_roll_months_row *r = NULL;
	struct incident_roll_whole_row *w = NULL;
	size_t n, n_more = 0;
	bool whole = s->unit == 0 && c->who->branch == 0;

	TRY(whole ? incident_roll_whole(c->db, c->scope, c->mem, s->from, s->to, s->kind, s->type, all, &w, &n) :
	    incident_roll_months(c->db, c->scope, c->mem, s->from, s->to, s->kind, s->type, s->unit, all, &r, &n));
	if (!all)
		TRY(months_seen(c, s, &more, &n_more));
	*ret = arena_array(c->mem, struct incident_month_figures, n + n_more + 1);
	*ret_n = n + n_more;
	for (size_t i = 0; i < n; i++) {
		struct incident_month_figures *m = &(*ret)[i];
		if (whole)
			*m = (struct incident_month_figures){ .month = w[i].month, .kind = w[i].kind, .type = w[i].type };
		else
			*m = (struct incident_month_figures){ .month = r[i].month, .kind = r[i].kind, .type = r[i].type };
#define TAKE(x) m->f.x = whole ? w[i].x : r[i].x;
		EACH(TAKE)
#undef TAKE
	}
	if (n_more > 0)
		memcpy(*ret + n, more, n_more * sizeof *more);
	return ST_OK;
}

/* ---- verify ---- */

static bool
same_key(const struct incident_recount_row *a, const struct incident_roll_all_row *b)
{
	return a->month == b->month && str_eq(a->kind, b->kind) && str_eq(a->type, b->type) && a->unit == b->unit && a->restricted == b->restricted;
}

static bool
same_sums(const struct incident_recount_row *a, const struct incident_roll_all_row *b)
{
#define DIFFERS(m) if (a->m != b->m) return false;
	EACH(DIFFERS)
#undef DIFFERS
	return true;
}

static void
month_say(struct buf *bad, int64_t org, int64_t month, const char *what)
{
	buf_printf(bad, "Organisation %lld, %04lld-%02lld: the sums over incidents %s.\n", (long long)org, (long long)(month / 12),
	    (long long)(month % 12 + 1), what);
}

static struct date
month_start(int64_t month)
{
	return date_of((int)(month / 12), (int)(month % 12) + 1, 1);
}

static enum status
verify_sums(struct db *db, struct arena *a, int64_t org, int64_t from, int64_t to, struct buf *bad)
{
	struct incident_recount_row *is;
	struct incident_roll_all_row *kept;
	size_t n_is, n_kept;

	TRY(incident_recount(db, a, org, month_start(from), month_start(to + 1), &is, &n_is));
	TRY(incident_roll_all(db, a, org, from - 1, to, &kept, &n_kept));
	for (size_t i = 0; i < n_is || i < n_kept; i++) {
		if (i < n_is && i < n_kept && same_key(&is[i], &kept[i]) && same_sums(&is[i], &kept[i]))
			continue;
		month_say(bad, org, i < n_is ? is[i].month : kept[i].month, "are not those of the incidents");
		break;
	}
	struct incident_whole_off_row *off;
	size_t n_off;
	TRY(incident_whole_off(db, a, org, from, to, &off, &n_off));
	for (size_t i = 0; i < n_off; i++)
		month_say(bad, org, off[i].month, "of the whole are not those of its units");
	return ST_OK;
}

/* Two types of one sort stand in one row of the spots. */
static enum status
verify_spots(struct db *db, struct arena *a, int64_t org, int64_t from, int64_t to, struct buf *bad)
{
	struct incident_spot_recount_row *is;
	struct incident_spot_all_row *kept;
	size_t n_is, n_kept;

	TRY(incident_spot_recount(db, a, org, month_start(from), month_start(to + 1), &is, &n_is));
	TRY(incident_spot_all(db, a, org, from - 1, to, &kept, &n_kept));
	int64_t left = 0;
	for (size_t k = 0; k < n_kept; k++)
		left += kept[k].n;
	for (size_t i = 0, k = 0; i < n_is; i++) {
		/* Both lists go by place and time; the sorts of one place stand next to each other. */
		while (k < n_kept && (kept[k].month < is[i].month || (kept[k].month == is[i].month && kept[k].unit < is[i].unit)))
			k++;
		size_t m = k;
		while (m < n_kept && kept[m].month == is[i].month && kept[m].unit == is[i].unit &&
		    !(str_eq(kept[m].place_kind, is[i].place_kind) && kept[m].weekday == is[i].weekday && kept[m].hour == is[i].hour &&
		    kept[m].violence == incident_is_violent(is[i].type) && kept[m].restricted == is[i].restricted))
			m++;
		if (m == n_kept || kept[m].month != is[i].month || kept[m].unit != is[i].unit || kept[m].n < is[i].n) {
			month_say(bad, org, is[i].month, "by place and hour are not those of the incidents");
			return ST_OK;
		}
		kept[m].n -= is[i].n;
		left -= is[i].n;
	}
	if (left != 0)
		month_say(bad, org, from, "by place and hour are not those of the incidents");
	return ST_OK;
}

static enum status
incident_verify_run(struct app *app, struct db *db, struct arena *a, struct buf *bad)
{
	struct incident_roll_orgs_row *o;
	size_t n;

	(void)app;
	TRY(incident_roll_orgs(db, a, &o, &n));
	for (size_t i = 0; i < n; i++)
		for (int64_t month = o[i].first.v; o[i].first.has && month <= o[i].last.v; month += 3) {
			size_t mark = arena_mark(a);
			int64_t to = month + 2 < o[i].last.v ? month + 2 : o[i].last.v;
			TRY(verify_sums(db, a, o[i].org, month, to, bad));
			TRY(verify_spots(db, a, o[i].org, month, to, bad));
			arena_rewind(a, mark);
		}
	return ST_OK;
}

const struct verify_def incident_verify[] = { { "incidents", incident_verify_run }, { NULL, NULL } };
