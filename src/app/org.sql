-- name: org_by_code :one
-- in: ods_code text
-- out: id id
SELECT o.id FROM organisation o WHERE o.ods_code = :ods_code

-- name: org_exists :one
-- in: id id
-- out: id id, name text, kind text
SELECT o.id, o.name, o.kind FROM organisation o WHERE o.id = :id
