-- name: file_insert :exec
-- in: id id, name text, type text, size i64, hash text, scan text, created_at time, created_by id
INSERT INTO file (org, id, name, type, size, hash, scan, linked, created_at, created_by)
VALUES (@org, :id, :name, :type, :size, :hash, :scan, 0, :created_at, :created_by)

-- name: file_chunk_insert :exec
-- in: file id, n i64, bytes blob
INSERT INTO file_chunk (org, file, n, bytes) VALUES (@org, :file, :n, :bytes)

-- name: file_mark_linked :exec
-- in: id id
UPDATE file SET linked = 1 WHERE @visible(file) AND id = :id AND linked = 0 AND created_by = @person

-- name: file_get :one
-- in: id id
-- out: id id, name text, type text, size i64, hash text, scan text, created_at time
SELECT f.id, f.name, f.type, f.size, f.hash, f.scan, f.created_at FROM file f WHERE @visible(f) AND f.id = :id

-- name: file_loose :one
-- in: id id
-- out: id id
SELECT f.id FROM file f WHERE @visible(f) AND f.id = :id AND f.linked = 0 AND f.created_by = @person

-- name: file_chunks :many
-- in: file id
-- out: n i64, bytes blob
SELECT k.n, k.bytes FROM file_chunk k WHERE @visible(k) AND k.file = :file ORDER BY k.file, k.n

-- unscoped: uploads of every organisation that nothing links are swept after a day
-- name: file_stale :many
-- in: before time, most i64
-- out: org id, id id
SELECT f.org, f.id FROM file f WHERE f.linked = 0 AND f.created_at < :before ORDER BY f.created_at, f.org, f.id LIMIT :most

-- unscoped: as file_stale
-- name: file_chunk_drop :exec
-- in: org id, file id
DELETE FROM file_chunk WHERE org = :org AND file = :file

-- unscoped: as file_stale
-- name: file_drop :exec
-- in: org id, id id
DELETE FROM file WHERE org = :org AND id = :id AND linked = 0

-- unscoped: files of every organisation wait for the one scanner
-- name: file_waiting_first :one
-- in: after time
-- out: org id, id id, created_at time
SELECT f.org, f.id, f.created_at FROM file f WHERE f.scan = 'waiting' AND f.created_at > :after ORDER BY f.created_at, f.org, f.id LIMIT 1

-- unscoped: as file_waiting_first
-- name: file_scanned :exec
-- in: org id, id id, scan text
UPDATE file SET scan = :scan WHERE org = :org AND id = :id AND scan = 'waiting'
