-- record: investigation_rule
-- sorts: title_sort

-- record: investigation
-- sorts: opened_on desc
-- filters: state indexed, lead indexed, kind, finding

-- record: investigation_incident
-- sorts: created_at
-- filters: investigation indexed

-- record: investigation_member
-- sorts: created_at
-- filters: investigation indexed

-- record: investigation_step
-- sorts: due_on
-- filters: investigation indexed

-- record: investigation_entry
-- sorts: at
-- filters: investigation indexed

-- record: investigation_statement
-- sorts: taken_on
-- filters: investigation indexed

-- record: investigation_exhibit
-- sorts: created_at
-- filters: investigation indexed

-- record: investigation_custody
-- sorts: at
-- filters: investigation indexed

-- record: investigation_cctv
-- sorts: overwritten_on
-- filters: investigation indexed

-- record: investigation_conference
-- sorts: held_at
-- filters: investigation indexed

-- record: investigation_contact
-- sorts: at
-- filters: investigation indexed

-- record: investigation_lesson
-- sorts: created_at
-- filters: investigation indexed

-- The chain of one exhibit.
-- name: investigation_chain :many
-- in: exhibit id
-- out: id id, act text, at time, holder personal, place text, seal text, why personal, by_name personal?
SELECT m.id, m.act, m.at, m.holder, m.place, m.seal, m.why, a.name AS by_name
  FROM investigation_custody m
  LEFT JOIN account a ON a.id = m.created_by
 WHERE @visible(m) AND m.exhibit = :exhibit AND m.withdrawn_at IS NULL
 ORDER BY m.at, m.id

-- The case of an incident, as the caller may know of it.
-- name: investigation_of_incident :one
-- in: incident id
-- out: id id, ref text, title text, state text, link id
SELECT v.id, v.ref, v.title, v.state, l.id AS link
  FROM investigation_incident l
  JOIN investigation v ON @visible(v) AND v.id = l.investigation
 WHERE @visible(l) AND l.incident = :incident AND l.withdrawn_at IS NULL

-- name: investigation_incident_list :many
-- in: investigation id
-- out: id id, link id, ref text, title text
SELECT i.id, l.id AS link, i.ref, i.title
  FROM investigation_incident l
  JOIN incident i ON @visible(i) AND i.id = l.incident
 WHERE @visible(l) AND l.investigation = :investigation AND l.withdrawn_at IS NULL
 ORDER BY i.happened_on, i.id

-- Those who hold that role here, for a lead by rule; unit 0: anywhere.
-- name: investigation_holders :many
-- in: role text, unit id, day date
-- out: account id, name personal
SELECT DISTINCT a.id AS account, a.name
  FROM membership m
  JOIN account a ON a.id = m.account AND a.status = 'active'
 WHERE @visible(m) AND m.role = :role AND (:unit = 0 OR m.unit = :unit) AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)
 ORDER BY a.name, account
 LIMIT 200

-- Those who may be in a team: who may read cases at all.
-- name: investigation_team_list :many
-- in: day date
-- out: account id, name personal
SELECT DISTINCT a.id AS account, a.name
  FROM membership m
  JOIN account a ON a.id = m.account AND a.status = 'active'
 WHERE @visible(m) AND m.role IN ('specialist', 'manager', 'lead') AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)
 ORDER BY a.name, account
 LIMIT 500

-- Incidents that a case may take: looked at, not closed, in none yet.
-- name: investigation_free_incidents :many
-- in: circle id, most i64
-- out: id id, ref text, title text
SELECT i.id, i.ref, i.title
  FROM incident i
 WHERE @visible(i) AND i.state IN ('triaged', 'investigating') AND i.withdrawn_at IS NULL AND COALESCE(i.circle, 0) = :circle
   AND NOT EXISTS (SELECT 1 FROM investigation_incident l WHERE @visible(l) AND l.incident = i.id AND l.withdrawn_at IS NULL)
 ORDER BY i.happened_on DESC, i.id DESC
 LIMIT :most

-- name: investigation_member_is :one
-- in: investigation id, account id
-- out: id id
SELECT m.id FROM investigation_member m
 WHERE @visible(m) AND m.account = :account AND m.investigation = :investigation AND m.withdrawn_at IS NULL
 ORDER BY m.id LIMIT 1

-- name: investigation_due_list :many
-- in: until date, most i64
-- out: id id, ref text, title text, what text, due_on date?
SELECT v.id, v.ref, v.title, 'finding' AS what, v.due_on FROM investigation v
 WHERE @visible(v) AND v.state = 'open' AND v.withdrawn_at IS NULL AND v.due_on <= :until
UNION ALL
SELECT v.id, v.ref, v.title, 'step' AS what, s.due_on FROM investigation_step s
  JOIN investigation v ON @visible(v) AND v.id = s.investigation AND v.state <> 'closed' AND v.withdrawn_at IS NULL
 WHERE @visible(s) AND s.done_on IS NULL AND s.withdrawn_at IS NULL AND s.due_on <= :until
UNION ALL
SELECT v.id, v.ref, v.title, 'cctv' AS what, t.overwritten_on AS due_on FROM investigation_cctv t
  JOIN investigation v ON @visible(v) AND v.id = t.investigation AND v.state <> 'closed' AND v.withdrawn_at IS NULL
 WHERE @visible(t) AND t.outcome = '' AND t.withdrawn_at IS NULL AND t.overwritten_on <= :until
UNION ALL
SELECT v.id, v.ref, v.title, 'contact' AS what, k.answer_by AS due_on FROM investigation_contact k
  JOIN investigation v ON @visible(v) AND v.id = k.investigation AND v.state <> 'closed' AND v.withdrawn_at IS NULL
 WHERE @visible(k) AND k.answer_by IS NOT NULL AND k.answered_on IS NULL AND k.withdrawn_at IS NULL AND k.answer_by <= :until
 ORDER BY due_on, what, id
 LIMIT :most

-- What committees are told of.
-- name: investigation_ended :many
-- in: from_on date, to_on date, most i64
-- out: id id, ref text, title text, finding text, opened_on date, due_on date, found_on date?, closed_on date?, partnership text, summary text
SELECT v.id, v.ref, v.title, v.finding, v.opened_on, v.due_on, v.found_on, v.closed_on, v.partnership, v.summary
  FROM investigation v
 WHERE @visible(v) AND v.closed_on IS NOT NULL AND v.closed_on >= :from_on AND v.closed_on <= :to_on AND v.withdrawn_at IS NULL
 ORDER BY v.closed_on DESC, v.id DESC
 LIMIT :most

-- Cases that were opened, or in which something was found, in that time.
-- name: investigation_times :many
-- in: from_on date, to_on date, unit id
-- out: id id, reported_on date, opened_on date, due_on date, found_on date?, finding text
SELECT v.id, v.reported_on, v.opened_on, v.due_on, v.found_on, v.finding
  FROM investigation v
 WHERE @visible(v) AND v.withdrawn_at IS NULL AND (:unit = 0 OR v.unit = :unit)
   AND ((v.opened_on >= :from_on AND v.opened_on <= :to_on) OR (v.found_on IS NOT NULL AND v.found_on >= :from_on AND v.found_on <= :to_on))
 ORDER BY v.opened_on, v.id

-- name: investigation_used :one
-- out: n i64
SELECT count(*) AS n FROM investigation v WHERE @visible(v) AND v.withdrawn_at IS NULL

-- name: investigation_proper :one
-- in: from_on date, to_on date
-- out: n i64, proper i64
SELECT count(*) AS n,
       CAST(COALESCE(sum(CASE WHEN v.law <> 0 AND v.accredited = 1 AND EXISTS (SELECT 1 FROM investigation_step s
              WHERE @visible(s) AND s.investigation = v.id AND s.withdrawn_at IS NULL) THEN 1 ELSE 0 END), 0) AS i64) AS proper
  FROM investigation v
 WHERE @visible(v) AND v.withdrawn_at IS NULL AND v.opened_on >= :from_on AND v.opened_on <= :to_on

-- As lesson_settled() says it.
-- name: investigation_lessons :one
-- in: from_on date, to_on date
-- out: n i64, settled i64
SELECT count(*) AS n,
       CAST(COALESCE(sum(CASE WHEN (l.kind = 'none' AND l.none_why <> '')
              OR (l.kind <> '' AND l.kind <> 'none' AND l.changed_on IS NOT NULL AND l.edition <> '' AND (l.document <> '' OR l.agreement IS NOT NULL)) THEN 1 ELSE 0 END), 0) AS i64) AS settled
  FROM investigation_lesson l
  JOIN investigation v ON @visible(v) AND v.id = l.investigation AND v.withdrawn_at IS NULL
 WHERE @visible(l) AND l.withdrawn_at IS NULL AND v.opened_on >= :from_on AND v.opened_on <= :to_on
