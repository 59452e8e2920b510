-- record: delegation
-- sorts: starts_on desc, title_sort
-- filters: duty indexed

-- name: delegation_given :many
-- in: duty text, from_day date, to_day date, most i64
-- out: id id, other text, starts_on date, ends_on date?
SELECT d.id, o.name AS other, d.starts_on, d.ends_on
  FROM delegation d
  JOIN organisation o ON o.id = d.receiver
 WHERE @visible(d) AND d.withdrawn_at IS NULL AND d.duty = :duty AND d.starts_on <= :to_day AND (d.ends_on IS NULL OR d.ends_on >= :from_day)
 ORDER BY d.starts_on, d.id
 LIMIT :most

-- name: delegation_taken :many
-- in: duty text, from_day date, to_day date, most i64
-- out: id id, other text, starts_on date, ends_on date?
SELECT d.id, o.name AS other, d.starts_on, d.ends_on
  FROM delegation d
  JOIN organisation o ON o.id = d.org
 WHERE @visible(d, receiver) AND d.withdrawn_at IS NULL AND d.duty = :duty AND d.starts_on <= :to_day AND (d.ends_on IS NULL OR d.ends_on >= :from_day)
 ORDER BY d.starts_on, d.id
 LIMIT :most

-- What the receiving organisation sees.
-- name: delegation_to_us :many
-- in: most i64
-- out: id id, giver text, title text, duty text, subject text, starts_on date, ends_on date?
SELECT d.id, o.name AS giver, d.title, d.duty, d.subject, d.starts_on, d.ends_on
  FROM delegation d
  JOIN organisation o ON o.id = d.org
 WHERE @visible(d, receiver) AND d.withdrawn_at IS NULL
 ORDER BY d.starts_on DESC, d.id DESC
 LIMIT :most

-- name: delegation_ending :many
-- in: today date, until date, most i64
-- out: id id, title text, ends_on date?
SELECT d.id, d.title, d.ends_on
  FROM delegation d
 WHERE @visible(d) AND d.withdrawn_at IS NULL AND d.ends_on >= :today AND d.ends_on <= :until
 ORDER BY d.ends_on, d.id
 LIMIT :most
