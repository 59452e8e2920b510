-- record: evaluation
-- sorts: started_on desc, title_sort
-- filters: arrangement indexed

-- record: improvement
-- sorts: due_on

-- record: evaluation_limit
-- sorts: created_at

-- The newest of one arrangement, by its index, so that what it costs does not grow with the register.
-- name: evaluation_newest :many
-- in: arrangement text, begun date, most i64
-- out: id id, ref text, title text, arrangement text, started_on date, finished_on date?, finding text, data_to date?, answers i64?, comparison text, none_needed text, next_on date?, improvements i64?, waiting i64?
SELECT e.id, e.ref, e.title, e.arrangement, e.started_on, e.finished_on, e.finding, e.data_to, e.answers, e.comparison, e.none_needed, e.next_on,
       (SELECT COUNT(*) FROM improvement i WHERE @visible(i) AND i.evaluation = e.id AND i.withdrawn_at IS NULL) AS improvements,
       (SELECT COUNT(*) FROM improvement w WHERE @visible(w) AND w.evaluation = e.id AND w.withdrawn_at IS NULL AND w.done_on IS NULL) AS waiting
  FROM evaluation e
 WHERE @visible(e) AND e.withdrawn_at IS NULL AND e.arrangement = :arrangement AND e.started_on <= :begun
 ORDER BY e.started_on DESC, e.id DESC
 LIMIT :most

-- name: evaluation_improvements :many
-- in: evaluation id
-- out: id id, what text, owner text, due_on date, done_on date?, proof text
SELECT i.id, i.what, i.owner, i.due_on, i.done_on, i.proof
  FROM improvement i
 WHERE @visible(i) AND i.evaluation = :evaluation AND i.withdrawn_at IS NULL
 ORDER BY i.due_on, i.id

-- name: improvement_open :many
-- in: until date, most i64
-- out: id id, what text, due_on date, evaluation id
SELECT i.id, i.what, i.due_on, i.evaluation
  FROM improvement i
 WHERE @visible(i) AND i.withdrawn_at IS NULL AND i.done_on IS NULL AND i.due_on > 0 AND i.due_on <= :until
 ORDER BY i.due_on, i.id
 LIMIT :most

-- name: evaluation_limit_current :one
-- out: id id, version i64, age_months i64, data_months i64, answers i64, compare bool, reason text
SELECT l.id, l.version, l.age_months, l.data_months, l.answers, l.compare, l.reason
  FROM evaluation_limit l
 WHERE @visible(l) AND l.withdrawn_at IS NULL
 ORDER BY l.created_at, l.id
 LIMIT 1

