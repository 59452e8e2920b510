-- record: reading_request
-- sorts: ends_on desc, title_sort

-- record: reading_grant
-- sorts: ends_on desc

-- name: reader_list :many
-- in: day date, most i64
-- out: id id, name personal identity, name_sort text
SELECT DISTINCT a.id, a.name, a.name_sort
  FROM membership m
  JOIN account a ON a.id = m.account
 WHERE @visible(m) AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day) AND a.status = 'active'
 ORDER BY a.name_sort, a.id
 LIMIT :most

-- name: reader_roles :many
-- in: account id, day date
-- out: role text, name personal identity
SELECT m.role, a.name
  FROM membership m
  JOIN account a ON a.id = m.account
 WHERE @visible(m) AND m.account = :account AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day) AND a.status = 'active'
 ORDER BY m.id

-- What others ask of the acting provider, and what it answered.
-- name: reading_asked_of_us :many
-- in: today date, most i64
-- out: id id, asker id, asker_name text, reader_name personal identity, capacity text, nominated_by personal identity, nominated_on date?, starts_on date, ends_on date, subject text, reason text
SELECT r.id, r.org AS asker, o.name AS asker_name, r.reader_name, r.capacity, r.nominated_by, r.nominated_on, r.starts_on, r.ends_on, r.subject, r.reason
  FROM reading_request r
  JOIN organisation o ON o.id = r.org
 WHERE @visible(r, provider) AND r.withdrawn_at IS NULL AND r.ends_on >= :today
   AND NOT EXISTS (SELECT 1 FROM reading_grant g WHERE @visible(g) AND g.request = r.id)
 ORDER BY r.ends_on, r.id
 LIMIT :most

-- name: reading_request_for_us :one
-- in: id id
-- out: id id, asker id, asker_name text, reader id, reader_name personal identity, capacity text, nominated_by personal identity, nominated_on date?, starts_on date, ends_on date, subject text, reason text
SELECT r.id, r.org AS asker, o.name AS asker_name, r.reader, r.reader_name, r.capacity, r.nominated_by, r.nominated_on, r.starts_on, r.ends_on, r.subject, r.reason
  FROM reading_request r
  JOIN organisation o ON o.id = r.org
 WHERE @visible(r, provider) AND r.id = :id AND r.withdrawn_at IS NULL

-- name: reading_given :many
-- in: most i64
-- out: id id, title text, reader_name personal identity, answer text, starts_on date, ends_on date, withdrawn_at time?
SELECT g.id, g.title, g.reader_name, g.answer, g.starts_on, g.ends_on, g.withdrawn_at
  FROM reading_grant g
 WHERE @visible(g)
 ORDER BY g.ends_on DESC, g.id DESC
 LIMIT :most

-- What the acting organisation asked for, as answered by the providers.
-- name: reading_answers :many
-- in: most i64
-- out: id id, provider id, provider_name text, reader id, reader_name personal identity, answer text, starts_on date, ends_on date, subject text, reason text, withdrawn_at time?, withdrawn_why text
SELECT g.id, g.org AS provider, o.name AS provider_name, g.reader, g.reader_name, g.answer, g.starts_on, g.ends_on, g.subject, g.reason,
       g.withdrawn_at, g.withdrawn_why
  FROM reading_grant g
  JOIN organisation o ON o.id = g.org
 WHERE @visible(g, reader_org)
 ORDER BY g.ends_on DESC, g.id DESC
 LIMIT :most

-- name: reading_answered :one
-- in: request id
-- out: n i64
SELECT COUNT(*) AS n FROM reading_grant g WHERE @visible(g, reader_org) AND g.request = :request

-- name: reading_open_to_us :one
-- in: id id, account id, today date
-- out: provider id, ends_on date
SELECT g.org AS provider, g.ends_on
  FROM reading_grant g
 WHERE @visible(g, reader_org) AND g.id = :id AND g.reader = :account AND g.answer = 'opened' AND g.withdrawn_at IS NULL
   AND g.starts_on <= :today AND g.ends_on >= :today

-- Every call made under the grant, from the trail of the organisation that is read.
-- name: reading_log :many
-- in: org id, account id, from_at time, until_at time, most i64
-- out: lane i64, seq i64, at time, action text, face text, outcome text, kind text, records text
SELECT e.lane, e.seq, e.at, e.action, e.face, e.outcome, e.kind, e.records
  FROM audit_entry e
 WHERE e.org = :org AND e.account = :account AND e.at >= :from_at AND e.at < :until_at
 ORDER BY e.at DESC, e.lane DESC, e.seq DESC
 LIMIT :most
