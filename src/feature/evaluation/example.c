/* SPDX-License-Identifier: MIT */
#include "app/access.h"
#include "app/example.h"
#include "base/time.h"
#include "feature/evaluation/own.h"

#define BOTH 0
#define COMMISSIONER 1
#define PROVIDER 2

/* What an evaluation of each arrangement looks like; month: of the period, when its data end. */
static const struct text {
	const char *arrangement, *title, *scope, *by, *method, *data, *better, *same, *change, *owner, *proof;
	int whom, month;
} texts[] = {
	{ "leadership", "How leaders support security", "Board members, senior managers and the audit committee", "Internal audit",
	  "Interviews with twelve senior people against a short list of duties, compared with last year's answers; minutes of two committees read.",
	  "Interview notes and minutes of the period", "Every board member could name the main security risks; last year two thirds could. Three decisions went back to a message from the chief executive.",
	  "Senior people know their duties as well as a year ago; decisions were carried out on time in most cases.",
	  "A briefing on security duties within a month of every new board appointment", "Governance team", "Briefing given to both new members; attendance noted in the minutes", COMMISSIONER, 8 },
	{ "precontract", "Assurance obtained before contracts were signed", "All standard contracts that began in the period", "Contracts team with the specialist",
	  "File review against a checklist of eight points, compared with the review before.", "Contract files of the period",
	  "All files held the provider's self-review before signature; the year before one file had none.", "Files were as complete as the year before, and again late in one case.",
	  "The checklist became a gate in the contract system: no signature page without it", "Contracts team", "Screenshot of the gate and the log of its first use", COMMISSIONER, 9 },
	{ "monitoring", "Monitoring of providers during the contract", "Quarterly reviews with all coordinated providers", "Provider assurance team",
	  "Count of reviews held and papers received; short survey of provider specialists; compared with the period before.", "Review minutes, list of papers, survey",
	  "Nine in ten reviews were held in the quarter they were due, against seven in ten before; providers call the questions clearer.",
	  "As many reviews were held as before. Providers ask for questions in writing a fortnight ahead.",
	  "Questions for each review go out fourteen days before, with last quarter's actions", "Provider assurance team", "Sent lists of the last two quarters", COMMISSIONER, 9 },
	{ "awareness", "What staff know about security", "All staff groups, with agency staff and volunteers", "Communications team with the specialist",
	  "The same eight questions before and after the autumn campaign, by staff group.", "Answers to the online survey",
	  "Staff who know how to report rose from 61 to 83 in a hundred; the largest gain was among evening and weekend staff.",
	  "Knowledge stayed level: three in four know how to report, as last year.",
	  "Material for night staff in the handover folder instead of the intranet", "Communications team", "Folder pages seen on a night round; next survey asks about them", BOTH, 7 },
	{ "communication", "Working together inside and outside", "Partners in police, council and neighbouring bodies; internal committees", "Head of governance",
	  "Questionnaire to partners and committee chairs on timeliness and use of what they get from us, second round.", "Questionnaire answers, contact log",
	  "Partners rate the exchange at 4.2 of 5, up from 3.6; no partner was silent for more than three months.",
	  "Ratings have not moved; two partners would like figures every quarter.",
	  "A one-page figure sheet to all partners every quarter", "Governance team", "Sheets of two quarters", BOTH, 9 },
	{ "training", "Training against violence and its effect", "Roles with patient or public contact", "Learning and development",
	  "Knowledge check before and three months after the course; reported assaults per 1,000 staff compared with the year before.", "Course records, knowledge checks, incident figures",
	  "Scores rose by a fifth and held after three months; reported assaults fell by 9 in a hundred while reporting of near misses rose.",
	  "Scores rose on the day and fell back after three months; assaults were level.",
	  "A short refresher in teams six months after the course", "Learning and development", "Dates and attendance of the first eight refreshers", BOTH, 8 },
	{ "lone_working", "Are lone working measures used?", "Staff who visit or work alone", "Health and safety team",
	  "Device records of three months, spot checks by line managers, comparison with the same months of last year.", "Device records and check sheets",
	  "Devices were on in 86 of 100 visits, against 64; overdue check-ins were answered within three minutes on average.",
	  "Use is level at two thirds of visits; two teams are well below.",
	  "Team leads get their own use figures every Monday and speak with those who do not use the device", "Community services", "Weekly lists of two months; use in the two teams rose", BOTH, 8 },
	{ "alerts", "Do security alerts reach people?", "Alerts received and sent on in the period", "Security management specialist",
	  "Time from receipt to sending; three questions to a sample of recipients a week after.", "Alert log, answers of recipients",
	  "Median time to sending fell from two days to five hours; four in five recipients could say what the last alert asked of them.",
	  "Time to sending is level at one day; recipients on night shifts often see alerts two days later.",
	  "Alerts are read out at night handover and signed off there", "Site managers", "Handover sheets of four weeks", BOTH, 7 },
	{ "investigation", "Quality and time of investigations", "All investigations closed in the period", "Internal audit",
	  "Twelve closed files against a standard, compared with twelve of the year before.", "Closed case files",
	  "First statements were taken within three working days in eleven of twelve files, against seven; every file held its plan and lessons.",
	  "Files are as good as last year; lessons are written but not always passed to the policy owner.",
	  "Lessons go to the policy owner by form, with an answer within a month", "Security management specialist", "Six forms with answers", BOTH, 9 },
	{ "sanctions", "Sanctions and whether they work", "Substantiated incidents with a known offender", "Security management specialist with legal services",
	  "All decisions of the period read for range considered, advice and reasons; repeat incidents after a sanction counted.", "Decision records, incident register",
	  "Every decision shows the full range and its reasons; nobody with a warning or agreement came to notice again within six months.",
	  "Decisions show their reasons; repeats are as many as last year.",
	  "A leaflet for staff on what happens after they report", "Communications team", "Leaflet and where it lies", BOTH, 9 },
	{ "violence", "What lowers violence on our sites", "Measures of the violence prevention plan", "Violence prevention group",
	  "Incidents per 1,000 staff at sites with and without the measures, twelve months before and after; staff survey.", "Incident figures, staff survey",
	  "Sites with the measures had 14 in a hundred fewer incidents; sites without were level. Staff at the former feel safer.",
	  "No difference between sites yet; the measures were complete only in spring.",
	  "Measures that worked go to the two sites with most incidents first", "Violence prevention group", "Plan with dates, minutes of the group", PROVIDER, 8 },
};

/* Of ten arrangements so many are looked at each year; Fellmoor's last year of work is told one by one below. */
static int
diligence(size_t org)
{
	static const int of[EX__MAX] = { [EX_OVERSEER] = 7, [EX_FELLMOOR] = 8, [EX_SALTMARSH] = 9, [EX_KINGSMERE] = 5, [EX_TEACHING] = 8, [EX_DALES] = 6,
		[EX_BLACKMERE] = 7, [EX_MOORS_AMBULANCE] = 4, [EX_GENERAL] = 4, [EX_WOLDS] = 6, [EX_EASTHOLME] = 2, [EX_VILLAGES] = 3,
		[EX_UNIVERSITY] = 9, [EX_AVONVALE] = 5, [EX_CHALK_AMBULANCE] = 6, [EX_QUEENSMEAD] = 5 };

	return of[org];
}

static bool
concerns(const struct example *e, size_t org, const struct text *t)
{
	return t->whom == BOTH || (t->whom == COMMISSIONER) == str_is(e->org[org].kind, "commissioner");
}

struct plan { size_t org; const struct text *t; int back; bool better, compared, finished; int answers; enum { NO_CHANGE, CHANGE_DONE, CHANGE_OPEN, CHANGE_LATE } change; };

static enum status
change_add(struct example *e, const struct plan *p, struct date finished, int64_t evaluation)
{
	bool done = p->change == CHANGE_DONE;
	struct date due = p->change == CHANGE_LATE ? date_add_days(e->today, -9) : date_add_days(finished, 120);

	if (p->change == NO_CHANGE)
		return ST_OK;
	example_at(e, date_min(date_add_days(finished, done ? 95 : 2), date_add_days(e->today, -1)), 15, 20);
	return example_on(e, p->org, ROLE_SPECIALIST, "improvement.add", evaluation, NULL, "what", p->t->change, "owner", p->t->owner,
	    "due_on", example_date(e, due).p, "done_on", done ? example_date(e, date_min(date_add_days(finished, 90), date_add_days(e->today, -2))).p : "",
	    "proof", done ? p->t->proof : "", NULL);
}

static enum status
evaluation_make(struct example *e, const struct plan *p)
{
	struct date data_to = date_add_days(date_add_months(example_from(e, p->back), p->t->month), -1);
	struct date started = date_add_days(data_to, -40), finished = date_add_days(data_to, 14 + (int)example_random(e, 9));
	struct json_node *j;

	example_at(e, p->finished ? finished : started, 13, 40);
	TRY(example_do(e, p->org, ROLE_SPECIALIST, "evaluation.create", &j, "title", p->t->title, "arrangement", p->t->arrangement, "scope", p->t->scope,
	    "conducted_by", p->t->by, "method", p->t->method, "data", p->t->data, "data_from", example_date(e, date_add_months(data_to, -3)).p,
	    "data_to", example_date(e, data_to).p, "answers", example_text(e, p->answers).p, "comparison", p->compared ? "yes" : "no",
	    "started_on", example_date(e, started).p, "finished_on", p->finished ? example_date(e, finished).p : "",
	    "finding", !p->finished ? "" : p->better ? "better" : "same", "rests_on", !p->finished ? "" : p->better ? p->t->better : p->t->same,
	    "none_needed", p->finished && p->change == NO_CHANGE ? "The result is at the level that was aimed for; the arrangement goes on as it is." : "", NULL));
	return change_add(e, p, finished, example_id(j));
}

/* The commissioner that a visitor sees first has one of each: strong, weak, unfinished, old, with an improvement overdue. */
static enum status
of_fellmoor(struct example *e, size_t i)
{
	struct plan p = { .org = EX_FELLMOOR, .t = &texts[i], .better = true, .compared = true, .finished = true, .answers = 46 + (int)i * 17, .change = CHANGE_DONE };
	struct str a = str_c(texts[i].arrangement);

	if (str_is(a, "sanctions"))
		return ST_OK;		/* last looked at a year ago */
	if (str_is(a, "communication")) {
		p.answers = 11;
		p.compared = false;
		p.better = false;
		p.change = CHANGE_OPEN;
	}
	if (str_is(a, "training"))
		p.finished = false;
	if (str_is(a, "lone_working"))
		p.change = CHANGE_LATE;
	if (str_is(a, "precontract"))
		p.change = NO_CHANGE;
	if (!p.finished)
		p.change = NO_CHANGE;
	return evaluation_make(e, &p);
}

static enum status
year_of(struct example *e, size_t org, int back)
{
	for (size_t i = 0; i < countof(texts); i++) {
		struct plan p = { .org = org, .t = &texts[i], .back = back, .compared = true, .finished = true };
		if (!concerns(e, org, p.t))
			continue;
		if (org == EX_FELLMOOR && back == 0) {
			TRY(of_fellmoor(e, i));
			continue;
		}
		p.better = (int)example_random(e, 10) < diligence(org);
		p.answers = 30 + (int)example_random(e, 260);
		p.change = example_random(e, 4) == 0 ? NO_CHANGE : CHANGE_DONE;
		if ((int)example_random(e, 10) < diligence(org))
			TRY(evaluation_make(e, &p));
	}
	return ST_OK;
}

static enum status
year(struct example *e, int back)
{
	for (size_t org = EX_OVERSEER; org < e->n_org; org++)
		if (!(org == EX_VILLAGES && back < 2))
			TRY(year_of(e, org, back));
	return ST_OK;
}

static enum status
before_last(struct example *e)
{
	return year(e, 2);
}

static enum status
last(struct example *e)
{
	return year(e, 1);
}

static enum status
this_one(struct example *e)
{
	return year(e, 0);
}

const struct example_part evaluation_example[] = {
	{ 52, "evaluations of the year before last", before_last },
	{ 62, "evaluations of last year", last },
	{ 72, "evaluations of this year", this_one },
	{ 0, NULL, NULL },
};
