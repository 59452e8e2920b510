-- name: change_row_insert :exec
-- in: id id, kind text, record id, version i64, at time, made_by id, action text, request id, salt text, was text, became text, whole id
INSERT INTO change_row (org, id, kind, record, version, at, made_by, action, request, salt, was, became, whole)
VALUES (@org, :id, :kind, :record, :version, :at, :made_by, :action, :request, :salt, :was, :became, :whole)

-- name: change_row_list :many
-- in: kind text, record id, most i64
-- out: id id, kind text, record id, version i64, at time, made_by id, action text, was text, became text, by_name personal?
SELECT c.id, c.kind, c.record, c.version, c.at, c.made_by, c.action, c.was, c.became, a.name AS by_name
  FROM change_row c
  LEFT JOIN account a ON a.id = c.made_by
 WHERE @visible(c) AND c.kind = :kind AND c.record = :record
 ORDER BY c.version DESC, c.id DESC
 LIMIT :most

-- name: change_row_parts :many
-- in: whole id, most i64
-- out: id id, kind text, record id, version i64, at time, made_by id, action text, was text, became text, by_name personal?
SELECT c.id, c.kind, c.record, c.version, c.at, c.made_by, c.action, c.was, c.became, a.name AS by_name
  FROM change_row c
  LEFT JOIN account a ON a.id = c.made_by
 WHERE @visible(c) AND c.whole = :whole AND c.whole <> 0
 ORDER BY c.at DESC, c.id DESC
 LIMIT :most

-- unscoped: verification proves every organisation's history
-- name: change_row_commits :many
-- in: org id, request id
-- out: id id, salt text, was text, became text
SELECT c.id, c.salt, c.was, c.became
  FROM change_row c
 WHERE c.org = :org AND c.request = :request
 ORDER BY c.id

-- unscoped: as change_row_commits
-- name: change_row_orphans :many
-- in: most i64
-- out: org id, id id, request id
SELECT c.org, c.id, c.request
  FROM change_row c
 WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.org = c.org AND e.request = c.request AND e.commits <> '')
 ORDER BY c.org, c.id
 LIMIT :most

-- name: audit_last :one
-- in: lane i64
-- out: seq i64, hash text
SELECT e.seq, e.hash FROM audit_entry e WHERE e.lane = :lane ORDER BY e.lane DESC, e.seq DESC LIMIT 1

-- name: audit_insert :exec
-- in: lane i64, seq i64, at time, org id, account id, action text, face text, outcome text, request id, kind text, records text, commits text, previous text, hash text
INSERT INTO audit_entry (lane, seq, at, org, account, action, face, outcome, request, kind, records, commits, previous, hash)
VALUES (:lane, :seq, :at, :org, :account, :action, :face, :outcome, :request, :kind, :records, :commits, :previous, :hash)

-- name: audit_walk :many
-- in: lane i64, after i64, most i64
-- out: lane i64, seq i64, at time, org id, account id, action text, face text, outcome text, request id, kind text, records text, commits text, previous text, hash text
SELECT e.lane, e.seq, e.at, e.org, e.account, e.action, e.face, e.outcome, e.request, e.kind, e.records, e.commits, e.previous, e.hash
  FROM audit_entry e
 WHERE e.lane = :lane AND e.seq > :after
 ORDER BY e.lane, e.seq
 LIMIT :most

-- name: audit_lanes :many
-- in:
-- out: lane i64, seq i64
SELECT e.lane, CAST(COALESCE(MAX(e.seq), 0) AS i64) AS seq FROM audit_entry e GROUP BY e.lane ORDER BY e.lane

-- name: audit_page :many
-- in: org id, before time, most i64
-- out: lane i64, seq i64, at time, action text, face text, outcome text, kind text, records text, by_name personal?
SELECT e.lane, e.seq, e.at, e.action, e.face, e.outcome, e.kind, e.records, a.name AS by_name
  FROM audit_entry e
  LEFT JOIN account a ON a.id = e.account
 WHERE e.org = :org AND e.at < :before
 ORDER BY e.at DESC, e.lane DESC, e.seq DESC
 LIMIT :most

-- name: audit_head_insert :exec
-- in: at time, lane i64, seq i64, hash text, signature text, signer text
INSERT INTO audit_head (at, lane, seq, hash, signature, signer) VALUES (:at, :lane, :seq, :hash, :signature, :signer)

-- name: audit_head_last :many
-- in: most i64
-- out: at time, lane i64, seq i64, hash text, signature text, signer text
SELECT h.at, h.lane, h.seq, h.hash, h.signature, h.signer FROM audit_head h ORDER BY h.at DESC, h.lane DESC LIMIT :most

-- Goes on only from the end that was signed before: an end that was cut back stays as it was signed.
-- name: audit_tip_put :exec
-- in: lane i64, at time, seq i64, hash text, signature text, origin text, was_seq i64, was_hash text
INSERT INTO audit_tip (lane, at, seq, hash, signature, origin) VALUES (:lane, :at, :seq, :hash, :signature, :origin)
ON CONFLICT (lane) DO UPDATE SET at = excluded.at, seq = excluded.seq, hash = excluded.hash, signature = excluded.signature
 WHERE audit_tip.seq = :was_seq AND audit_tip.hash = :was_hash

-- name: audit_tips :many
-- in:
-- out: lane i64, at time, seq i64, hash text, signature text, origin text
SELECT t.lane, t.at, t.seq, t.hash, t.signature, t.origin FROM audit_tip t ORDER BY t.lane

-- name: audit_at :one
-- in: lane i64, seq i64
-- out: hash text
SELECT e.hash FROM audit_entry e WHERE e.lane = :lane AND e.seq = :seq

-- name: once_get :one
-- in: account id, key text
-- out: action text, status i64, answer text, print text
SELECT o.action, o.status, o.answer, o.print FROM once_answer o WHERE o.account = :account AND o.key = :key

-- name: once_put :exec
-- in: account id, key text, action text, at time, status i64, answer text, print text
INSERT INTO once_answer (account, key, action, at, status, answer, print)
VALUES (:account, :key, :action, :at, :status, :answer, :print)

-- name: once_forget :exec
-- in: before time
DELETE FROM once_answer WHERE at < :before

-- name: setting_get :one
-- in: name text
-- out: value text
SELECT s.value FROM setting s WHERE s.name = :name

-- name: setting_put :exec
-- in: name text, value text
INSERT INTO setting (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
