/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_INCIDENT_VIEW_H
#define FEATURE_INCIDENT_VIEW_H
#include "app/circle.h"
#include "html/component.h"

struct restrict_view {
	bool restricted;
	int64_t version;
	struct circle_person *team; size_t n_team;
	struct barred_person *barred; size_t n_barred;
	struct form *why, *add, *keep;
	struct url action_restrict, action_open, action_add, action_remove, action_keep, action_lift;
};
#endif
