-- name: circle_insert :exec
-- in: id id, kind text, record id, at time
INSERT INTO circle (org, id, kind, record, made_at, made_by) VALUES (@org, :id, :kind, :record, :at, @person)

-- name: circle_member_add :exec
-- in: circle id, account id, since time
INSERT INTO circle_member (org, circle, account, since, added_by) VALUES (@org, :circle, :account, :since, @person)
ON CONFLICT (org, account, circle) DO NOTHING

-- name: circle_member_drop :exec
-- in: circle id, account id
DELETE FROM circle_member WHERE @visible(circle_member) AND circle = :circle AND account = :account

-- name: circle_member_list :many
-- in: circle id
-- out: account id, name personal, since time
SELECT m.account, a.name, m.since
  FROM circle_member m
  JOIN account a ON a.id = m.account
 WHERE @visible(m) AND m.circle = :circle
 ORDER BY m.circle, m.account

-- name: circle_member_is :one
-- in: circle id, account id
-- out: account id
SELECT m.account FROM circle_member m WHERE @visible(m) AND m.circle = :circle AND m.account = :account

-- name: guarded_put :exec
-- in: record id, circle id
INSERT INTO guarded (org, record, circle) VALUES (@org, :record, :circle)
ON CONFLICT (org, record) DO UPDATE SET circle = excluded.circle

-- name: guarded_drop :exec
-- in: record id
DELETE FROM guarded WHERE @visible(guarded) AND record = :record

-- name: barred_put :exec
-- in: account id, record id, why text, source id, at time
INSERT INTO barred (org, account, record, why, source, at, made_by) VALUES (@org, :account, :record, :why, :source, :at, @person)
ON CONFLICT (org, account, record, source) DO NOTHING

-- name: barred_drop :exec
-- in: record id, source id
DELETE FROM barred WHERE @visible(barred) AND record = :record AND source = :source

-- name: barred_drop_one :exec
-- in: account id, record id, source id
DELETE FROM barred WHERE @visible(barred) AND account = :account AND record = :record AND source = :source

-- name: barred_with_put :exec
-- in: record id, follower id
INSERT INTO barred_with (org, record, follower) VALUES (@org, :record, :follower) ON CONFLICT (org, record, follower) DO NOTHING

-- name: barred_with_drop :exec
-- in: record id, follower id
DELETE FROM barred_with WHERE @visible(barred_with) AND record = :record AND follower = :follower

-- name: barred_with_list :many
-- in: record id
-- out: follower id
SELECT w.follower FROM barred_with w WHERE @visible(w) AND w.record = :record ORDER BY w.record, w.follower

-- name: barred_lift :exec
-- in: record id, account id
DELETE FROM barred WHERE @visible(barred) AND record = :record AND account = :account

-- name: barred_list :many
-- in: record id
-- out: account id, name personal, why text, source id
SELECT b.account, a.name, b.why, b.source
  FROM barred b
  JOIN account a ON a.id = b.account
 WHERE @visible(b) AND b.record = :record
 ORDER BY b.record, b.account, b.source

-- name: barred_is :one
-- in: record id, account id
-- out: n i64
SELECT count(*) AS n FROM barred b WHERE @visible(b) AND b.record = :record AND b.account = :account

-- Of the records that a page of the trail speaks of, those that its reader may not know of.
-- name: hidden_from :many
-- in: least id, most id
-- out: record id
SELECT g.record
  FROM guarded g
 WHERE @visible(g) AND g.record >= :least AND g.record <= :most
   AND NOT EXISTS (SELECT 1 FROM circle_member m WHERE @visible(m) AND m.circle = g.circle AND m.account = @person)
UNION
SELECT b.record FROM barred b WHERE @visible(b) AND b.account = @person AND b.record >= :least AND b.record <= :most
 ORDER BY record

-- Members of the organisation by the name they sign in with: who is named in a record may be one of them.
-- name: account_by_name :many
-- in: name_sort text
-- out: id id
SELECT DISTINCT a.id
  FROM account a
  JOIN membership m ON @visible(m) AND m.account = a.id
 WHERE a.name_sort = :name_sort
 ORDER BY a.id

-- name: account_here :one
-- in: id id
-- out: name personal
SELECT a.name FROM account a WHERE a.id = :id AND EXISTS (SELECT 1 FROM membership m WHERE @visible(m) AND m.account = a.id)

-- Colleagues, for teams and conflicts of interest.
-- name: circle_colleagues :many
-- in: day date
-- out: account id, name personal
SELECT DISTINCT a.id AS account, a.name
  FROM membership m
  JOIN account a ON a.id = m.account AND a.status = 'active'
 WHERE @visible(m) AND m.role <> 'reporter' AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)
 ORDER BY a.name, account
 LIMIT 500
