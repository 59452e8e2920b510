/* SPDX-License-Identifier: MIT */
#ifndef FRAMEWORK_MODEL_H
#define FRAMEWORK_MODEL_H
#include "base/base.h"

/* A framework of standards as data, exactly as docs/framework-format.md describes the file.
 * Everything a parse returns lies in the arena that it was given and is never changed.
 * `line` is where the thing stood in the file; it takes no part in comparing or writing. */

enum fw_origin {
	ORIGIN_RETOLD = 1,	/* structure of a published document, sentences ours */
	ORIGIN_OWN,		/* structure and sentences ours */
	ORIGIN_EXAMPLE,		/* made up to show how something works */
	ORIGIN_IMPORTED,	/* brought in by somebody else */
};
enum fw_frequency { FREQUENCY_YEARLY = 1, FREQUENCY_TWICE_YEARLY, FREQUENCY_QUARTERLY };
enum fw_signatory {
	SIGNATORY_LEAD = 1,		/* board-level lead for security */
	SIGNATORY_VIOLENCE_LEAD,	/* executive lead for violence prevention */
	SIGNATORY_SENIOR_INDIVIDUAL,	/* for premises */
	SIGNATORY_CHIEF_EXECUTIVE,
};
/* Bits of framework.addressees, framework.organisations. */
enum fw_addressee {
	ADDRESSEE_NATIONAL_BODY, ADDRESSEE_NATIONAL_COMMISSIONER,
	ADDRESSEE_COORDINATING_COMMISSIONER, ADDRESSEE_BOARD, ADDRESSEE_REGULATOR,
};
enum fw_organisation {
	ORGANISATION_COMMISSIONER, ORGANISATION_PROVIDER, ORGANISATION_NATIONAL_BODY,
	ORGANISATION_CONTRACTOR, ORGANISATION_PARTNER,
};

enum fw_rating { RATING_RED = 1, RATING_AMBER, RATING_GREEN };
enum fw_kind {
	KIND_FAILING = 1,	/* R: any one makes red */
	KIND_NEED,		/* N: amber and green want all of them */
	KIND_SHORTFALL,		/* S: any one keeps it at amber */
	KIND_WANTED,		/* G: green wants all of them too */
	KIND_ROUTE,		/* A: another way to amber, in place of the needs of other routes */
};
/* Where a criterion comes from. */
enum fw_mark { MARK_TEXT = 1, MARK_HEADLINE, MARK_EVIDENCE, MARK_OWN };
/* What green asks for beyond amber. */
enum fw_outcome_test {
	OUTCOME_NONE = 1, OUTCOME_MONITORING, OUTCOME_EVALUATION, OUTCOME_USE, OUTCOME_EFFECT,
};
enum fw_arrangement {
	ARRANGEMENT_NONE,
	ARRANGEMENT_LEADERSHIP, ARRANGEMENT_PRECONTRACT, ARRANGEMENT_MONITORING,
	ARRANGEMENT_AWARENESS, ARRANGEMENT_COMMUNICATION, ARRANGEMENT_TRAINING,
	ARRANGEMENT_LONE_WORKING, ARRANGEMENT_ALERTS, ARRANGEMENT_INVESTIGATION,
	ARRANGEMENT_SANCTIONS, ARRANGEMENT_VIOLENCE,
};
/* States of a live fact; they come in opposites, and a fact that is not known is in none of them. */
enum fw_test {
	TEST_NONE = 1, TEST_ANY,	/* zero or nothing recorded / more than that */
	TEST_LOW, TEST_HIGH,		/* below / at or above the threshold that is set */
	TEST_NOT_ALL, TEST_ALL,		/* of everything that is counted */
	TEST_NO, TEST_YES,
	TEST_OLD, TEST_RECENT,		/* none or too old / within the age that is set */
	TEST_NOT_BETTER, TEST_BETTER,
	TEST_WEAK, TEST_SOUND,		/* how strong an evaluation is */
	TEST_OPEN, TEST_DONE,		/* improvements outstanding / done, or none needed */
	TEST_LATE, TEST_IN_TIME,
	TEST_UNCONFIRMED, TEST_CONFIRMED,
	TEST_NOT_FALLING, TEST_FALLING,
};
enum fw_rule_kind {
	RULE_CAP = 1,		/* never better than the rating */
	RULE_SUGGEST,		/* the rating is proposed, not imposed */
	RULE_COMMENT,		/* the comment must say something about it */
};
enum fw_standing {		/* of a reference, today */
	STANDING_IN_FORCE = 1, STANDING_CURRENT_EDITION, STANDING_YEARLY, STANDING_GOOD_PRACTICE,
	STANDING_HISTORIC, STANDING_REPLACED, STANDING_WITHDRAWN, STANDING_UNCONFIRMED,
};
enum fw_setting_type { SETTING_NUMBER = 1, SETTING_PERCENT, SETTING_DATE, SETTING_YES_NO };
/* Bits of fw_change.kinds and fw_change.parts. */
enum fw_change_kind {
	CHANGE_UNCHANGED, CHANGE_AMENDED, CHANGE_RENUMBERED, CHANGE_MERGED, CHANGE_DELETED, CHANGE_NEW,
};
enum fw_part { PART_HEADLINE, PART_RATIONALE, PART_RATINGS };
/* A framework holds no more than these: each standard is a page that somebody fills in. */
enum { FRAMEWORK_AREAS = 100, FRAMEWORK_STANDARDS = 1000, FRAMEWORK_CRITERIA = 200 };
#define FW_BIT(x) (UINT64_C(1) << (unsigned)(x))

struct fw_names { struct str *at; size_t n; };
struct fw_fact { struct str fact; enum fw_test test; };	/* fact: no value when there is none */
struct fw_facts { struct fw_fact *at; size_t n; };

struct fw_criterion {
	int line;
	struct str id;			/* "N2" */
	enum fw_kind kind;
	struct str words;
	enum fw_mark mark;
	struct str condition;		/* id of a condition; no value: always arises */
	int route;			/* 0: belongs to every route */
	struct fw_names negates;	/* wanted criteria that it contradicts */
	struct fw_facts speaks_for, speaks_against;
};
struct fw_criteria { struct fw_criterion *at; size_t n; };

struct fw_rule {
	int line;
	enum fw_rule_kind kind;
	struct str condition;
	enum fw_rating rating;		/* 0 for RULE_COMMENT */
	struct str words;
};
struct fw_rules { struct fw_rule *at; size_t n; };

struct fw_evidence { int line; struct fw_names output, outcome; };	/* ids of evidence kinds */

struct fw_standard {
	int line;
	struct str id;			/* "1.4" */
	struct str title, headline, rationale;
	struct str text;		/* the source's words in full, where the headline is shorter; may be missing */
	struct str meant;		/* who or what is meant; may be missing */
	struct str law;			/* "section 5"; may be missing */
	int weight;			/* 1 and more */
	struct str weight_reason;	/* there when weight > 1 */
	bool overseeing_providers;
	bool amber;			/* does partly met exist? */
	struct str why_no_amber;	/* there when amber is false */
	enum fw_outcome_test outcome_test;
	enum fw_arrangement evaluation;	/* that it asks to be evaluated */
	int evaluation_months;		/* oldest age that still counts */
	struct str applies_if;		/* id of a condition; no value: to every organisation */
	struct fw_rules rules;
	struct fw_criteria criteria;
	struct fw_evidence evidence;
	struct fw_names references;
	struct fw_names notes;		/* each one a sentence or more */
};
struct fw_standards { struct fw_standard *at; size_t n; };

struct fw_area { int line; struct str id, title, about; struct fw_standards standards; };
struct fw_areas { struct fw_area *at; size_t n; };

/* A case that may or may not arise.  With a fact the program finds out, without one a person says. */
struct fw_condition { int line; struct str id, words, otherwise; struct fw_fact fact; };
struct fw_conditions { struct fw_condition *at; size_t n; };

struct fw_reference { int line; struct str id, title; enum fw_standing standing; struct str today; };
struct fw_references { struct fw_reference *at; size_t n; };

struct fw_setting {
	int line;
	struct str id;
	enum fw_setting_type type;
	struct str words;
	struct str preset;		/* key "default"; may be missing */
};
struct fw_settings { struct fw_setting *at; size_t n; };

struct fw_edition { int line; struct str key, edition; };

struct fw_change {
	int line;
	struct choices kinds;		/* bits: fw_change_kind */
	struct fw_names from, to;	/* ids of standards, before and after */
	struct choices parts;		/* bits: fw_part; rationale alone: answers carry over as they are */
	struct str words;
};
struct fw_changes { struct fw_change *at; size_t n; };

struct framework {
	int line;
	struct str format;
	struct str key, edition, title;
	enum fw_origin origin;
	struct str origin_note, about;
	struct choices organisations;	/* bits: fw_organisation */
	enum fw_frequency frequency;
	int look_back_months;
	enum fw_signatory signatory;
	struct choices addressees;	/* bits: fw_addressee */
	struct date in_force_from, in_force_until;	/* may be unset */
	struct fw_settings settings;
	struct fw_conditions conditions;
	struct fw_references references;
	struct fw_areas areas;
	struct fw_edition changes_from;	/* key: no value when there is no change map */
	struct fw_changes changes;
};

/* Kinds of evidence (evidence-kinds.yaml). */
enum fw_class { CLASS_OUTPUT = 1, CLASS_OUTCOME, CLASS_DEPENDS, CLASS_REFERENCE };
struct fw_evidence_kind {
	int line;
	struct str id, name;
	enum fw_class usual;		/* key "class": proposed, whoever adds the item decides */
	struct fw_names standards;	/* of the framework named at the top of the file */
};
struct fw_evidence_kinds { struct fw_evidence_kind *at; size_t n; };
struct evidence_kinds {
	int line;
	struct str format, key, edition, about;
	struct fw_evidence_kinds kinds;
};

/* Live facts (facts.yaml): what the program can find out by itself. */
enum fw_unit {
	UNIT_COUNT = 1, UNIT_SHARE, UNIT_DAYS, UNIT_YES_NO, UNIT_STATE, UNIT_EVALUATION, UNIT_CHANGE,
};
struct fw_live_fact {
	int line;
	struct str id, name;
	enum fw_unit unit;
	struct str register_;		/* key "register": whose records it is counted from */
	struct opt_i64 threshold;	/* preset for low and high */
};
struct fw_live_facts { struct fw_live_fact *at; size_t n; };
struct live_facts { int line; struct str format, about; struct fw_live_facts facts; };

/* The range of sanctions and redress, with letters to begin from (sanctions.yaml). */
enum fw_family {
	FAMILY_WARNING = 1, FAMILY_AGREEMENT, FAMILY_EXCLUSION, FAMILY_WITHHOLDING, FAMILY_DISCIPLINARY, FAMILY_REGULATOR,
	FAMILY_CIVIL_INJUNCTION, FAMILY_NUISANCE_INJUNCTION, FAMILY_PROTECTION_NOTICE, FAMILY_CAUTION, FAMILY_PROSECUTION, FAMILY_FINE,
	FAMILY_REDRESS, FAMILY_REPAYMENT,
};
enum fw_applicant {
	APPLICANT_HEALTH = 1,		/* any NHS organisation for itself */
	APPLICANT_PRIMARY_CARE, APPLICANT_NATIONAL_BODY, APPLICANT_POLICE, APPLICANT_PROSECUTOR, APPLICANT_COUNCIL, APPLICANT_HOUSING,
	APPLICANT_TRANSPORT, APPLICANT_EMPLOYER,
};
struct fw_sanction {
	int line;
	struct str id, name, about;
	enum fw_family family;
	struct choices applicants;	/* bits: fw_applicant */
	struct date from, until;	/* unset: no bound */
	bool pending;			/* an Act has it, and no day of commencement is known */
	struct str statute;
	bool clinical;			/* wants clinical input */
	int rank;			/* step of the ladder; 0: none */
	int review_months, expiry_months, appeal_days;	/* presets; 0: none */
	bool confirmed;
	struct str basis;		/* what the entry rests on */
};
struct fw_sanctions { struct fw_sanction *at; size_t n; };
struct fw_letter { int line; struct str id, name, text; /* id: of the sanction */ };
struct fw_letters { struct fw_letter *at; size_t n; };
struct sanction_range { int line; struct str format, about; struct fw_sanctions options; struct fw_letters letters; };

/* The scoring profile (scoring.yaml). */
struct fw_weight {
	int line;
	struct str key, edition, standard;
	int weight;
	struct str reason;
	struct date from;
};
struct fw_weights { struct fw_weight *at; size_t n; };
struct fw_thresholds {
	int line;
	int green_share, red_share;	/* percent of the weight that is rated */
	enum fw_rating any_red, weighted_red;	/* best result that is still possible */
	enum fw_rating weighted_amber;	/* 0: no limit */
	int red_areas;			/* so many red areas make the whole red, fewer cap it at amber;
					 * 0 in an area's part */
};
struct scoring {
	int line;
	struct str format, key;
	int version;
	struct str title, origin_note;
	struct date from;
	struct str reason;
	int weighted_from;		/* a standard of this weight or more is weighted */
	struct fw_thresholds area, overall;
	struct fw_names words;		/* the rule as it is printed for people */
	struct fw_weights weights;
};

/* Duties by contract year (duties.yaml). */
enum fw_strength {
	STRENGTH_STATUTE = 1, STRENGTH_COMPLY, STRENGTH_REASONABLE_ENDEAVOURS, STRENGTH_HAVE_REGARD,
	STRENGTH_GOOD_PRACTICE,
};
struct fw_named { int line; struct str id, name; };
struct fw_nameds { struct fw_named *at; size_t n; };
struct fw_duty {
	int line;
	struct str id, years;
	struct date from, until;	/* until may be unset */
	struct str clause, words;
	enum fw_strength strength;
	struct choices organisations;	/* bits: fw_organisation */
	struct fw_names services;	/* ids of services; none: all */
	struct fw_names frameworks;	/* keys */
	bool confirmed;
	struct str basis;		/* what the entry rests on */
};
struct fw_duties { struct fw_duty *at; size_t n; };
struct duties { int line; struct str format, about; struct fw_nameds services; struct fw_duties duties; };

/* Each returns ST_OK and *ret, or ST_INVALID and in *ret_why one sentence that begins with
 * "line N: " and says what was expected; whoever knows the file's name puts it in front.
 * Nothing is half-loaded. */
enum status framework_parse(struct arena *a, struct str yaml, struct framework **ret,
    struct str *ret_why) MUST_CHECK;
enum status evidence_kinds_parse(struct arena *a, struct str yaml, struct evidence_kinds **ret,
    struct str *ret_why) MUST_CHECK;
enum status live_facts_parse(struct arena *a, struct str yaml, struct live_facts **ret,
    struct str *ret_why) MUST_CHECK;
enum status sanction_range_parse(struct arena *a, struct str yaml, struct sanction_range **ret,
    struct str *ret_why) MUST_CHECK;
enum status scoring_parse(struct arena *a, struct str yaml, struct scoring **ret,
    struct str *ret_why) MUST_CHECK;
/* No activity on a weighted standard keeps its area and the whole from green, a better rating never makes a worse
 * result, and whatever counts more than once is a weighted standard (REV-4).  False where a profile cannot keep that, with
 * the line at fault and what was expected there; scoring_parse asks it of every profile. */
bool scoring_sound(const struct scoring *p, int *ret_line, const char **ret_why);
/* As framework_write_yaml. */
void scoring_write_yaml(const struct scoring *p, struct buf *out);
enum status duties_parse(struct arena *a, struct str yaml, struct duties **ret,
    struct str *ret_why) MUST_CHECK;

/* The one way to write a framework down: equal frameworks give equal bytes, and what it writes
 * framework_parse reads back equal. */
void framework_write_yaml(const struct framework *f, struct buf *out);
/* As an OSCAL 1.1 catalog in JSON; framework_read() reads it back equal.  changed: the moment that it names. */
void framework_write_oscal(struct arena *a, const struct framework *f, struct when changed, struct buf *out);
/* As an XLSX workbook, a sheet for each kind of row; framework_read() reads it back equal. */
enum status framework_write_book(struct arena *a, const struct framework *f, struct buf *out) MUST_CHECK;
bool framework_equal(const struct framework *a, const struct framework *b);

/* What one file alone cannot show: the evidence kinds and live facts that it names exist. */
enum status framework_check_names(struct arena *a, const struct framework *f,
    const struct evidence_kinds *kinds, const struct live_facts *facts, struct str *ret_why) MUST_CHECK;
/* next's change map accounts for every standard of before. */
enum status framework_check_changes(struct arena *a, const struct framework *before,
    const struct framework *next, struct str *ret_why) MUST_CHECK;

/* NULL when there is none. */
const struct fw_standard *framework_standard(const struct framework *f, struct str id);
const struct fw_condition *framework_condition(const struct framework *f, struct str id);
const struct fw_criterion *standard_criterion(const struct fw_standard *s, struct str id);
/* The entry of the change map that leads to this standard. */
const struct fw_change *framework_change_to(const struct framework *f, struct str id);
/* Must the answer be looked at afresh? (headline or ratings touched, merged, new) */
bool change_needs_fresh_look(const struct fw_change *c);
/* The words of the file for an enum's value: "failing", "not_all", "yearly" … */
const char *fw_family_word(enum fw_family v);
const char *fw_applicant_word(enum fw_applicant v);
const char *fw_kind_word(enum fw_kind v);
const char *fw_test_word(enum fw_test v);
const char *fw_arrangement_word(enum fw_arrangement v);
const char *fw_class_word(enum fw_class v);
#endif
