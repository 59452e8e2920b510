-- record: post_holding
-- sorts: from_on desc
-- filters: post indexed

-- record: nomination
-- sorts: sent_on desc

-- record: nomination_answer
-- sorts: answered_on desc

-- name: post_holdings :many
-- in: from_day date, to_day date, most i64
-- out: id id, version i64, post text, person id, name personal?, job_title text?, from_on date, ended_on date?, board_level bool, accreditation personal, accredited_until date?
SELECT h.id, h.version, h.post, h.person, p.name, p.job_title, h.from_on, h.ended_on, h.board_level, h.accreditation, h.accredited_until
  FROM post_holding h
  LEFT JOIN person p ON p.id = h.person AND @visible(p)
 WHERE @visible(h) AND h.withdrawn_at IS NULL AND h.from_on <= :to_day AND (h.ended_on IS NULL OR h.ended_on >= :from_day)
 ORDER BY h.from_on, h.id
 LIMIT :most

-- When each post was last left, for what the page says about a vacancy.
-- name: post_last :many
-- in: until date
-- out: post text, n i64, ended_on date?
SELECT h.post, COUNT(*) AS n, MAX(h.ended_on) AS ended_on
  FROM post_holding h
 WHERE @visible(h) AND h.withdrawn_at IS NULL AND h.from_on <= :until
 GROUP BY h.post
 ORDER BY h.post

-- The same person in the same post at the same time, entered twice.
-- name: post_overlap :one
-- in: post text, person id, but_not id, from_day date, to_day date
-- out: n i64
SELECT COUNT(*) AS n
  FROM post_holding h
 WHERE @visible(h) AND h.post = :post AND h.person = :person AND h.id <> :but_not AND h.withdrawn_at IS NULL
   AND h.from_on <= :to_day AND (h.ended_on IS NULL OR h.ended_on >= :from_day)

-- name: nominations_sent :many
-- in: most i64
-- out: id id, holding id, sent_on date, ended_on date?, decision text?, answered_on date?, confirmed_until date?, reason personal?
SELECT n.id, n.holding, n.sent_on, n.ended_on, a.decision, a.answered_on, a.confirmed_until, a.reason
  FROM nomination n
  LEFT JOIN nomination_answer a ON a.nomination = n.id AND a.withdrawn_at IS NULL AND @visible(a, organisation)
 WHERE @visible(n) AND n.withdrawn_at IS NULL
 ORDER BY n.id DESC
 LIMIT :most

-- name: nominations_of :many
-- in: holding id
-- out: id id, version i64, sent_on date, sent_to_name text, ended_on date?, ended_why text, withdrawn_at time?, withdrawn_why text, decision text?, answered_on date?, confirmed_until date?, reason personal?
SELECT n.id, n.version, n.sent_on, o.name AS sent_to_name, n.ended_on, n.ended_why, n.withdrawn_at, n.withdrawn_why, a.decision, a.answered_on,
       a.confirmed_until, a.reason
  FROM nomination n
  JOIN organisation o ON o.id = n.sent_to
  LEFT JOIN nomination_answer a ON a.nomination = n.id AND a.withdrawn_at IS NULL AND @visible(a, organisation)
 WHERE @visible(n) AND n.holding = :holding
 ORDER BY n.id DESC

-- Those that stand, and (to correct a last day) those that ended with the post on that day.
-- name: nomination_live :many
-- in: holding id, or_ended date
-- out: id id, decision text?, confirmed_until date?
SELECT n.id, a.decision, a.confirmed_until
  FROM nomination n
  LEFT JOIN nomination_answer a ON a.nomination = n.id AND a.withdrawn_at IS NULL AND @visible(a, organisation)
 WHERE @visible(n) AND n.holding = :holding AND n.withdrawn_at IS NULL AND (n.ended_on IS NULL OR n.ended_on = :or_ended)
 ORDER BY n.id DESC

-- Confirmations whose confirmed time meets the period: evidence of their own.
-- name: nominations_confirmed :many
-- in: from_day date, to_day date, most i64
-- out: id id, holding id, post text, sent_to_name text, answered_on date, confirmed_until date?, ended_on date?
SELECT n.id, n.holding, n.post, o.name AS sent_to_name, a.answered_on, a.confirmed_until, n.ended_on
  FROM nomination_answer a
  JOIN nomination n ON n.id = a.nomination AND @visible(n)
  JOIN organisation o ON o.id = n.sent_to
 WHERE @visible(a, organisation) AND a.withdrawn_at IS NULL AND n.withdrawn_at IS NULL AND a.decision = 'confirmed'
   AND a.answered_on <= :to_day AND (a.confirmed_until IS NULL OR a.confirmed_until >= :from_day)
   AND (n.ended_on IS NULL OR n.ended_on >= :from_day)
 ORDER BY a.answered_on, n.id
 LIMIT :most

-- ---- at the national body ----

-- name: nominations_waiting :many
-- in: today date, most i64
-- out: id id, organisation id, organisation_name text, post text, name personal, job_title text, sent_on date, from_on date, board_level bool
SELECT n.id, n.org AS organisation, o.name AS organisation_name, n.post, n.name, n.job_title, n.sent_on, n.from_on, n.board_level
  FROM nomination n
  JOIN organisation o ON o.id = n.org
 WHERE @visible(n, sent_to) AND n.withdrawn_at IS NULL AND (n.ended_on IS NULL OR n.ended_on >= :today)
   AND NOT EXISTS (SELECT 1 FROM nomination_answer a WHERE @visible(a) AND a.nomination = n.id AND a.withdrawn_at IS NULL)
 ORDER BY n.id
 LIMIT :most

-- name: nominations_answered :many
-- in: before id, most i64
-- out: id id, answer id, version i64, organisation id, organisation_name text, post text, name personal, job_title text, sent_on date, from_on date, board_level bool, decision text, answered_on date, confirmed_until date?, ended_on date?, reason personal
SELECT n.id, a.id AS answer, a.version, n.org AS organisation, o.name AS organisation_name, n.post, n.name, n.job_title, n.sent_on, n.from_on,
       n.board_level, a.decision, a.answered_on, a.confirmed_until, n.ended_on, a.reason
  FROM nomination n
  JOIN organisation o ON o.id = n.org
  JOIN nomination_answer a ON a.nomination = n.id AND a.withdrawn_at IS NULL AND @visible(a)
 WHERE @visible(n, sent_to) AND n.id < :before
 ORDER BY n.id DESC
 LIMIT :most

-- name: nomination_received :one
-- in: id id
-- out: id id, organisation id, organisation_name text, sent_on date, post text, name personal, job_title text, email personal, from_on date, board_level bool, accreditation personal, accredited_until date?, note personal, ended_on date?, ended_why text
SELECT n.id, n.org AS organisation, o.name AS organisation_name, n.sent_on, n.post, n.name, n.job_title, n.email, n.from_on, n.board_level,
       n.accreditation, n.accredited_until, n.note, n.ended_on, n.ended_why
  FROM nomination n
  JOIN organisation o ON o.id = n.org
 WHERE @visible(n, sent_to) AND n.id = :id AND n.withdrawn_at IS NULL

-- name: nomination_answer_of :one
-- in: nomination id
-- out: id id, version i64, decision text, answered_on date, confirmed_until date?, reason personal
SELECT a.id, a.version, a.decision, a.answered_on, a.confirmed_until, a.reason
  FROM nomination_answer a
 WHERE @visible(a) AND a.nomination = :nomination AND a.withdrawn_at IS NULL

-- Where a nomination can go.
-- name: nomination_bodies :many
-- out: id id, name text
SELECT o.id, o.name FROM organisation o WHERE o.kind = 'national' AND o.status = 'active' ORDER BY o.name_sort, o.id

-- ---- development and forums of those who are specialists now ----

-- name: specialists_year :many
-- in: today date, from_day date
-- out: person id, from_on date?, last_done date?, attended i64
SELECT h.person, MIN(h.from_on) AS from_on,
       (SELECT MAX(d.done_on) FROM development d WHERE @visible(d) AND d.person = h.person AND d.withdrawn_at IS NULL
           AND d.done_on <= :today) AS last_done,
       (SELECT COUNT(*) FROM attendance t JOIN forum u ON u.id = t.forum WHERE @visible(t) AND t.person = h.person AND t.withdrawn_at IS NULL
           AND u.held_on >= :from_day AND u.held_on <= :today AND u.cancelled = 0) AS attended
  FROM post_holding h
  JOIN person p ON p.id = h.person AND @visible(p)
 WHERE @visible(h) AND h.post = 'specialist' AND h.withdrawn_at IS NULL AND h.from_on <= :today AND (h.ended_on IS NULL OR h.ended_on >= :today)
 GROUP BY h.person
 ORDER BY h.person

-- name: forums_of_year :one
-- in: today date, from_day date
-- out: n i64
SELECT COUNT(*) AS n
  FROM forum u
 WHERE u.cancelled = 0 AND u.held_on >= :from_day AND u.held_on <= :today
   AND (u.region = '' OR u.region = (SELECT o.region FROM organisation o WHERE o.id = @org))

-- name: post_person :one
-- in: person id
-- out: name personal, job_title text, email personal
SELECT p.name, p.job_title, p.email FROM person p WHERE @visible(p) AND p.id = :person
