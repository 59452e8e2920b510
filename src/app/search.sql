-- name: reference_bump :exec
-- in: kind text, year i64
INSERT INTO reference_count (org, kind, year, last) VALUES (@org, :kind, :year, 1)
ON CONFLICT (org, kind, year) DO UPDATE SET last = reference_count.last + 1

-- name: reference_next :one
-- in: kind text, year i64
-- out: last i64
SELECT r.last FROM reference_count r WHERE @visible(r) AND r.kind = :kind AND r.year = :year

-- name: search_entry_put :exec
-- in: id id, kind text, at time, title text
INSERT INTO search_entry (org, id, kind, at, title) VALUES (@org, :id, :kind, :at, :title)
ON CONFLICT (org, id) DO UPDATE SET at = excluded.at, title = excluded.title

-- unscoped: the index holds no organisation's words under another's id; what is found is joined to search_entry
-- name: search_words_drop :exec
-- in: id id
DELETE FROM search_words WHERE rowid = :id
-- pg:
DELETE FROM search_words WHERE id = :id

-- unscoped: the index holds no organisation's words under another's id; what is found is joined to search_entry
-- name: search_words_put :exec
-- in: id id, scope text, open text, identity text, special text, criminal text, free_text text
INSERT INTO search_words (rowid, scope, open, identity, special, criminal, free_text)
VALUES (:id, :scope, :open, :identity, :special, :criminal, :free_text)
-- pg:
INSERT INTO search_words (id, open, identity, special, criminal, free_text)
SELECT :id, to_tsvector('simple', :open), to_tsvector('simple', :identity), to_tsvector('simple', :special),
       to_tsvector('simple', :criminal), to_tsvector('simple', :free_text) WHERE :scope IS NOT NULL

-- unscoped: joined to search_entry, which is
-- name: search_find :many
-- in: query text, identity bool, special bool, criminal bool, free_text bool, most i64
-- out: id id, kind text, at time, title text
SELECT e.id, e.kind, e.at, e.title
  FROM search_words w
  JOIN search_entry e ON e.id = w.rowid
 WHERE search_words MATCH :query AND @visible(e)
   AND :identity >= 0 AND :special >= 0 AND :criminal >= 0 AND :free_text >= 0
 ORDER BY w.rowid DESC
 LIMIT :most
-- pg:
SELECT e.id, e.kind, e.at, e.title
  FROM search_words w
  JOIN search_entry e ON e.id = w.id
 WHERE (w.open @@ to_tsquery('simple', :query)
        OR (:identity = 1 AND w.identity @@ to_tsquery('simple', :query))
        OR (:special = 1 AND w.special @@ to_tsquery('simple', :query))
        OR (:criminal = 1 AND w.criminal @@ to_tsquery('simple', :query))
        OR (:free_text = 1 AND w.free_text @@ to_tsquery('simple', :query)))
   AND @visible(e)
 ORDER BY e.id DESC
 LIMIT :most
