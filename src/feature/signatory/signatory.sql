-- name: signatory_get :one
-- in: framework_key text
-- out: account id, name personal
SELECT s.account, a.name FROM signatory s JOIN account a ON a.id = s.account WHERE @visible(s) AND s.framework_key = :framework_key

-- name: signatory_list :many
-- in:
-- out: framework_key text, account id, name personal, named_at time
SELECT s.framework_key, s.account, a.name, s.named_at
  FROM signatory s
  JOIN account a ON a.id = s.account
 WHERE @visible(s)
 ORDER BY s.framework_key

-- name: signatory_clear :exec
-- in: framework_key text
DELETE FROM signatory WHERE @visible(signatory) AND framework_key = :framework_key

-- name: signatory_put :exec
-- in: framework_key text, account id, at time, by id
INSERT INTO signatory (org, framework_key, account, named_at, named_by) VALUES (@org, :framework_key, :account, :at, :by)

-- Who may be named: the roles of lead and manager for the whole organisation, for a branch is below the board.
-- name: signatory_people :many
-- in: day date, most i64
-- out: id id, name personal, n_lead i64
SELECT a.id, a.name, COALESCE(SUM(CASE WHEN m.role = 'lead' THEN 1 ELSE 0 END), 0) AS n_lead
  FROM membership m
  JOIN account a ON a.id = m.account
 WHERE @visible(m) AND m.unit IS NULL AND (m.role = 'lead' OR m.role = 'manager') AND m.starts_on <= :day
   AND (m.ends_on IS NULL OR m.ends_on >= :day) AND a.status = 'active'
 GROUP BY a.name_sort, a.id, a.name
 ORDER BY a.name_sort, a.id
 LIMIT :most

-- name: signatory_roles :one
-- in: account id, day date
-- out: lead i64, manager i64
SELECT COALESCE(SUM(CASE WHEN m.role = 'lead' THEN 1 ELSE 0 END), 0) AS lead,
       COALESCE(SUM(CASE WHEN m.role = 'manager' THEN 1 ELSE 0 END), 0) AS manager
  FROM membership m
 WHERE @visible(m) AND m.account = :account AND m.unit IS NULL AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)

-- name: signatory_person :one
-- in: account id
-- out: id id
SELECT p.id FROM person p WHERE @visible(p) AND p.account = :account AND p.withdrawn_at IS NULL
