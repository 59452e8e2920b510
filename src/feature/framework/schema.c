/* SPDX-License-Identifier: MIT */
#include "feature/framework/schema.h"

#define WORDS(name, ...) \
	static const struct fw_word name##_w[] = { __VA_ARGS__ }; \
	static const struct fw_words name = { name##_w, countof(name##_w) }
#define SCHEMA(name, what_, T) \
	static const struct fw_schema name = { what_, name##_f, countof(name##_f), sizeof(T) }

WORDS(origins, { "retold", ORIGIN_RETOLD }, { "own", ORIGIN_OWN }, { "example", ORIGIN_EXAMPLE },
    { "imported", ORIGIN_IMPORTED });
WORDS(frequencies, { "yearly", FREQUENCY_YEARLY }, { "twice_yearly", FREQUENCY_TWICE_YEARLY },
    { "quarterly", FREQUENCY_QUARTERLY });
WORDS(signatories, { "lead", SIGNATORY_LEAD }, { "violence_lead", SIGNATORY_VIOLENCE_LEAD },
    { "senior_individual", SIGNATORY_SENIOR_INDIVIDUAL }, { "chief_executive", SIGNATORY_CHIEF_EXECUTIVE });
WORDS(addressees, { "national_body", ADDRESSEE_NATIONAL_BODY },
    { "national_commissioner", ADDRESSEE_NATIONAL_COMMISSIONER },
    { "coordinating_commissioner", ADDRESSEE_COORDINATING_COMMISSIONER }, { "board", ADDRESSEE_BOARD },
    { "regulator", ADDRESSEE_REGULATOR });
WORDS(organisations, { "commissioner", ORGANISATION_COMMISSIONER }, { "provider", ORGANISATION_PROVIDER },
    { "national_body", ORGANISATION_NATIONAL_BODY }, { "contractor", ORGANISATION_CONTRACTOR },
    { "partner", ORGANISATION_PARTNER });
WORDS(ratings, { "red", RATING_RED }, { "amber", RATING_AMBER }, { "green", RATING_GREEN });
WORDS(kinds, { "failing", KIND_FAILING }, { "need", KIND_NEED }, { "shortfall", KIND_SHORTFALL },
    { "wanted", KIND_WANTED }, { "route", KIND_ROUTE });
WORDS(marks, { "text", MARK_TEXT }, { "headline", MARK_HEADLINE }, { "evidence", MARK_EVIDENCE },
    { "own", MARK_OWN });
WORDS(outcome_tests, { "none", OUTCOME_NONE }, { "monitoring", OUTCOME_MONITORING },
    { "evaluation", OUTCOME_EVALUATION }, { "use", OUTCOME_USE }, { "effect", OUTCOME_EFFECT });
WORDS(arrangements, { "leadership", ARRANGEMENT_LEADERSHIP }, { "precontract", ARRANGEMENT_PRECONTRACT },
    { "monitoring", ARRANGEMENT_MONITORING }, { "awareness", ARRANGEMENT_AWARENESS },
    { "communication", ARRANGEMENT_COMMUNICATION }, { "training", ARRANGEMENT_TRAINING },
    { "lone_working", ARRANGEMENT_LONE_WORKING }, { "alerts", ARRANGEMENT_ALERTS },
    { "investigation", ARRANGEMENT_INVESTIGATION }, { "sanctions", ARRANGEMENT_SANCTIONS },
    { "violence", ARRANGEMENT_VIOLENCE });
WORDS(tests, { "none", TEST_NONE }, { "any", TEST_ANY }, { "low", TEST_LOW }, { "high", TEST_HIGH },
    { "not_all", TEST_NOT_ALL }, { "all", TEST_ALL }, { "no", TEST_NO }, { "yes", TEST_YES },
    { "old", TEST_OLD }, { "recent", TEST_RECENT }, { "not_better", TEST_NOT_BETTER },
    { "better", TEST_BETTER }, { "weak", TEST_WEAK }, { "sound", TEST_SOUND }, { "open", TEST_OPEN },
    { "done", TEST_DONE }, { "late", TEST_LATE }, { "in_time", TEST_IN_TIME },
    { "unconfirmed", TEST_UNCONFIRMED }, { "confirmed", TEST_CONFIRMED },
    { "not_falling", TEST_NOT_FALLING }, { "falling", TEST_FALLING });
const struct fw_words fw_tests = { tests_w, countof(tests_w) };
WORDS(rule_kinds, { "cap", RULE_CAP }, { "suggest", RULE_SUGGEST }, { "comment", RULE_COMMENT });
WORDS(standings, { "in_force", STANDING_IN_FORCE }, { "current_edition", STANDING_CURRENT_EDITION },
    { "yearly", STANDING_YEARLY }, { "good_practice", STANDING_GOOD_PRACTICE },
    { "historic", STANDING_HISTORIC }, { "replaced", STANDING_REPLACED },
    { "withdrawn", STANDING_WITHDRAWN }, { "unconfirmed", STANDING_UNCONFIRMED });
WORDS(setting_types, { "number", SETTING_NUMBER }, { "percent", SETTING_PERCENT }, { "date", SETTING_DATE },
    { "yes_no", SETTING_YES_NO });
WORDS(change_kinds, { "unchanged", CHANGE_UNCHANGED }, { "amended", CHANGE_AMENDED },
    { "renumbered", CHANGE_RENUMBERED }, { "merged", CHANGE_MERGED }, { "deleted", CHANGE_DELETED },
    { "new", CHANGE_NEW });
WORDS(parts, { "headline", PART_HEADLINE }, { "rationale", PART_RATIONALE }, { "ratings", PART_RATINGS });
WORDS(classes, { "output", CLASS_OUTPUT }, { "outcome", CLASS_OUTCOME }, { "depends", CLASS_DEPENDS },
    { "reference", CLASS_REFERENCE });
WORDS(units, { "count", UNIT_COUNT }, { "share", UNIT_SHARE }, { "days", UNIT_DAYS },
    { "yes_no", UNIT_YES_NO }, { "state", UNIT_STATE }, { "evaluation", UNIT_EVALUATION },
    { "change", UNIT_CHANGE });
WORDS(strengths, { "statute", STRENGTH_STATUTE }, { "comply", STRENGTH_COMPLY },
    { "reasonable_endeavours", STRENGTH_REASONABLE_ENDEAVOURS },
    { "have_regard", STRENGTH_HAVE_REGARD }, { "good_practice", STRENGTH_GOOD_PRACTICE });
WORDS(families, { "warning", FAMILY_WARNING }, { "agreement", FAMILY_AGREEMENT }, { "exclusion", FAMILY_EXCLUSION },
    { "withholding", FAMILY_WITHHOLDING }, { "disciplinary", FAMILY_DISCIPLINARY }, { "regulator", FAMILY_REGULATOR },
    { "civil_injunction", FAMILY_CIVIL_INJUNCTION }, { "nuisance_injunction", FAMILY_NUISANCE_INJUNCTION },
    { "protection_notice", FAMILY_PROTECTION_NOTICE }, { "caution", FAMILY_CAUTION }, { "prosecution", FAMILY_PROSECUTION },
    { "fine", FAMILY_FINE }, { "redress", FAMILY_REDRESS }, { "repayment", FAMILY_REPAYMENT });
WORDS(applicants, { "health", APPLICANT_HEALTH }, { "primary_care", APPLICANT_PRIMARY_CARE },
    { "national_body", APPLICANT_NATIONAL_BODY }, { "police", APPLICANT_POLICE }, { "prosecutor", APPLICANT_PROSECUTOR },
    { "council", APPLICANT_COUNCIL }, { "housing", APPLICANT_HOUSING }, { "transport", APPLICANT_TRANSPORT },
    { "employer", APPLICANT_EMPLOYER });

/* Lengths in characters: a title fits a heading, a sentence a line or two, a point a tick-box (of others' frameworks too),
 * a text some paragraphs. */
enum { TITLE = 120, SENTENCE = 400, POINT = 1000, TEXT = 10000 };
#define MUST true
#define MAY false
#define F(T, member) offsetof(struct T, member)
#define ID(T, key_, m, req) { key_, T_ID, F(T, m), req, 1, 40, NULL, NULL }
#define NUMBER_ID(T, key_, m, req) { key_, T_NUMBER_ID, F(T, m), req, 1, NUMBER_MAX, NULL, NULL }
#define LINE(T, key_, m, req, max_) { key_, T_LINE, F(T, m), req, 1, max_, NULL, NULL }
#define LONG(T, key_, m, req) { key_, T_TEXT, F(T, m), req, 1, TEXT, NULL, NULL }
#define INT(T, key_, m, req, lo, hi) { key_, T_INT, F(T, m), req, lo, hi, NULL, NULL }
#define BOOL(T, key_, m, req) { key_, T_BOOL, F(T, m), req, 0, 1, NULL, NULL }
#define DATE(T, key_, m, req) { key_, T_DATE, F(T, m), req, 0, 0, NULL, NULL }
#define WORD(T, key_, m, req, words_) { key_, T_WORD, F(T, m), req, 0, 0, &words_, NULL }
#define SET(T, key_, m, req, words_) { key_, T_SET, F(T, m), req, 1, 64, &words_, NULL }
#define NAMES(T, key_, m, req, type_, hi) { key_, type_, F(T, m), req, 1, hi, NULL, NULL }
#define FACT(T, key_, m) { key_, T_FACT, F(T, m), MAY, 0, 0, NULL, NULL }
#define FACTS(T, key_, m) { key_, T_FACTS, F(T, m), MAY, 1, 12, NULL, NULL }
#define ONE(T, key_, m, req, sub_) { key_, T_ONE, F(T, m), req, 0, 0, NULL, &sub_ }
#define LIST(T, key_, m, req, hi, sub_) { key_, T_LIST, F(T, m), req, 1, hi, NULL, &sub_ }

static const struct fw_field criterion_f[] = {
	NUMBER_ID(fw_criterion, "id", id, MUST),
	WORD(fw_criterion, "kind", kind, MUST, kinds),
	LINE(fw_criterion, "words", words, MUST, POINT),
	WORD(fw_criterion, "mark", mark, MUST, marks),
	ID(fw_criterion, "if", condition, MAY),
	INT(fw_criterion, "route", route, MAY, 1, 9),
	NAMES(fw_criterion, "negates", negates, MAY, T_NUMBER_IDS, 12),
	FACTS(fw_criterion, "for", speaks_for),
	FACTS(fw_criterion, "against", speaks_against),
};
SCHEMA(criterion, "a criterion", struct fw_criterion);
static const struct fw_field rule_f[] = {
	WORD(fw_rule, "kind", kind, MUST, rule_kinds),
	ID(fw_rule, "if", condition, MUST),
	WORD(fw_rule, "rating", rating, MAY, ratings),
	LINE(fw_rule, "words", words, MUST, SENTENCE),
};
SCHEMA(rule, "a rule", struct fw_rule);
static const struct fw_field evidence_f[] = {
	NAMES(fw_evidence, "output", output, MAY, T_IDS, 40),
	NAMES(fw_evidence, "outcome", outcome, MAY, T_IDS, 40),
};
SCHEMA(evidence, "the suggested evidence", struct fw_evidence);
static const struct fw_field standard_f[] = {
	NUMBER_ID(fw_standard, "id", id, MUST),
	LINE(fw_standard, "title", title, MUST, TITLE),
	LINE(fw_standard, "headline", headline, MUST, SENTENCE),
	LONG(fw_standard, "text", text, MAY),
	LONG(fw_standard, "rationale", rationale, MUST),
	LONG(fw_standard, "meant", meant, MAY),
	LINE(fw_standard, "law", law, MAY, TITLE),
	INT(fw_standard, "weight", weight, MUST, 1, 9),
	LINE(fw_standard, "weight_reason", weight_reason, MAY, SENTENCE),
	BOOL(fw_standard, "overseeing_providers", overseeing_providers, MAY),
	BOOL(fw_standard, "amber", amber, MUST),
	LINE(fw_standard, "why_no_amber", why_no_amber, MAY, SENTENCE),
	WORD(fw_standard, "outcome_test", outcome_test, MUST, outcome_tests),
	WORD(fw_standard, "evaluation", evaluation, MAY, arrangements),
	INT(fw_standard, "evaluation_months", evaluation_months, MAY, 1, 60),
	ID(fw_standard, "applies_if", applies_if, MAY),
	LIST(fw_standard, "rules", rules, MAY, 10, rule),
	LIST(fw_standard, "criteria", criteria, MUST, FRAMEWORK_CRITERIA, criterion),
	ONE(fw_standard, "evidence", evidence, MAY, evidence),
	NAMES(fw_standard, "references", references, MAY, T_IDS, 40),
	NAMES(fw_standard, "notes", notes, MAY, T_TEXTS, 100),
};
SCHEMA(standard, "a standard", struct fw_standard);
static const struct fw_field area_f[] = {
	NUMBER_ID(fw_area, "id", id, MUST),
	LINE(fw_area, "title", title, MUST, TITLE),
	LINE(fw_area, "about", about, MAY, POINT),
	LIST(fw_area, "standards", standards, MUST, FRAMEWORK_STANDARDS, standard),
};
SCHEMA(area, "a key area", struct fw_area);
static const struct fw_field condition_f[] = {
	ID(fw_condition, "id", id, MUST),
	LINE(fw_condition, "words", words, MUST, SENTENCE),
	LINE(fw_condition, "otherwise", otherwise, MUST, SENTENCE),
	FACT(fw_condition, "fact", fact),
};
SCHEMA(condition, "a condition", struct fw_condition);
static const struct fw_field reference_f[] = {
	ID(fw_reference, "id", id, MUST),
	LINE(fw_reference, "title", title, MUST, TITLE),
	WORD(fw_reference, "standing", standing, MUST, standings),
	LINE(fw_reference, "today", today, MUST, SENTENCE),
};
SCHEMA(reference, "a reference", struct fw_reference);
static const struct fw_field setting_f[] = {
	ID(fw_setting, "id", id, MUST),
	WORD(fw_setting, "type", type, MUST, setting_types),
	LINE(fw_setting, "words", words, MUST, SENTENCE),
	LINE(fw_setting, "default", preset, MAY, 40),
};
SCHEMA(setting, "a setting", struct fw_setting);
static const struct fw_field edition_f[] = {
	ID(fw_edition, "key", key, MUST),
	LINE(fw_edition, "edition", edition, MUST, 40),
};
SCHEMA(edition, "the edition before", struct fw_edition);
static const struct fw_field change_f[] = {
	SET(fw_change, "kinds", kinds, MUST, change_kinds),
	NAMES(fw_change, "from", from, MAY, T_NUMBER_IDS, 20),
	NAMES(fw_change, "to", to, MAY, T_NUMBER_IDS, 20),
	SET(fw_change, "parts", parts, MAY, parts),
	LINE(fw_change, "words", words, MUST, SENTENCE),
};
SCHEMA(change, "a change", struct fw_change);
static const struct fw_field framework_f[] = {
	LINE(framework, "format", format, MUST, 40),
	ID(framework, "key", key, MUST),
	LINE(framework, "edition", edition, MUST, 40),
	LINE(framework, "title", title, MUST, TITLE),
	WORD(framework, "origin", origin, MUST, origins),
	LONG(framework, "origin_note", origin_note, MUST),
	LONG(framework, "about", about, MUST),
	SET(framework, "organisations", organisations, MUST, organisations),
	WORD(framework, "frequency", frequency, MUST, frequencies),
	INT(framework, "look_back_months", look_back_months, MUST, 1, 60),
	WORD(framework, "signatory", signatory, MUST, signatories),
	SET(framework, "addressees", addressees, MUST, addressees),
	DATE(framework, "in_force_from", in_force_from, MAY),
	DATE(framework, "in_force_until", in_force_until, MAY),
	LIST(framework, "settings", settings, MAY, 60, setting),
	LIST(framework, "conditions", conditions, MAY, 100, condition),
	LIST(framework, "references", references, MAY, 400, reference),
	LIST(framework, "areas", areas, MUST, FRAMEWORK_AREAS, area),
	ONE(framework, "changes_from", changes_from, MAY, edition),
	LIST(framework, "changes", changes, MAY, 2 * FRAMEWORK_STANDARDS, change),
};
const struct fw_schema framework_schema = {
	"the framework", framework_f, countof(framework_f), sizeof(struct framework)
};

static const struct fw_field evidence_kind_f[] = {
	ID(fw_evidence_kind, "id", id, MUST),
	LINE(fw_evidence_kind, "name", name, MUST, TITLE),
	WORD(fw_evidence_kind, "class", usual, MUST, classes),
	NAMES(fw_evidence_kind, "standards", standards, MAY, T_NUMBER_IDS, 100),
};
SCHEMA(evidence_kind, "a kind of evidence", struct fw_evidence_kind);
static const struct fw_field evidence_kinds_f[] = {
	LINE(evidence_kinds, "format", format, MUST, 40),
	ID(evidence_kinds, "key", key, MUST),
	LINE(evidence_kinds, "edition", edition, MUST, 40),
	LONG(evidence_kinds, "about", about, MUST),
	LIST(evidence_kinds, "kinds", kinds, MUST, 400, evidence_kind),
};
const struct fw_schema evidence_kinds_schema = {
	"the list", evidence_kinds_f, countof(evidence_kinds_f), sizeof(struct evidence_kinds)
};

static const struct fw_field live_fact_f[] = {
	ID(fw_live_fact, "id", id, MUST),
	LINE(fw_live_fact, "name", name, MUST, SENTENCE),
	WORD(fw_live_fact, "unit", unit, MUST, units),
	ID(fw_live_fact, "register", register_, MUST),
	{ "threshold", T_OPT_INT, F(fw_live_fact, threshold), MAY, 0, 1000000, NULL, NULL },
};
SCHEMA(live_fact, "a live fact", struct fw_live_fact);
static const struct fw_field live_facts_f[] = {
	LINE(live_facts, "format", format, MUST, 40),
	LONG(live_facts, "about", about, MUST),
	LIST(live_facts, "facts", facts, MUST, 1000, live_fact),
};
const struct fw_schema live_facts_schema = {
	"the list", live_facts_f, countof(live_facts_f), sizeof(struct live_facts)
};

static const struct fw_field thresholds_f[] = {
	INT(fw_thresholds, "green_share", green_share, MUST, 1, 100),
	INT(fw_thresholds, "red_share", red_share, MUST, 1, 100),
	WORD(fw_thresholds, "any_red", any_red, MUST, ratings),
	WORD(fw_thresholds, "weighted_red", weighted_red, MUST, ratings),
	WORD(fw_thresholds, "weighted_amber", weighted_amber, MAY, ratings),
	INT(fw_thresholds, "red_areas", red_areas, MAY, 1, 40),
};
SCHEMA(thresholds, "the thresholds", struct fw_thresholds);
static const struct fw_field weight_f[] = {
	ID(fw_weight, "key", key, MUST),
	LINE(fw_weight, "edition", edition, MUST, 40),
	NUMBER_ID(fw_weight, "standard", standard, MUST),
	INT(fw_weight, "weight", weight, MUST, 1, 9),
	LINE(fw_weight, "reason", reason, MUST, SENTENCE),
	DATE(fw_weight, "from", from, MUST),
};
SCHEMA(weight, "a weight", struct fw_weight);
static const struct fw_field scoring_f[] = {
	LINE(scoring, "format", format, MUST, 40),
	ID(scoring, "key", key, MUST),
	INT(scoring, "version", version, MUST, 1, 1000),
	LINE(scoring, "title", title, MUST, TITLE),
	LONG(scoring, "origin_note", origin_note, MUST),
	DATE(scoring, "from", from, MUST),
	LINE(scoring, "reason", reason, MUST, SENTENCE),
	INT(scoring, "weighted_from", weighted_from, MUST, 1, 9),
	ONE(scoring, "area", area, MUST, thresholds),
	ONE(scoring, "overall", overall, MUST, thresholds),
	NAMES(scoring, "words", words, MUST, T_TEXTS, 40),
	LIST(scoring, "weights", weights, MAY, 400, weight),
};
const struct fw_schema scoring_schema = {
	"the scoring profile", scoring_f, countof(scoring_f), sizeof(struct scoring)
};

static const struct fw_field named_f[] = {
	ID(fw_named, "id", id, MUST),
	LINE(fw_named, "name", name, MUST, TITLE),
};
SCHEMA(named, "a service", struct fw_named);
static const struct fw_field duty_f[] = {
	ID(fw_duty, "id", id, MUST),
	LINE(fw_duty, "years", years, MUST, 40),
	DATE(fw_duty, "from", from, MUST),
	DATE(fw_duty, "until", until, MAY),
	LINE(fw_duty, "clause", clause, MUST, TITLE),
	LINE(fw_duty, "words", words, MUST, SENTENCE),
	WORD(fw_duty, "strength", strength, MUST, strengths),
	SET(fw_duty, "organisations", organisations, MUST, organisations),
	NAMES(fw_duty, "services", services, MAY, T_IDS, 40),
	NAMES(fw_duty, "frameworks", frameworks, MAY, T_IDS, 20),
	BOOL(fw_duty, "confirmed", confirmed, MUST),
	LINE(fw_duty, "basis", basis, MUST, SENTENCE),
};
SCHEMA(duty, "a duty", struct fw_duty);
static const struct fw_field duties_f[] = {
	LINE(duties, "format", format, MUST, 40),
	LONG(duties, "about", about, MUST),
	LIST(duties, "services", services, MUST, 60, named),
	LIST(duties, "duties", duties, MUST, 200, duty),
};
const struct fw_schema duties_schema = {
	"the list", duties_f, countof(duties_f), sizeof(struct duties)
};

static const struct fw_field sanction_f[] = {
	ID(fw_sanction, "id", id, MUST),
	LINE(fw_sanction, "name", name, MUST, TITLE),
	WORD(fw_sanction, "family", family, MUST, families),
	LINE(fw_sanction, "about", about, MUST, SENTENCE),
	SET(fw_sanction, "applicants", applicants, MUST, applicants),
	DATE(fw_sanction, "from", from, MAY),
	DATE(fw_sanction, "until", until, MAY),
	BOOL(fw_sanction, "pending", pending, MAY),
	LINE(fw_sanction, "statute", statute, MAY, SENTENCE),
	BOOL(fw_sanction, "clinical", clinical, MAY),
	INT(fw_sanction, "rank", rank, MAY, 1, 9),
	INT(fw_sanction, "review_months", review_months, MAY, 1, 60),
	INT(fw_sanction, "expiry_months", expiry_months, MAY, 1, 120),
	INT(fw_sanction, "appeal_days", appeal_days, MAY, 1, 365),
	BOOL(fw_sanction, "confirmed", confirmed, MUST),
	LINE(fw_sanction, "basis", basis, MUST, SENTENCE),
};
SCHEMA(sanction, "a sanction", struct fw_sanction);
static const struct fw_field letter_f[] = {
	ID(fw_letter, "id", id, MUST),
	LINE(fw_letter, "name", name, MUST, TITLE),
	LONG(fw_letter, "text", text, MUST),
};
SCHEMA(letter, "a letter", struct fw_letter);
static const struct fw_field sanction_range_f[] = {
	LINE(sanction_range, "format", format, MUST, 40),
	LONG(sanction_range, "about", about, MUST),
	LIST(sanction_range, "options", options, MUST, 60, sanction),
	LIST(sanction_range, "letters", letters, MAY, 60, letter),
};
const struct fw_schema sanction_range_schema = {
	"the list", sanction_range_f, countof(sanction_range_f), sizeof(struct sanction_range)
};

const char *
words_find(const struct fw_words *w, int value)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->w[i].value == value)
			return w->w[i].word;
	return NULL;
}

bool
words_value(const struct fw_words *w, struct str word, int *ret)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_is(word, w->w[i].word)) {
			*ret = w->w[i].value;
			return true;
		}
	return false;
}

struct str
words_list(struct arena *a, const struct fw_words *w)
{
	struct str s = { 0 };

	for (size_t i = 0; i < w->n; i++)
		s = arena_printf(a, "%.*s%s%s", (int)s.n, s.n ? s.p : "",
		    i == 0 ? "" : i + 1 == w->n ? " or " : ", ", w->w[i].word);
	return s;
}

const char *fw_family_word(enum fw_family v) { return words_find(&families, (int)v); }
const char *fw_applicant_word(enum fw_applicant v) { return words_find(&applicants, (int)v); }
const char *fw_kind_word(enum fw_kind v) { return words_find(&kinds, (int)v); }
const char *fw_test_word(enum fw_test v) { return words_find(&tests, (int)v); }
const char *fw_arrangement_word(enum fw_arrangement v) { return words_find(&arrangements, (int)v); }
const char *fw_class_word(enum fw_class v) { return words_find(&classes, (int)v); }
