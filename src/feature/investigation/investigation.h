/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_INVESTIGATION_INVESTIGATION_H
#define FEATURE_INVESTIGATION_INVESTIGATION_H
#include "app/record.h"
#include "sql/investigation.h"

/* Cases over one or several incidents (INV-1 to INV-8): what other folders may use of them. */
extern const struct record_type investigation_record, investigation_incident_record;
#endif
