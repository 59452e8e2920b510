-- The parts of one incident, as its page lists them.
INDEX incident_person_whole ON incident_person (org, incident, created_at, id) WHERE withdrawn_at IS NULL;
INDEX incident_property_whole ON incident_property (org, incident, created_at, id) WHERE withdrawn_at IS NULL;
INDEX incident_handover_whole ON incident_handover (org, incident, sent_on, id) WHERE withdrawn_at IS NULL;
-- What was changed in them before their changes were told with the incident.
SQLITE UPDATE change_row SET whole = COALESCE((SELECT p.incident FROM incident_person p WHERE p.org = change_row.org AND p.id = change_row.record), 0) WHERE kind = 'incident_person';
PG UPDATE change_row SET whole = COALESCE((SELECT p.incident FROM incident_person p WHERE p.org = change_row.org AND p.id = change_row.record), 0) WHERE kind = 'incident_person';
SQLITE UPDATE change_row SET whole = COALESCE((SELECT p.incident FROM incident_property p WHERE p.org = change_row.org AND p.id = change_row.record), 0) WHERE kind = 'incident_property';
PG UPDATE change_row SET whole = COALESCE((SELECT p.incident FROM incident_property p WHERE p.org = change_row.org AND p.id = change_row.record), 0) WHERE kind = 'incident_property';
SQLITE UPDATE change_row SET whole = COALESCE((SELECT p.incident FROM incident_handover p WHERE p.org = change_row.org AND p.id = change_row.record), 0) WHERE kind = 'incident_handover';
PG UPDATE change_row SET whole = COALESCE((SELECT p.incident FROM incident_handover p WHERE p.org = change_row.org AND p.id = change_row.record), 0) WHERE kind = 'incident_handover';
