-- record: agreement
-- sorts: review_on, title_sort
-- filters: partner_kind indexed, kind

-- name: agreement_due :many
-- in: until date, most i64
-- out: id id, ref text, title text, review_on date
SELECT a.id, a.ref, a.title, a.review_on
  FROM agreement a
 WHERE @visible(a) AND a.withdrawn_at IS NULL AND a.review_on <= :until
 ORDER BY a.review_on, a.id
 LIMIT :most

-- Those signed by that day, and those without such a day: at most so many, the ones longest overdue first.
-- name: agreement_current :one
-- in: day date, most i64
-- out: n i64, in_date i64
SELECT COUNT(*) AS n, COALESCE(SUM(CASE WHEN f.review_on >= :day THEN 1 ELSE 0 END), 0) AS in_date
  FROM (SELECT a.review_on
          FROM agreement a
         WHERE @visible(a) AND a.withdrawn_at IS NULL AND COALESCE(a.signed_on, 0) <= :day
         ORDER BY a.review_on, a.id
         LIMIT :most) f
