-- name: example_orgs :many
-- in:
-- out: id id
SELECT o.id FROM organisation o ORDER BY o.id

-- name: example_accounts :one
-- in:
-- out: n i64
SELECT count(*) AS n FROM account a
