-- record: incident_person
-- sorts: created_at

-- record: incident_property
-- sorts: created_at

-- record: incident_note
-- sorts: created_at

-- record: incident_handover
-- sorts: sent_on desc

-- name: incident_people :many
-- in: incident id
-- out: id id, part text, kind text, name personal, alleged personal, job personal, contact personal, staff_group text, injury text, first_off date?, back_on date?, to_hospital bool, on_hospital bool, at_work bool, support choices, support_on date?, clinical text, restraint choices, note personal, name_key text
SELECT p.id, p.part, p.kind, p.name, p.alleged, p.job, p.contact, p.staff_group, p.injury, p.first_off, p.back_on, p.to_hospital, p.on_hospital,
       p.at_work, p.support, p.support_on, p.clinical, p.restraint, p.note, p.name_key
  FROM incident_person p
 WHERE @visible(p) AND p.incident = :incident AND p.withdrawn_at IS NULL
 ORDER BY p.incident, p.id

-- name: incident_properties :many
-- in: incident id
-- out: id id, whose text, what personal, asset text, asset_fold text, fate text, value money?, recovered money?, care text, care_note personal
SELECT p.id, p.whose, p.what, p.asset, p.asset_fold, p.fate, p.value, p.recovered, p.care, p.care_note
  FROM incident_property p
 WHERE @visible(p) AND p.incident = :incident AND p.withdrawn_at IS NULL
 ORDER BY p.incident, p.id

-- name: incident_notes_of :many
-- in: incident id
-- out: id id, kind text, at time, body personal, by_name personal?
SELECT n.id, n.kind, n.at, n.body, a.name AS by_name
  FROM incident_note n
  LEFT JOIN account a ON a.id = n.created_by
 WHERE @visible(n) AND n.incident = :incident AND n.withdrawn_at IS NULL
 ORDER BY n.at DESC, n.id DESC

-- name: incident_handovers :many
-- in: incident id
-- out: id id, team text, what personal, sent_on date, answer_by date, received_on date?, received_by personal, their_ref text, outcome personal, outcome_on date?
SELECT h.id, h.team, h.what, h.sent_on, h.answer_by, h.received_on, h.received_by, h.their_ref, h.outcome, h.outcome_on
  FROM incident_handover h
 WHERE @visible(h) AND h.incident = :incident AND h.withdrawn_at IS NULL
 ORDER BY h.incident, h.id
