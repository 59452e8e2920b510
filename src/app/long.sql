-- name: long_put :exec
-- in: id id, kind text, action text, title text, asked_at time, acting_unit id?, input text, total i64, source file?
INSERT INTO long_work (org, id, kind, action, title, asked_by, asked_at, acting_unit, state, input, total, source)
VALUES (@org, :id, :kind, :action, :title, @person, :asked_at, :acting_unit, 'waiting', :input, :total, :source)

-- name: long_count_open :one
-- out: n i64
SELECT count(*) AS n FROM long_work w WHERE @visible(w) AND w.asked_by = @person AND w.state IN ('waiting', 'running')

-- name: long_get :one
-- in: id id
-- out: id id, kind text, action text, title text, asked_by id, asked_at time, acting_unit id?, state text, input text, cursor text, done i64, total i64, source file?, result file?, goes_to text, summary text, problems i64, ended_at time?, expires_at time?
SELECT w.id, w.kind, w.action, w.title, w.asked_by, w.asked_at, w.acting_unit, w.state, w.input, w.cursor, w.done, w.total, w.source, w.result, w.goes_to, w.summary, w.problems, w.ended_at, w.expires_at
  FROM long_work w WHERE @visible(w) AND w.id = :id

-- name: long_mine :many
-- in: before id, most i64
-- out: id id, kind text, title text, asked_at time, state text, done i64, total i64, result file?, goes_to text, summary text, problems i64, ended_at time?
SELECT w.id, w.kind, w.title, w.asked_at, w.state, w.done, w.total, w.result, w.goes_to, w.summary, w.problems, w.ended_at
  FROM long_work w WHERE @visible(w) AND w.asked_by = @person AND w.id < :before
 ORDER BY w.id DESC LIMIT :most

-- name: long_forward :exec
-- in: id id, cursor text, done i64, total i64, summary text, problems i64
UPDATE long_work SET state = 'running', cursor = :cursor, done = :done, total = :total, summary = :summary, problems = :problems
 WHERE @visible(long_work) AND id = :id AND state IN ('waiting', 'running')

-- name: long_end :exec
-- in: id id, state text, done i64, total i64, result file?, goes_to text, summary text, problems i64, ended_at time, expires_at time
UPDATE long_work SET state = :state, done = :done, total = :total, result = :result, goes_to = :goes_to, summary = :summary, problems = :problems, ended_at = :ended_at, expires_at = :expires_at
 WHERE @visible(long_work) AND id = :id AND state IN ('waiting', 'running')

-- name: long_cancel :exec
-- in: id id, ended_at time, expires_at time
UPDATE long_work SET state = 'cancelled', ended_at = :ended_at, expires_at = :expires_at
 WHERE @visible(long_work) AND id = :id AND asked_by = @person AND state IN ('waiting', 'running')

-- name: long_problem_put :exec
-- in: work id, n i64, place text, what personal
INSERT INTO long_problem (org, work, n, place, what) VALUES (@org, :work, :n, :place, :what)

-- name: long_problems :many
-- in: work id, after i64, most i64
-- out: n i64, place text, what personal
SELECT p.n, p.place, p.what FROM long_problem p WHERE @visible(p) AND p.work = :work AND p.n > :after ORDER BY p.work, p.n LIMIT :most

-- unscoped: results of every organisation go after their time
-- name: long_expired :many
-- in: now time, most i64
-- out: org id, id id, source file?, result file?
SELECT w.org, w.id, w.source, w.result FROM long_work w WHERE w.expires_at IS NOT NULL AND w.expires_at < :now ORDER BY w.expires_at, w.org, w.id LIMIT :most

-- unscoped: as long_expired
-- name: long_problems_drop :exec
-- in: org id, work id
DELETE FROM long_problem WHERE org = :org AND work = :work

-- unscoped: as long_expired
-- name: long_drop :exec
-- in: org id, id id
DELETE FROM long_work WHERE org = :org AND id = :id

-- unscoped: as long_expired
-- name: long_file_free :exec
-- in: org id, id id
UPDATE file SET linked = 0 WHERE org = :org AND id = :id AND NOT EXISTS (SELECT 1 FROM long_work w WHERE w.org = :org AND w.source = :id)

-- unscoped: long work of every organisation is done by the one server
-- name: long_next :one
-- in: now time
-- out: org id, id id, cursor text, tries i64
SELECT j.org, j.id, j.cursor, j.tries FROM job j
 WHERE j.name = 'long.step' AND j.due_at <= :now AND (j.leased_until IS NULL OR j.leased_until < :now)
 ORDER BY j.due_at, j.org, j.id LIMIT 1

-- unscoped: as long_next
-- name: long_lease_kept :exec
-- in: org id, id id, lease text, until time
UPDATE job SET leased_until = :until, tries = 0 WHERE org = :org AND id = :id AND lease = :lease
