-- record: review
-- sorts: period_from

-- record: answer
-- sorts: standard_sort
-- filters: review indexed

-- Every review with how far it is.
-- name: review_rows :many
-- in: most i64
-- out: id id, version i64, ref text, title text, framework id, framework_key text, edition text, period_from date, period_to date, due_on date, state text, document id?, n_answers i64?, n_rated i64?
SELECT r.id, r.version, r.ref, r.title, r.framework, r.framework_key, r.edition, r.period_from, r.period_to, r.due_on, r.state, r.document,
       (SELECT COUNT(*) FROM answer a WHERE @visible(a) AND a.review = r.id) AS n_answers,
       (SELECT COUNT(*) FROM answer b WHERE @visible(b) AND b.review = r.id AND b.rating <> '' AND b.fresh_look = 0) AS n_rated
  FROM review r
 WHERE @visible(r) AND r.withdrawn_at IS NULL
 ORDER BY r.period_from DESC, r.id DESC
 LIMIT :most

-- name: review_before :one
-- in: key text, day date
-- out: id id
SELECT r.id FROM review r
 WHERE @visible(r) AND r.withdrawn_at IS NULL AND r.framework_key = :key AND r.period_from < :day
 ORDER BY r.period_from DESC, r.id DESC
 LIMIT 1

-- name: review_same :one
-- in: key text, edition text, day date
-- out: id id
SELECT r.id FROM review r
 WHERE @visible(r) AND r.withdrawn_at IS NULL AND r.framework_key = :key AND r.edition = :edition AND r.period_from = :day

-- The last one that was handed in, of those whose period began before a day.
-- name: review_last_sent :one
-- in: key text, day date
-- out: id id
SELECT r.id FROM review r
 WHERE @visible(r) AND r.withdrawn_at IS NULL AND r.framework_key = :key AND r.period_from < :day
   AND (r.state = 'submitted' OR r.state = 'accepted')
 ORDER BY r.period_from DESC, r.id DESC
 LIMIT 1

-- What waits for a rating, from whoever is responsible: the person, or a unit of the branch.
-- name: answer_due :many
-- in: person id, branch id, most i64
-- out: id id, standard text, title text, review_title text, framework id, period_from date, due_on date
SELECT a.id, a.standard, a.title, r.title AS review_title, r.framework, r.period_from, r.due_on
  FROM answer a
  JOIN review r ON r.org = a.org AND r.id = a.review AND @visible(r)
 WHERE @visible(a) AND r.withdrawn_at IS NULL AND (r.state = 'draft' OR r.state = 'returned')
   AND (a.rating = '' OR a.fresh_look = 1)
   AND ((:person <> 0 AND a.responsible = :person)
     OR (:branch <> 0 AND a.responsible_unit IN (SELECT u.unit FROM unit_under u WHERE @visible(u) AND u.ancestor = :branch)))
 ORDER BY r.due_on, a.id
 LIMIT :most

-- name: answer_branch :many
-- in: branch id
-- out: unit id
SELECT u.unit FROM unit_under u WHERE @visible(u) AND u.ancestor = :branch ORDER BY u.ancestor, u.unit

-- Ratings over the years: what was handed in, and the review under way.
-- name: answer_years :many
-- in: key text, handed_in bool, most i64
-- out: review id, framework id, period_from date, period_to date, state text, profile id?, changed_at time, standard text, area text, title text, rating text
SELECT r.id AS review, r.framework, r.period_from, r.period_to, r.state, r.profile, r.changed_at, a.standard, a.area, a.title, a.rating
  FROM review r
  JOIN answer a ON a.org = r.org AND a.review = r.id AND @visible(a)
 WHERE @visible(r) AND r.withdrawn_at IS NULL AND r.framework_key = :key
   AND (:handed_in = 0 OR r.state = 'submitted' OR r.state = 'accepted')
 ORDER BY r.period_from, r.id, a.standard_sort, a.id
 LIMIT :most

-- Answers of all reviews, a page at a time; after '' and 0: from the beginning.
-- name: answer_page :many
-- in: after text, after_id id, most i64
-- out: id id, standard text, standard_sort text, title text, rating text, fresh_look bool, review id, review_title text, state text
SELECT a.id, a.standard, a.standard_sort, a.title, a.rating, a.fresh_look, r.id AS review, r.title AS review_title, r.state
  FROM answer a
  JOIN review r ON @visible(r) AND r.org = a.org AND r.id = a.review
 WHERE @visible(a) AND r.withdrawn_at IS NULL AND a.standard_sort >= :after AND (a.standard_sort > :after OR a.id > :after_id)
 ORDER BY a.standard_sort, a.id
 LIMIT :most

-- name: answer_page_rated :many
-- in: rating text, after text, after_id id, most i64
-- out: id id, standard text, standard_sort text, title text, rating text, fresh_look bool, review id, review_title text, state text
SELECT a.id, a.standard, a.standard_sort, a.title, a.rating, a.fresh_look, r.id AS review, r.title AS review_title, r.state
  FROM answer a
  JOIN review r ON @visible(r) AND r.org = a.org AND r.id = a.review
 WHERE @visible(a) AND a.rating = :rating AND r.withdrawn_at IS NULL
   AND a.standard_sort >= :after AND (a.standard_sort > :after OR a.id > :after_id)
 ORDER BY a.standard_sort, a.id
 LIMIT :most
