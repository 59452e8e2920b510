-- name: account_by_email :one
-- in: email_fold text
-- out: id id, email personal, name personal, password text, totp blob, totp_confirmed bool, totp_step i64, status text, failures i64, locked_until time?, must_change bool, initial_until time?, last_org id?, last_unit id?
SELECT a.id, a.email, a.name, a.password, a.totp, a.totp_confirmed, a.totp_step, a.status, a.failures, a.locked_until,
       a.must_change, a.initial_until, a.last_org, a.last_unit
  FROM account a
 WHERE a.email_fold = :email_fold

-- name: account_by_id :one
-- in: id id
-- out: id id, email personal, name personal, password text, totp blob, totp_confirmed bool, totp_step i64, status text, failures i64, locked_until time?, must_change bool, initial_until time?, last_org id?, last_unit id?
SELECT a.id, a.email, a.name, a.password, a.totp, a.totp_confirmed, a.totp_step, a.status, a.failures, a.locked_until,
       a.must_change, a.initial_until, a.last_org, a.last_unit
  FROM account a
 WHERE a.id = :id

-- name: account_insert :exec
-- in: id id, email text, email_fold text, name text, name_sort text, password text, totp blob, totp_confirmed bool, must_change bool, initial_until time?, created_at time
INSERT INTO account (id, email, email_fold, name, name_sort, password, totp, totp_confirmed, must_change, initial_until, created_at)
VALUES (:id, :email, :email_fold, :name, :name_sort, :password, :totp, :totp_confirmed, :must_change, :initial_until, :created_at)

-- name: account_set_failures :exec
-- in: id id, failures i64, locked_until time?
UPDATE account SET failures = :failures, locked_until = :locked_until WHERE id = :id

-- name: account_set_signed_in :exec
-- in: id id, at time
UPDATE account SET failures = 0, locked_until = NULL, signed_in_at = :at WHERE id = :id

-- name: account_set_step :exec
-- in: id id, step i64, was i64
UPDATE account SET totp_step = :step WHERE id = :id AND totp_step = :was

-- name: account_set_totp :exec
-- in: id id, totp blob
UPDATE account SET totp = :totp, totp_confirmed = 0, totp_step = 0 WHERE id = :id

-- name: account_confirm_totp :exec
-- in: id id, step i64, was i64
UPDATE account SET totp_confirmed = 1, totp_step = :step WHERE id = :id AND totp_confirmed = 0 AND totp_step = :was

-- name: account_set_password :exec
-- in: id id, password text, must_change bool, initial_until time?
UPDATE account SET password = :password, must_change = :must_change, initial_until = :initial_until WHERE id = :id

-- name: account_set_status :exec
-- in: id id, status text
UPDATE account SET status = :status WHERE id = :id

-- name: account_set_place :exec
-- in: id id, org id?, unit id?
UPDATE account SET last_org = :org, last_unit = :unit WHERE id = :id

-- unscoped: the sign-in page of the example region lists everybody; nowhere else is it called
-- name: account_examples :many
-- in: day date, most i64
-- out: id id, email personal, name personal, totp blob, totp_step i64, role text, org_name text
SELECT a.id, a.email, a.name, a.totp, a.totp_step, m.role, o.name AS org_name
  FROM account a
  JOIN membership m ON m.account = a.id
  JOIN organisation o ON o.id = m.org
 WHERE a.status = 'active' AND a.totp_confirmed = 1 AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)
 ORDER BY o.name, a.name_sort, a.id, m.id
 LIMIT :most

-- name: recovery_insert :exec
-- in: account id, hash text
INSERT INTO recovery_code (account, hash) VALUES (:account, :hash)

-- name: recovery_use :exec
-- in: account id, hash text, at time
UPDATE recovery_code SET used_at = :at WHERE account = :account AND hash = :hash AND used_at IS NULL

-- name: recovery_left :one
-- in: account id
-- out: n i64
SELECT COUNT(*) AS n FROM recovery_code r WHERE r.account = :account AND r.used_at IS NULL

-- name: recovery_forget :exec
-- in: account id
DELETE FROM recovery_code WHERE account = :account

-- name: session_by_hash :one
-- in: hash text
-- out: id id, account id, stage i64, org id?, unit id?, home_org id?, grant_id id?, grant_until time?, created_at time, seen_at time, fresh_at time?, email personal, name personal, status text, org_name text?, org_kind text?
SELECT s.id, s.account, s.stage, s.org, s.unit, s.home_org, s.grant_id, s.grant_until, s.created_at, s.seen_at, s.fresh_at,
       a.email, a.name, a.status, o.name AS org_name, o.kind AS org_kind
  FROM session s
  JOIN account a ON a.id = s.account
  LEFT JOIN organisation o ON o.id = s.org
 WHERE s.hash = :hash

-- name: session_by_id :one
-- in: id id
-- out: id id, account id, stage i64, created_at time, seen_at time, note blob?, note_until time?
SELECT s.id, s.account, s.stage, s.created_at, s.seen_at, s.note, s.note_until FROM session s WHERE s.id = :id

-- name: session_insert :exec
-- in: id id, hash text, account id, stage i64, org id?, unit id?, at time, fresh_at time?
INSERT INTO session (id, hash, account, stage, org, unit, home_org, created_at, seen_at, fresh_at)
VALUES (:id, :hash, :account, :stage, :org, :unit, :org, :at, :at, :fresh_at)

-- name: session_set_seen :exec
-- in: id id, at time
UPDATE session SET seen_at = :at WHERE id = :id AND seen_at < :at

-- name: session_set_stage :exec
-- in: id id, stage i64
UPDATE session SET stage = :stage WHERE id = :id

-- name: session_set_fresh :exec
-- in: id id, at time
UPDATE session SET fresh_at = :at WHERE id = :id

-- name: session_set_place :exec
-- in: id id, org id?, unit id?
UPDATE session SET org = :org, unit = :unit, home_org = :org, grant_id = NULL, grant_until = NULL WHERE id = :id

-- name: session_set_grant :exec
-- in: id id, org id, grant_id id, until time
UPDATE session SET org = :org, unit = NULL, grant_id = :grant_id, grant_until = :until WHERE id = :id

-- name: session_end_grant :exec
-- in: grant_id id
UPDATE session SET org = home_org, grant_id = NULL, grant_until = NULL WHERE grant_id = :grant_id

-- name: session_set_note :exec
-- in: id id, note blob?, until time?
UPDATE session SET note = :note, note_until = :until WHERE id = :id

-- name: session_delete :exec
-- in: id id, account id
DELETE FROM session WHERE id = :id AND account = :account

-- name: session_delete_others :exec
-- in: account id, keep id?
DELETE FROM session WHERE account = :account AND id <> COALESCE(:keep, 0)

-- name: session_purge :exec
-- in: before time
DELETE FROM session WHERE created_at < :before

-- name: token_insert :exec
-- in: id id, hash text, account id, org id, name text, actions text, created_at time, expires_at time
INSERT INTO api_token (id, hash, account, org, name, actions, created_at, expires_at)
VALUES (:id, :hash, :account, :org, :name, :actions, :created_at, :expires_at)

-- name: token_by_hash :one
-- in: hash text
-- out: id id, account id, org id, actions text, expires_at time, revoked_at time?, email personal, name personal, status text, org_name text, org_kind text
SELECT t.id, t.account, t.org, t.actions, t.expires_at, t.revoked_at, a.email, a.name, a.status, o.name AS org_name, o.kind AS org_kind
  FROM api_token t
  JOIN account a ON a.id = t.account
  JOIN organisation o ON o.id = t.org
 WHERE t.hash = :hash

-- name: failure_get :one
-- in: address text
-- out: since time, count i64
SELECT f.since, f.count FROM sign_in_failure f WHERE f.address = :address

-- name: failure_put :exec
-- in: address text, since time, count i64
INSERT INTO sign_in_failure (address, since, count) VALUES (:address, :since, :count)
ON CONFLICT (address) DO UPDATE SET since = excluded.since, count = excluded.count

-- name: failure_purge :exec
-- in: before time
DELETE FROM sign_in_failure WHERE since < :before

-- name: draft_put :exec
-- in: account id, path text, body blob, at time
INSERT INTO draft (account, path, body, at) VALUES (:account, :path, :body, :at)
ON CONFLICT (account, path) DO UPDATE SET body = excluded.body, at = excluded.at

-- name: draft_get :one
-- in: account id, path text
-- out: body blob, at time
SELECT d.body, d.at FROM draft d WHERE d.account = :account AND d.path = :path

-- name: draft_delete :exec
-- in: account id, path text
DELETE FROM draft WHERE account = :account AND path = :path

-- name: draft_purge :exec
-- in: before time
DELETE FROM draft WHERE at < :before

-- unscoped: what an account may do in an organisation is known before there is a scope
-- name: membership_roles :many
-- in: account id, org id, day date
-- out: role text, unit id?, person id?
SELECT m.role, m.unit, m.person
  FROM membership m
 WHERE m.account = :account AND m.org = :org AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)
 ORDER BY m.id

-- unscoped: the organisations that an account may act for are offered after sign-in
-- name: membership_places :many
-- in: account id, day date
-- out: org id, org_name text, org_kind text, unit id?, unit_name text?
SELECT m.org, o.name AS org_name, o.kind AS org_kind, m.unit, u.name AS unit_name
  FROM membership m
  JOIN organisation o ON o.id = m.org
  LEFT JOIN unit u ON u.org = m.org AND u.id = m.unit
 WHERE m.account = :account AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)
 ORDER BY o.name, m.org, m.id

-- unscoped: an account that another organisation uses too is not this administrator's to close or reset
-- name: membership_elsewhere :one
-- in: account id, org id, day date
-- out: n i64
SELECT COUNT(*) AS n FROM membership m
 WHERE m.account = :account AND m.org <> :org AND (m.ends_on IS NULL OR m.ends_on >= :day)

-- unscoped: the last administrator of the whole organisation is protected from administrators of a branch too
-- name: membership_administrators :many
-- in: org id, day date
-- out: id id, account id
SELECT m.id, m.account
  FROM membership m
  JOIN account a ON a.id = m.account
 WHERE m.org = :org AND m.role = 'administrator' AND m.unit IS NULL AND m.starts_on <= :day AND m.ends_on IS NULL
   AND a.status = 'active'
 ORDER BY m.id

-- name: membership_insert :exec
-- in: id id, account id, role text, unit id?, person id?, starts_on date, ends_on date?, given_by id, given_at time
INSERT INTO membership (org, id, account, role, unit, person, starts_on, ends_on, given_by, given_at)
VALUES (@org, :id, :account, :role, :unit, :person, :starts_on, :ends_on, :given_by, :given_at)

-- name: membership_end :exec
-- in: id id, ends_on date, ended_by id
UPDATE membership SET ends_on = :ends_on, ended_by = :ended_by WHERE @visible(membership) AND id = :id

-- unscoped: closing an account ends what it may do everywhere
-- name: membership_end_all :exec
-- in: account id, ends_on date, ended_by id
UPDATE membership SET ends_on = :ends_on, ended_by = :ended_by
 WHERE account = :account AND (ends_on IS NULL OR ends_on > :ends_on)

-- name: organisation_by_id :one
-- in: id id
-- out: id id, name text, kind text
SELECT o.id, o.name, o.kind FROM organisation o WHERE o.id = :id
