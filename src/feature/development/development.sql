-- record: development
-- sorts: done_on desc
-- filters: person indexed

-- record: required_course
-- sorts: title_sort

-- record: attendance
-- sorts: created_at desc
-- filters: person indexed

-- record: development_rule
-- sorts: created_at desc

-- name: development_rule_now :one
-- out: id id, version i64, hours i64, forum_share i64
SELECT r.id, r.version, r.hours, r.forum_share
  FROM development_rule r
 WHERE @visible(r) AND r.withdrawn_at IS NULL
 ORDER BY r.created_at, r.id
 LIMIT 1

-- name: development_sums :many
-- in: from_day date, to_day date
-- out: person id, hours i64, entries i64
SELECT d.person, COALESCE(SUM(d.hours), 0) AS hours, COUNT(*) AS entries
  FROM development d
 WHERE @visible(d) AND d.withdrawn_at IS NULL AND d.done_on >= :from_day AND d.done_on <= :to_day
 GROUP BY d.person
 ORDER BY d.person

-- The last time each required course was done, up to a day, by those who were specialist in the period.
-- name: required_latest :many
-- in: from_day date, until date
-- out: person id, course id, done_on date?
SELECT DISTINCT h.person, r.id AS course,
       (SELECT MAX(d.done_on) FROM development d WHERE @visible(d) AND d.person = h.person AND d.course = r.id
           AND d.withdrawn_at IS NULL AND d.kind = 'required' AND d.done_on <= :until) AS done_on
  FROM post_holding h
  JOIN required_course r ON @visible(r) AND r.withdrawn_at IS NULL
 WHERE @visible(h) AND h.withdrawn_at IS NULL AND h.post = 'specialist' AND h.from_on <= :until AND (h.ended_on IS NULL OR h.ended_on >= :from_day)
 ORDER BY h.person, r.id

-- name: required_all :many
-- in: most i64
-- out: id id, title text, every_months i64?
SELECT r.id, r.title, r.every_months
  FROM required_course r
 WHERE @visible(r) AND r.withdrawn_at IS NULL
 ORDER BY r.title_sort, r.id
 LIMIT :most

-- Has anything been entered at all?
-- name: development_first :one
-- out: id id
SELECT d.id FROM development d WHERE @visible(d) AND d.withdrawn_at IS NULL ORDER BY d.done_on, d.id LIMIT 1

-- ---- forums ----

-- Those that an organisation could go to: of its own region, or of all.
-- name: forums_between :many
-- in: from_day date, to_day date, most i64
-- out: id id, held_on date, title text
SELECT u.id, u.held_on, u.title
  FROM forum u
 WHERE u.cancelled = 0 AND u.held_on >= :from_day AND u.held_on <= :to_day
   AND (u.region = '' OR u.region = (SELECT o.region FROM organisation o WHERE o.id = @org))
 ORDER BY u.held_on, u.id
 LIMIT :most

-- name: forums_attended :many
-- in: from_day date, to_day date, most i64
-- out: person id, forum id, held_on date
SELECT t.person, t.forum, u.held_on
  FROM attendance t
  JOIN forum u ON u.id = t.forum
 WHERE @visible(t) AND t.withdrawn_at IS NULL AND u.cancelled = 0 AND u.held_on >= :from_day AND u.held_on <= :to_day
 ORDER BY t.id
 LIMIT :most

-- name: forum_read :one
-- in: id id
-- out: id id, version i64, held_by id, held_by_name text, title text, held_on date, region text, place text, cancelled bool, changed_at time
SELECT u.id, u.version, u.held_by, o.name AS held_by_name, u.title, u.held_on, u.region, u.place, u.cancelled, u.changed_at
  FROM forum u
  JOIN organisation o ON o.id = u.held_by
 WHERE u.id = :id

-- name: forum_page :many
-- in: before date, before_id id, most i64
-- out: id id, title text, held_on date, region text, place text, cancelled bool, held_by_name text
SELECT u.id, u.title, u.held_on, u.region, u.place, u.cancelled, o.name AS held_by_name
  FROM forum u
  JOIN organisation o ON o.id = u.held_by
 WHERE u.held_on < :before OR (u.held_on = :before AND u.id < :before_id)
 ORDER BY u.held_on DESC, u.id DESC
 LIMIT :most

-- name: forum_add :exec
-- in: id id, title text, held_on date, region text, place text, now time
INSERT INTO forum (id, version, held_by, title, held_on, region, place, cancelled, changed_at)
VALUES (:id, 1, @org, :title, :held_on, :region, :place, 0, :now)

-- name: forum_change :exec
-- in: id id, version i64, title text, held_on date, region text, place text, cancelled bool, now time
UPDATE forum SET version = version + 1, title = :title, held_on = :held_on, region = :region, place = :place, cancelled = :cancelled, changed_at = :now
 WHERE id = :id AND version = :version AND held_by = @org

-- name: forum_region_known :one
-- in: region text
-- out: n i64
SELECT COUNT(*) AS n FROM organisation o WHERE o.region = :region
