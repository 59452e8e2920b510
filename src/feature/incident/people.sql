-- record: incident_person
-- sorts: created_at
-- filters: incident indexed

-- record: incident_property
-- sorts: created_at
-- filters: incident indexed

-- record: incident_note
-- sorts: created_at

-- record: incident_handover
-- sorts: sent_on
-- filters: incident indexed

-- name: incident_notes_of :many
-- in: incident id
-- out: id id, kind text, at time, body personal, by_name personal?
SELECT n.id, n.kind, n.at, n.body, a.name AS by_name
  FROM incident_note n
  LEFT JOIN account a ON a.id = n.created_by
 WHERE @visible(n) AND n.incident = :incident AND n.withdrawn_at IS NULL
 ORDER BY n.at DESC, n.id DESC

-- name: incident_by_ref :one
-- in: ref text
-- out: id id
SELECT i.id FROM incident i WHERE @visible(i) AND i.ref = :ref AND i.withdrawn_at IS NULL

-- name: incident_near :many
-- in: incident id, unit id, from_on date, to_on date
-- out: id id, ref text, title text, state text, happened_on date
SELECT i.id, i.ref, i.title, i.state, i.happened_on
  FROM incident i
 WHERE @visible(i) AND i.unit = :unit AND i.id <> :incident AND i.happened_on >= :from_on AND i.happened_on <= :to_on AND i.withdrawn_at IS NULL
 ORDER BY i.happened_on DESC, i.id DESC
 LIMIT 10

-- name: incident_same_person :many
-- in: incident id
-- out: id id, ref text, title text, state text, happened_on date
SELECT DISTINCT i.id, i.ref, i.title, i.state, i.happened_on
  FROM incident_person p
  JOIN incident_person q ON @visible(q) AND q.name_key = p.name_key AND q.incident <> p.incident AND q.part = 'alleged' AND q.withdrawn_at IS NULL
  JOIN incident i ON @visible(i) AND i.id = q.incident AND i.withdrawn_at IS NULL
 WHERE @visible(p) AND p.incident = :incident AND p.part = 'alleged' AND p.name_key <> '' AND p.withdrawn_at IS NULL
 ORDER BY i.happened_on DESC, i.id DESC
 LIMIT 10

-- name: incident_same_asset :many
-- in: incident id
-- out: id id, ref text, title text, state text, happened_on date
SELECT DISTINCT i.id, i.ref, i.title, i.state, i.happened_on
  FROM incident_property p
  JOIN incident_property q ON @visible(q) AND q.asset_fold = p.asset_fold AND q.incident <> p.incident AND q.withdrawn_at IS NULL
  JOIN incident i ON @visible(i) AND i.id = q.incident AND i.withdrawn_at IS NULL
 WHERE @visible(p) AND p.incident = :incident AND p.asset_fold <> '' AND p.withdrawn_at IS NULL
 ORDER BY i.happened_on DESC, i.id DESC
 LIMIT 10

-- New reports, the most pressing first, and how many lie close to each in place and time.
-- name: incident_waiting :many
-- in: most i64, most_alike i64
-- out: id id, ref text, title text, kind text, happened_on date, happened_time text, danger bool, hurt text, triage_by time?, alike i64
SELECT i.id, i.ref, i.title, i.kind, i.happened_on, i.happened_time, i.danger, i.hurt, i.triage_by,
       (SELECT count(*) FROM (SELECT 1 AS one FROM incident j WHERE @visible(j) AND j.unit = i.unit AND j.id <> i.id AND j.withdrawn_at IS NULL
           AND j.happened_on >= i.happened_on - 1 AND j.happened_on <= i.happened_on + 1 LIMIT :most_alike) k) AS alike
  FROM incident i
 WHERE @visible(i) AND i.state = 'reported' AND i.withdrawn_at IS NULL
 ORDER BY i.triage_by, i.id
 LIMIT :most

-- name: incident_due_list :many
-- in: until_ms time, until_on date, most i64
-- out: id id, ref text, title text, what text, due_ms time?, due_on date?
SELECT i.id, i.ref, i.title, 'triage' AS what, i.triage_by AS due_ms, CAST(NULL AS date) AS due_on FROM incident i
 WHERE @visible(i) AND i.state = 'reported' AND i.withdrawn_at IS NULL AND i.triage_by <= :until_ms
UNION ALL
SELECT i.id, i.ref, i.title, 'contact' AS what, i.contact_by AS due_ms, CAST(NULL AS date) AS due_on FROM incident i
 WHERE @visible(i) AND i.contact_by IS NOT NULL AND i.contacted_at IS NULL AND i.withdrawn_at IS NULL AND i.contact_by <= :until_ms AND i.state NOT IN ('closed', 'merged')
UNION ALL
SELECT i.id, i.ref, i.title, 'start' AS what, i.start_by AS due_ms, CAST(NULL AS date) AS due_on FROM incident i
 WHERE @visible(i) AND i.state = 'triaged' AND i.withdrawn_at IS NULL AND i.start_by <= :until_ms
UNION ALL
SELECT i.id, i.ref, i.title, 'riddor' AS what, CAST(NULL AS time) AS due_ms, i.riddor_due AS due_on FROM incident i
 WHERE @visible(i) AND i.riddor_due IS NOT NULL AND i.riddor_sent_on IS NULL AND i.withdrawn_at IS NULL AND i.riddor_due <= :until_on AND i.state <> 'merged'
UNION ALL
SELECT i.id, i.ref, i.title, 'handover' AS what, CAST(NULL AS time) AS due_ms, h.answer_by AS due_on FROM incident_handover h
  JOIN incident i ON @visible(i) AND i.id = h.incident
 WHERE @visible(h) AND h.outcome_on IS NULL AND h.withdrawn_at IS NULL AND h.answer_by > 0 AND h.answer_by <= :until_on
 ORDER BY what, id
 LIMIT :most
