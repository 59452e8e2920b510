-- name: incident_draft_get :one
-- in: hash text, since time
-- out: org id, account id?, body blob
SELECT d.org, d.account, d.body FROM incident_draft d WHERE d.hash = :hash AND d.at >= :since

-- name: incident_draft_put :exec
-- in: hash text, org id, account id?, body blob, at time
INSERT INTO incident_draft (hash, org, account, body, at) VALUES (:hash, :org, :account, :body, :at)
ON CONFLICT (hash) DO UPDATE SET body = excluded.body, at = excluded.at

-- name: incident_draft_drop :exec
-- in: hash text
DELETE FROM incident_draft WHERE hash = :hash

-- name: incident_draft_sweep :exec
-- in: before time
DELETE FROM incident_draft WHERE at < :before

-- name: incident_link_get :one
-- in: hash text
-- out: org id, name text
SELECT l.org, o.name FROM incident_link l JOIN organisation o ON o.id = l.org WHERE l.hash = :hash

-- name: incident_link_put :exec
-- in: hash text, org id
INSERT INTO incident_link (hash, org) VALUES (:hash, :org)

-- name: incident_link_drop :exec
-- in: org id
DELETE FROM incident_link WHERE org = :org

-- Reports of that place and sort that lie close in time, as far as the reader may know of them.
-- name: incident_alike_count :one
-- in: unit id, type text, from_on date, to_on date
-- out: n i64
SELECT count(*) AS n
  FROM incident i
 WHERE @visible(i) AND i.unit = :unit AND i.type = :type AND i.circle IS NULL AND i.withdrawn_at IS NULL
   AND i.happened_on >= :from_on AND i.happened_on <= :to_on

-- name: incident_reported_by :many
-- in: most i64
-- out: id id, ref text, title text, state text, reported_at time, outcome text
SELECT i.id, i.ref, i.title, i.state, i.reported_at, i.outcome
  FROM incident i
 WHERE @visible(i) AND i.reported_by = @person AND i.withdrawn_at IS NULL
 ORDER BY i.reported_at DESC, i.id DESC
 LIMIT :most
