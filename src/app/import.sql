-- record: import_map
-- sorts: name_sort

-- name: import_map_named :one
-- in: kind text, name_sort text
-- out: id id
SELECT m.id FROM import_map m WHERE @visible(m) AND m.kind = :kind AND m.name_sort = :name_sort

-- name: import_map_printed :one
-- in: kind text, print text
-- out: id id
SELECT m.id FROM import_map m
 WHERE @visible(m) AND m.kind = :kind AND m.print = :print AND m.withdrawn_at IS NULL
 ORDER BY m.changed_at DESC, m.id DESC LIMIT 1

-- name: import_map_names :many
-- in: kind text, most i64
-- out: id id, name text
SELECT m.id, m.name FROM import_map m
 WHERE @visible(m) AND m.kind = :kind AND m.withdrawn_at IS NULL
 ORDER BY m.name_sort, m.id LIMIT :most

-- name: import_ref_get :one
-- in: kind text, source text, their_ref text
-- out: record id, print text
SELECT r.record, r.print FROM import_ref r WHERE @visible(r) AND r.kind = :kind AND r.source = :source AND r.their_ref = :their_ref

-- name: import_ref_put :exec
-- in: kind text, source text, their_ref text, record id, print text
INSERT INTO import_ref (org, kind, source, their_ref, record, print) VALUES (@org, :kind, :source, :their_ref, :record, :print)
ON CONFLICT (org, kind, source, their_ref) DO UPDATE SET print = excluded.print

-- name: import_word_put :exec
-- in: work id, field text, word personal, times i64
INSERT INTO import_word (org, work, field, word, times) VALUES (@org, :work, :field, :word, :times)
ON CONFLICT (org, work, field, word) DO UPDATE SET times = import_word.times + excluded.times

-- name: import_word_list :many
-- in: work id, most i64
-- out: field text, word personal, times i64
SELECT w.field, w.word, w.times FROM import_word w WHERE @visible(w) AND w.work = :work ORDER BY w.work, w.field, w.word LIMIT :most

-- unscoped: as long_expired
-- name: import_words_drop :exec
-- in: org id, work id
DELETE FROM import_word WHERE org = :org AND work = :work
