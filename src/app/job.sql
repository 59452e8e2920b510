-- unscoped: jobs of every organisation are run by the one server
-- name: job_next :one
-- in: now time
-- out: org id, id id, name text, cursor text, tries i64
SELECT j.org, j.id, j.name, j.cursor, j.tries FROM job j
 WHERE j.name <> 'long.step' AND j.due_at <= :now AND (j.leased_until IS NULL OR j.leased_until < :now)
 ORDER BY j.due_at, j.org, j.id LIMIT 1

-- unscoped: as job_next
-- name: job_lease :exec
-- in: org id, id id, lease text, until time, now time
UPDATE job SET lease = :lease, leased_until = :until, tries = tries + 1
 WHERE org = :org AND id = :id AND (leased_until IS NULL OR leased_until < :now)

-- unscoped: as job_next
-- name: job_forward :exec
-- in: org id, id id, lease text, cursor text, due_at time
UPDATE job SET cursor = :cursor, due_at = :due_at, leased_until = NULL, tries = 0
 WHERE org = :org AND id = :id AND lease = :lease

-- unscoped: as job_next
-- name: job_done :exec
-- in: org id, id id, lease text
DELETE FROM job WHERE org = :org AND id = :id AND lease = :lease

-- name: job_put :exec
-- in: id id, name text, cursor text, due_at time
INSERT INTO job (org, id, name, cursor, due_at, lease, leased_until, tries) VALUES (@org, :id, :name, :cursor, :due_at, '', NULL, 0)

-- unscoped: as job_next
-- name: job_missing :many
-- in: name text, most i64
-- out: org id
SELECT o.id AS org
  FROM organisation o
 WHERE o.status = 'active' AND NOT EXISTS (SELECT 1 FROM job j WHERE j.org = o.id AND j.name = :name)
 ORDER BY o.id
 LIMIT :most
