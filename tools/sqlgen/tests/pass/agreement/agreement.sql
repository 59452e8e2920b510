-- SPDX-License-Identifier: MIT
-- record: agreement
-- sorts: review_on, title_sort, created_at desc
-- filters: kind, unit indexed

-- name: agreement_due :many
-- in: until date, most i64
-- out: id id, title text, review_on date, unit id?, partner text?
SELECT a.id, a.title, a.review_on, a.unit, o.name AS partner  -- :ghost is only a comment
  FROM agreement a
  LEFT JOIN organisation o ON o.id = a.partner_org
 WHERE @visible(a) AND a.withdrawn_at IS NULL AND a.review_on <= :until
 ORDER BY a.review_on, a.id
 LIMIT :most;

-- name: agreement_everything :one
-- in: id id, wanted text?, day date?, at time?, price money?, many i64?, flag bool, unit id?, bytes blob
-- out: id id, contact personal, notes personal?, ended_on date?, value money?, floor money, seats i64?, active bool, seen_at time?, owner id?, summary text?
SELECT a.id, a.contact, a.notes, a.ended_on, a.value, a.floor, a.seats, a.active, a.seen_at, a.owner, a.summary
  FROM agreement AS a
 WHERE @visible(a) AND a.id = :id AND (:wanted IS NULL OR a.kind = :wanted) AND (:day IS NULL OR a.ended_on < :day)
   AND (:at IS NULL OR a.seen_at > :at) AND (:price IS NULL OR a.value = :price) AND (:many IS NULL OR a.seats = :many)
   AND a.active = :flag AND (:unit IS NULL OR a.unit = :unit)
   AND EXISTS (SELECT 1 FROM agreement_note n WHERE @visible(n) AND n.agreement = a.id AND n.bytes = :bytes)

-- Figures.
-- name: agreement_figures :many
-- out: kind text, n i64, latest date?, total i64, several bool, share i64?, word text, who personal?
SELECT a.kind, count(*) AS n, max(a.ended_on) AS latest, COALESCE(sum(a.seats), 0) AS total,
       CASE WHEN count(*) > 3 THEN 1 ELSE 0 END AS several,
       CAST(sum(a.seats) / 2 AS i64) AS share, CAST('x' AS text) AS word, max(a.notes) AS who
  FROM agreement a
 WHERE @visible(a)
 GROUP BY a.kind
 ORDER BY a.kind

-- name: agreement_any :one
-- out: any_live bool, none bool, all_n i64, compared bool
SELECT EXISTS (SELECT 1 FROM agreement a WHERE @visible(a) AND a.withdrawn_at IS NULL) AS any_live,
       NOT EXISTS (SELECT 1 FROM agreement b WHERE @visible(b)) AS none,
       (SELECT count(*) FROM agreement c WHERE @visible(c)) AS all_n, 1 = 2 AS compared

-- name: agreement_union :many
-- out: id id, name text, place text?
SELECT a.id, a.title AS name, a.summary AS place FROM agreement a WHERE @visible(a)
UNION ALL
SELECT n.id, n.body, NULL FROM agreement_note n WHERE @visible(n)
ORDER BY name, id

-- name: agreement_as_party :many
-- out: id id, title text
SELECT a.id, a.title FROM agreement a WHERE @visible(a, partner_org) ORDER BY a.id

-- name: agreement_tree :many
-- in: top id
-- out: id id, depth i64
WITH RECURSIVE tree (id, depth) AS (
	SELECT u.id, CAST(0 AS bigint) FROM unit u WHERE @visible(u) AND u.id = :top
	UNION ALL
	SELECT c.id, t.depth + 1 FROM tree t JOIN unit c ON c.parent = t.id AND @visible(c)
)
SELECT t.id, t.depth FROM tree t ORDER BY t.depth, t.id

-- name: agreement_pages :many
-- out: id id, name text, owner_name personal?
SELECT s.id, s.name, p.name AS owner_name
  FROM (SELECT a.id, a.title AS name, a.owner FROM agreement a WHERE @visible(a) AND a.review_on BETWEEN 1 AND 2) AS s
  LEFT JOIN person p ON p.id = s.owner AND @visible(p)
 ORDER BY s.name DESC, s.id

-- name: agreement_note_add :exec
-- in: id id, agreement id, at time, body text, bytes blob?
INSERT INTO agreement_note (org, id, agreement, at, body, bytes) VALUES (@org, :id, :agreement, :at, :body, :bytes)

-- name: agreement_note_edit :exec
-- in: id id, body text
UPDATE agreement_note AS n SET body = :body WHERE @visible(n) AND n.id = :id

-- name: agreement_note_drop :exec
-- in: id id
DELETE FROM agreement_note AS n WHERE n.id = :id AND @visible(n)

-- name: agreement_next :one
-- in: year i64
-- out: next i64
INSERT INTO agreement_count (org, year, next) VALUES (@org, :year, 2)
ON CONFLICT (org, year) DO UPDATE SET next = agreement_count.next + 1
RETURNING next

-- name: person_move :exec
-- in: id id, to_unit id?
UPDATE person AS p SET unit = :to_unit WHERE @visible(p) AND p.id = :id

-- name: agreement_copy_notes :exec
-- in: offset_id id, source id, target id
INSERT INTO agreement_note (org, id, agreement, at, body)
SELECT @org, n.id + :offset_id, :target, n.at, n.body FROM agreement_note n WHERE @visible(n) AND n.agreement = :source

-- name: role_kinds :many
-- out: id id, name text
SELECT id, name FROM role_kind ORDER BY id

-- name: role_kind_add :exec
-- in: id id, name text
INSERT INTO role_kind (id, name) VALUES (:id, :name)

-- name: agreement_mine :many
-- out: id id, title text, days i64
SELECT a.id, a.title, a.review_on - 7 AS days FROM agreement a WHERE @visible(a) AND a.created_by = @person
   AND a.title <> 'it''s ? "quoted" \ here' ORDER BY a.title_sort, a.id
