-- record: comparison_limit
-- sorts: created_at

-- unscoped: a submission is written into its recipient's figures as it is delivered, by its sender or from its file
-- name: figure_insert :exec
-- in: org id, delivery id, what text, from_org id, framework_key text, edition text, period_from date, period_to date, rating text
INSERT INTO delivered_figure (org, delivery, what, from_org, framework_key, edition, period_from, period_to, rating)
VALUES (:org, :delivery, :what, :from_org, :framework_key, :edition, :period_from, :period_to, :rating)

-- Reviews that were delivered to the acting organisation and stand.
-- name: figure_received :many
-- in: from_day date, to_day date, most i64
-- out: delivery id, from_org id, framework_key text, period_from date, period_to date, rating text
SELECT f.delivery, f.from_org, f.framework_key, f.period_from, f.period_to, f.rating
  FROM delivered_figure f
  JOIN delivery d ON d.org = f.org AND d.id = f.delivery AND @visible(d)
 WHERE @visible(f) AND f.what = '' AND f.period_to >= :from_day AND f.period_from <= :to_day AND (d.state = 'received' OR d.state = 'accepted')
 ORDER BY f.period_to DESC, f.delivery DESC, f.what
 LIMIT :most

-- What the acting organisation itself has handed in to the national body, the newest first.
-- name: figure_periods :many
-- in: most i64
-- out: delivery id, framework_key text, edition text, period_from date, period_to date, due_on date
SELECT f.delivery, f.framework_key, f.edition, f.period_from, f.period_to, d.due_on
  FROM delivered_figure f
  JOIN delivery d ON d.org = f.org AND d.id = f.delivery AND @visible(d, from_org)
  JOIN organisation t ON t.id = f.org
 WHERE @visible(f, from_org) AND f.what = '' AND t.kind = 'national' AND (d.state = 'received' OR d.state = 'accepted')
 ORDER BY f.period_from DESC, f.delivery DESC, f.what
 LIMIT :most

-- name: figure_own :many
-- in: delivery id
-- out: what text, rating text
SELECT f.what, f.rating FROM delivered_figure f WHERE @visible(f, from_org) AND f.delivery = :delivery ORDER BY f.org, f.delivery, f.what

-- unscoped: counts over what the national body received, from which no row and no name comes out; small groups are held back
-- name: figure_counts :many
-- in: key text, edition text, period_from date, me id, kind text, region text, low i64, high i64, most i64
-- out: what text, rating text, n i64
SELECT f.what, f.rating, COUNT(*) AS n
  FROM delivered_figure f
  JOIN delivery d ON d.org = f.org AND d.id = f.delivery
  JOIN organisation t ON t.id = f.org
  JOIN organisation o ON o.id = f.from_org
 WHERE f.framework_key = :key AND f.edition = :edition AND f.period_from = :period_from AND f.from_org <> :me
   AND t.kind = 'national' AND (d.state = 'received' OR d.state = 'accepted') AND o.kind = :kind
   AND (:region = '' OR o.region = :region) AND (:high = 0 OR (o.headcount >= :low AND o.headcount < :high))
 GROUP BY f.what, f.rating
 ORDER BY f.what, f.rating
 LIMIT :most

-- unscoped: the limit is the national body's, and holds for everybody
-- name: comparison_least :one
-- out: least i64
SELECT l.least FROM comparison_limit l WHERE l.withdrawn_at IS NULL ORDER BY l.created_at, l.id LIMIT 1

-- name: comparison_limit_current :one
-- out: id id, version i64, least i64, reason text
SELECT l.id, l.version, l.least, l.reason FROM comparison_limit l
 WHERE @visible(l) AND l.withdrawn_at IS NULL
 ORDER BY l.created_at, l.id
 LIMIT 1
