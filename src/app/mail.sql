-- name: mail_put :exec
-- in: id id, account id, name text, period date, now time
INSERT INTO mail (org, id, account, name, period, state, asked_at, due_at, tries)
VALUES (@org, :id, :account, :name, :period, 'waiting', :now, :now, 0)
ON CONFLICT (org, account, name, period) DO NOTHING

-- unscoped: mail of every organisation is sent by the one server
-- name: mail_next :one
-- in: now time
-- out: org id, id id, account id, name text, period date, asked_at time, tries i64, email personal
SELECT m.org, m.id, m.account, m.name, m.period, m.asked_at, m.tries, a.email
  FROM mail m
  JOIN account a ON a.id = m.account
 WHERE m.state = 'waiting' AND m.due_at <= :now
 ORDER BY m.due_at, m.org, m.id
 LIMIT 1

-- unscoped: as mail_next
-- name: mail_begin :exec
-- in: org id, id id, now time
UPDATE mail SET state = 'sending', due_at = :now, tries = tries + 1 WHERE org = :org AND id = :id AND state = 'waiting'

-- unscoped: as mail_next
-- name: mail_end :exec
-- in: org id, id id, state text, why text, due_at time
UPDATE mail SET state = :state, why = :why, due_at = :due_at WHERE org = :org AND id = :id AND state = 'sending'

-- unscoped: as mail_next
-- name: mail_lost :exec
-- in: before time
UPDATE mail SET state = 'unknown', why = 'stopped' WHERE state = 'sending' AND due_at < :before

-- unscoped: as mail_next
-- name: mail_wanted :one
-- in: now time, before time
-- out: n i64
SELECT COUNT(*) AS n FROM mail m WHERE (m.state = 'waiting' AND m.due_at <= :now) OR (m.state = 'sending' AND m.due_at < :before)

-- name: mail_sweep :exec
-- in: before time
DELETE FROM mail WHERE @visible(mail) AND state <> 'waiting' AND state <> 'sending' AND due_at < :before

-- unscoped: how many there are in each state, for whoever runs the service; no row and no name
-- name: mail_counts :many
-- out: state text, n i64
SELECT m.state, COUNT(*) AS n FROM mail m GROUP BY m.state ORDER BY m.state
