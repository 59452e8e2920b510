-- record: review_round
-- sorts: due_on desc

-- name: round_list :many
-- in: after date, after_id id, most i64
-- out: id id, title text, period_from date, period_to date, opens_on date, due_on date, closed bool, n i64?, sent i64?, asking i64?
SELECT r.id, r.title, r.period_from, r.period_to, r.opens_on, r.due_on, r.closed,
       (SELECT COUNT(*) FROM round_member m WHERE @visible(m) AND m.round = r.id) AS n,
       (SELECT COUNT(*) FROM round_member s WHERE @visible(s) AND s.round = r.id AND s.sent_at IS NOT NULL) AS sent,
       (SELECT COUNT(*) FROM round_member q WHERE @visible(q) AND q.round = r.id AND q.more_at IS NOT NULL AND q.more_answer = '') AS asking
  FROM review_round r
 WHERE @visible(r) AND r.withdrawn_at IS NULL AND (r.due_on < :after OR (r.due_on = :after AND r.id < :after_id))
 ORDER BY r.due_on DESC, r.id DESC
 LIMIT :most

-- name: round_board :many
-- in: round id, most i64
-- out: id id, member id, name text, ods_code text, region text, state text, state_at time, sent_at time?, late bool, due_on date, reminded_at time?, more_until date?, more_why text, more_at time?, more_answer text
SELECT m.id, m.member, o.name, o.ods_code, o.region, m.state, m.state_at, m.sent_at, m.late, m.due_on, m.reminded_at, m.more_until,
       m.more_why, m.more_at, m.more_answer
  FROM round_member m
  JOIN organisation o ON o.id = m.member
 WHERE @visible(m) AND m.round = :round
 ORDER BY o.name_sort, m.id
 LIMIT :most

-- name: round_candidates :many
-- in: kind text, region text, most i64
-- out: id id, name text, ods_code text, kind text
SELECT o.id, o.name, o.ods_code, o.kind FROM organisation o
 WHERE o.status = 'active' AND (:kind = '' OR o.kind = :kind) AND (:region = '' OR o.region = :region)
 ORDER BY o.name_sort, o.id
 LIMIT :most

-- name: round_member_insert :exec
-- in: id id, round id, member id, title text, asks text, guidance text, notes text, framework id, period_from date, period_to date, opens_on date, due_on date, at time
INSERT INTO round_member (org, id, round, member, title, asks, guidance, notes, framework, period_from, period_to, opens_on, due_on, state, state_at)
VALUES (@org, :id, :round, :member, :title, :asks, :guidance, :notes, :framework, :period_from, :period_to, :opens_on, :due_on, 'asked', :at)

-- name: round_member_get :one
-- in: id id
-- out: id id, round id, member id, name text, title text, state text, due_on date, more_until date?, more_why text, more_at time?, more_answer text, closed bool
SELECT m.id, m.round, m.member, o.name, m.title, m.state, m.due_on, m.more_until, m.more_why, m.more_at, m.more_answer, m.closed
  FROM round_member m
  JOIN organisation o ON o.id = m.member
 WHERE @visible(m) AND m.id = :id

-- name: round_remind :exec
-- in: round id, at time
UPDATE round_member SET reminded_at = :at WHERE @visible(round_member) AND round = :round AND sent_at IS NULL AND closed = 0

-- Those who have not sent, on the days before the deadline and once it has passed; a second time in a week would be noise.
-- name: round_remind_near :exec
-- in: at time, before time, day date, today date
UPDATE round_member SET reminded_at = :at
 WHERE @visible(round_member) AND sent_at IS NULL AND closed = 0 AND opens_on <= :today AND due_on <= :day
   AND (reminded_at IS NULL OR reminded_at < :before)

-- name: round_member_close :exec
-- in: round id
UPDATE round_member SET closed = 1 WHERE @visible(round_member) AND round = :round

-- name: round_more_answer :exec
-- in: id id, answer text, reply text, due_on date, at time
UPDATE round_member SET more_answer = :answer, more_reply = :reply, due_on = :due_on, more_answered_at = :at
 WHERE @visible(round_member) AND id = :id AND more_at IS NOT NULL AND more_answer = ''

-- ---- the organisation's side ----

-- name: round_ours :many
-- in: today date, most i64
-- out: id id, round id, title text, asks text, framework id, period_from date, period_to date, opens_on date, due_on date, state text, sent_at time?, late bool, reminded_at time?, more_until date?, more_why text, more_at time?, more_answer text, more_reply text, closed bool
SELECT m.id, m.round, m.title, m.asks, m.framework, m.period_from, m.period_to, m.opens_on, m.due_on, m.state, m.sent_at, m.late,
       m.reminded_at, m.more_until, m.more_why, m.more_at, m.more_answer, m.more_reply, m.closed
  FROM round_member m
 WHERE @visible(m, member) AND m.opens_on <= :today
 ORDER BY m.due_on DESC, m.id DESC
 LIMIT :most

-- name: round_our_place :one
-- in: framework id, period_from date, today date
-- out: id id, round id, title text, asks text, guidance text, notes text, framework id, period_from date, period_to date, due_on date, state text
SELECT m.id, m.round, m.title, m.asks, m.guidance, m.notes, m.framework, m.period_from, m.period_to, m.due_on, m.state
  FROM round_member m
 WHERE @visible(m, member) AND m.framework = :framework AND m.period_from = :period_from AND m.closed = 0 AND m.opens_on <= :today
 ORDER BY m.id DESC
 LIMIT 1

-- name: round_their_place :one
-- in: member id, framework id, period_from date
-- out: id id, round id, title text, asks text, framework id, period_from date, period_to date, due_on date, state text
SELECT m.id, m.round, m.title, m.asks, m.framework, m.period_from, m.period_to, m.due_on, m.state
  FROM round_member m
 WHERE @visible(m) AND m.member = :member AND m.framework = :framework AND m.period_from = :period_from AND m.closed = 0
 ORDER BY m.id DESC
 LIMIT 1

-- name: round_our_get :one
-- in: id id
-- out: id id, round id, title text, asks text, guidance text, notes text, framework id, period_from date, period_to date, opens_on date, due_on date, state text, sent_at time?, more_at time?, more_answer text, closed bool
SELECT m.id, m.round, m.title, m.asks, m.guidance, m.notes, m.framework, m.period_from, m.period_to, m.opens_on, m.due_on, m.state, m.sent_at, m.more_at, m.more_answer, m.closed
  FROM round_member m
 WHERE @visible(m, member) AND m.id = :id

-- name: round_our_note :exec
-- in: id id, state text, at time, sent_at time?, late bool
UPDATE round_member SET state = :state, state_at = :at, sent_at = COALESCE(sent_at, :sent_at), late = CASE WHEN sent_at IS NULL THEN :late ELSE late END
 WHERE @visible(round_member, member) AND id = :id

-- name: round_their_note :exec
-- in: id id, state text, at time, sent_at time?, late bool
UPDATE round_member SET state = :state, state_at = :at, sent_at = COALESCE(sent_at, :sent_at), late = CASE WHEN sent_at IS NULL THEN :late ELSE late END
 WHERE @visible(round_member) AND id = :id

-- name: round_more_ask :exec
-- in: id id, until date, why text, at time
UPDATE round_member SET more_until = :until, more_why = :why, more_at = :at, more_answer = '', more_reply = '', more_answered_at = NULL
 WHERE @visible(round_member, member) AND id = :id AND sent_at IS NULL AND closed = 0 AND (more_at IS NULL OR more_answer <> '')
