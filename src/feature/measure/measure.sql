-- record: measure_target
-- sorts: created_at desc

-- record: measure_rebase
-- sorts: created_at desc

-- record: intervention
-- sorts: started_on desc

-- record: headcount
-- sorts: from_on desc

-- record: measure_pin
-- sorts: taken_on desc

-- name: measure_target_now :one
-- in: measure text
-- out: id id, version i64, target text, screen bool, why text
SELECT t.id, t.version, t.target, t.screen, t.why FROM measure_target t WHERE @visible(t) AND t.withdrawn_at IS NULL AND t.measure = :measure

-- name: measure_target_all :many
-- out: measure text, target text, screen bool
SELECT t.measure, t.target, t.screen FROM measure_target t WHERE @visible(t) AND t.withdrawn_at IS NULL ORDER BY t.measure, t.id LIMIT 500

-- name: measure_rebase_all :many
-- out: id id, measure text, from_on date, why text
SELECT r.id, r.measure, r.from_on, r.why FROM measure_rebase r WHERE @visible(r) AND r.withdrawn_at IS NULL ORDER BY r.measure, r.from_on, r.id LIMIT 1000

-- name: intervention_since :many
-- in: from_day date, to_day date
-- out: id id, title text, started_on date, unit id?
SELECT v.id, v.title, v.started_on, v.unit
  FROM intervention v
 WHERE @visible(v) AND v.withdrawn_at IS NULL AND v.started_on >= :from_day AND v.started_on <= :to_day
 ORDER BY v.started_on, v.id
 LIMIT 50

-- The headcounts of the organisation, or of one unit, newest last.
-- name: headcount_of :many
-- in: unit id
-- out: from_on date, staff i64
SELECT h.from_on, h.staff
  FROM headcount h
 WHERE @visible(h) AND h.withdrawn_at IS NULL AND COALESCE(h.unit, 0) = :unit
 ORDER BY h.from_on, h.id
 LIMIT 500

-- name: headcount_entry :one
-- out: headcount i64?
SELECT o.headcount FROM organisation o WHERE o.id = @org

-- name: measure_unit_name :one
-- in: id id
-- out: name text
SELECT u.name FROM unit u WHERE @visible(u) AND u.id = :id
