-- name: duty_newest :many
-- in: most i64
-- out: id id, yaml text, imported_at time
SELECT e.id, e.yaml, e.imported_at FROM duty_edition e ORDER BY e.id DESC LIMIT :most

-- name: duty_editions :many
-- in: most i64
-- out: id id, about text, hash text, imported_at time
SELECT e.id, e.about, e.hash, e.imported_at FROM duty_edition e ORDER BY e.id DESC LIMIT :most

-- name: duty_edition_put :exec
-- in: id id, about text, yaml text, hash text, at time, by id
INSERT INTO duty_edition (id, about, yaml, hash, imported_at, imported_by) VALUES (:id, :about, :yaml, :hash, :at, :by)
