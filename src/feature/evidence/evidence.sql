-- record: evidence
-- sorts: created_at desc
-- filters: kind indexed, class indexed

-- name: evidence_link_put :exec
-- in: evidence id, framework text, standard text, at time
INSERT INTO evidence_link (org, evidence, framework, standard, linked_by, linked_at)
VALUES (@org, :evidence, :framework, :standard, @person, :at)
ON CONFLICT (org, framework, standard, evidence) DO NOTHING

-- name: evidence_link_drop :exec
-- in: evidence id, framework text, standard text
DELETE FROM evidence_link WHERE @visible(evidence_link) AND evidence = :evidence AND framework = :framework AND standard = :standard

-- name: evidence_links :many
-- in: evidence id
-- out: framework text, standard text, linked_at time, by_name personal?
SELECT k.framework, k.standard, k.linked_at, a.name AS by_name
  FROM evidence_link k
  LEFT JOIN account a ON a.id = k.linked_by
 WHERE @visible(k) AND k.evidence = :evidence
 ORDER BY k.framework, k.standard, k.org, k.evidence

-- name: evidence_adder :one
-- in: id id
-- out: name personal
SELECT a.name FROM account a WHERE a.id = :id

-- The newest of one standard, by the key of the links.
-- name: evidence_of_standard :many
-- in: framework text, standard text, most i64
-- out: standard text, id id, title text, kind text, class text, held text, link text, period_from date, period_to date?, file_name text?, file_hash text?
SELECT k.standard, e.id, e.title, e.kind, e.class, e.held, e.link, e.period_from, e.period_to, f.name AS file_name, f.hash AS file_hash
  FROM evidence_link k
  JOIN evidence e ON @visible(e) AND e.org = k.org AND e.id = k.evidence AND e.withdrawn_at IS NULL
  LEFT JOIN file f ON @visible(f) AND f.org = e.org AND f.id = e.document
 WHERE @visible(k) AND k.framework = :framework AND k.standard = :standard
 ORDER BY k.evidence DESC, e.id DESC
 LIMIT :most
