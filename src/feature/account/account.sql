-- name: account_own_sessions :many
-- in: account id
-- out: id id, created_at time, seen_at time
SELECT s.id, s.created_at, s.seen_at FROM session s
 WHERE s.account = :account AND s.stage = 3
 ORDER BY s.seen_at DESC, s.id DESC

-- name: account_own_session_end :exec
-- in: id id, account id
DELETE FROM session WHERE id = :id AND account = :account

-- name: account_own_tokens :many
-- in: account id
-- out: id id, name text, actions text, org_name text, created_at time, expires_at time, revoked_at time?
SELECT t.id, t.name, t.actions, o.name AS org_name, t.created_at, t.expires_at, t.revoked_at
  FROM api_token t
  JOIN organisation o ON o.id = t.org
 WHERE t.account = :account
 ORDER BY t.created_at DESC, t.id DESC

-- name: account_own_token_end :exec
-- in: id id, account id, at time
UPDATE api_token SET revoked_at = :at WHERE id = :id AND account = :account AND revoked_at IS NULL

-- name: account_page :many
-- in: after text, after_id id, most i64
-- out: id id, email personal, name personal, email_fold text, status text, totp_confirmed bool, signed_in_at time?
SELECT a.id, a.email, a.name, a.email_fold, a.status, a.totp_confirmed, a.signed_in_at
  FROM account a
 WHERE a.email_fold > :after OR (a.email_fold = :after AND a.id > :after_id)
 ORDER BY a.email_fold, a.id
 LIMIT :most

-- name: access_people :many
-- in: day date, most i64
-- out: id id, name personal, email personal, status text, totp_confirmed bool, role text, unit_name text?
SELECT a.id, a.name, a.email, a.status, a.totp_confirmed, m.role, u.name AS unit_name
  FROM membership m
  JOIN account a ON a.id = m.account
  LEFT JOIN unit u ON u.org = m.org AND u.id = m.unit AND @visible(u)
 WHERE @visible(m) AND (m.ends_on IS NULL OR m.ends_on >= :day)
 ORDER BY a.name_sort, a.id, m.id
 LIMIT :most

-- name: access_of_person :many
-- in: account id
-- out: id id, role text, unit_name text?, starts_on date, ends_on date?
SELECT m.id, m.role, u.name AS unit_name, m.starts_on, m.ends_on
  FROM membership m
  LEFT JOIN unit u ON u.org = m.org AND u.id = m.unit AND @visible(u)
 WHERE @visible(m) AND m.account = :account
 ORDER BY m.starts_on DESC, m.id DESC

-- name: access_of_account :one
-- in: account id, id id
-- out: role text
SELECT m.role FROM membership m WHERE @visible(m) AND m.id = :id AND m.account = :account
