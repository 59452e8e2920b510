-- record: marker
-- sorts: decided_on
-- filters: incident indexed

-- name: marker_in_use :many
-- in: today date, most i64
-- out: id id, incident id, ref text, decided_on date, review_on date, expires_on date
SELECT m.id, m.incident, i.ref, m.decided_on, m.review_on, m.expires_on
  FROM marker m
  JOIN incident i ON @visible(i) AND i.id = m.incident
 WHERE @visible(m) AND m.withdrawn_at IS NULL AND m.removed_on IS NULL AND (m.expires_on = 0 OR m.expires_on >= :today)
 ORDER BY m.review_on, m.id
 LIMIT :most
