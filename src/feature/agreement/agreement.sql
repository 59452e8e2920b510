-- record: agreement
-- sorts: review_on, title_sort
-- filters: partner_kind indexed, kind

-- name: agreement_due :many
-- in: until date, most i64
-- out: id id, title text, review_on date
SELECT a.id, a.title, a.review_on
  FROM agreement a
 WHERE @visible(a) AND a.withdrawn_at IS NULL AND a.review_on <= :until
 ORDER BY a.review_on, a.id
 LIMIT :most
