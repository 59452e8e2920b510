-- unscoped: a receipt is the recipient's own document, made in the moment in which the sender's arrives
-- name: document_insert :exec
-- in: org id, id id, kind text, about text, body text, hash text, signature text, signer text, sealed_at time, sealed_by id, origin id, origin_code text, subject_kind text, subject id, replaces id?, imported_at time?
INSERT INTO document (org, id, kind, about, body, hash, signature, signer, sealed_at, sealed_by, origin, origin_code,
                      subject_kind, subject, replaces, imported_at)
VALUES (:org, :id, :kind, :about, :body, :hash, :signature, :signer, :sealed_at, :sealed_by, :origin, :origin_code,
        :subject_kind, :subject, :replaces, :imported_at)

-- name: document_file_insert :exec
-- in: document id, n i64, name text, type text, size i64, hash text, stored file
INSERT INTO document_file (org, document, n, name, type, size, hash, stored)
VALUES (@org, :document, :n, :name, :type, :size, :hash, :stored)

-- name: document_own :one
-- in: id id
-- out: org id, id id, kind text, about text, body text, hash text, signature text, signer text, sealed_at time, sealed_by id, origin id, origin_code text, subject_kind text, subject id, replaces id?, imported_at time?
SELECT d.org, d.id, d.kind, d.about, d.body, d.hash, d.signature, d.signer, d.sealed_at, d.sealed_by, d.origin, d.origin_code,
       d.subject_kind, d.subject, d.replaces, d.imported_at
  FROM document d
 WHERE @visible(d) AND d.id = :id

-- unscoped: a delivery that the reader may see opens the one document that it names
-- name: document_delivered :one
-- in: delivery id
-- out: org id, id id, kind text, about text, body text, hash text, signature text, signer text, sealed_at time, sealed_by id, origin id, origin_code text, subject_kind text, subject id, replaces id?, imported_at time?
SELECT d.org, d.id, d.kind, d.about, d.body, d.hash, d.signature, d.signer, d.sealed_at, d.sealed_by, d.origin, d.origin_code,
       d.subject_kind, d.subject, d.replaces, d.imported_at
  FROM delivery v
  JOIN document d ON d.org = v.holder AND d.id = v.document
 WHERE @visible(v) AND v.id = :delivery AND v.state <> 'waiting'

-- name: document_own_files :many
-- in: document id
-- out: n i64, name text, type text, size i64, hash text, stored file
SELECT f.n, f.name, f.type, f.size, f.hash, f.stored FROM document_file f WHERE @visible(f) AND f.document = :document ORDER BY f.document, f.n

-- unscoped: as document_delivered
-- name: document_delivered_files :many
-- in: delivery id
-- out: n i64, name text, type text, size i64, hash text, stored file
SELECT f.n, f.name, f.type, f.size, f.hash, f.stored
  FROM delivery v
  JOIN document_file f ON f.org = v.holder AND f.document = v.document
 WHERE @visible(v) AND v.id = :delivery AND v.state <> 'waiting'
 ORDER BY f.document, f.n

-- unscoped: the pieces of a file that belongs to a document which document_own_files or document_delivered_files named
-- name: document_file_pieces :many
-- in: holder id, document id, n i64
-- out: piece i64, bytes blob
SELECT k.n AS piece, k.bytes
  FROM document_file f
  JOIN file_chunk k ON k.org = f.org AND k.file = f.stored
 WHERE f.org = :holder AND f.document = :document AND f.n = :n
 ORDER BY k.file, k.n

-- name: document_of_subject :many
-- in: subject_kind text, subject id, most i64
-- out: id id, kind text, about text, hash text, sealed_at time, replaces id?
SELECT d.id, d.kind, d.about, d.hash, d.sealed_at, d.replaces
  FROM document d
 WHERE @visible(d) AND d.subject_kind = :subject_kind AND d.subject = :subject
 ORDER BY d.sealed_at DESC, d.id DESC
 LIMIT :most

-- name: document_last :one
-- in: subject_kind text, subject id, kind text
-- out: id id, sealed_at time
SELECT d.id, d.sealed_at
  FROM document d
 WHERE @visible(d) AND d.subject_kind = :subject_kind AND d.subject = :subject AND d.kind = :kind
 ORDER BY d.sealed_at DESC, d.id DESC
 LIMIT 1

-- unscoped: a document is taken in once in an installation, whoever brought it
-- name: document_by_hash :one
-- in: hash text
-- out: org id, id id, kind text, about text
SELECT d.org, d.id, d.kind, d.about FROM document d WHERE d.hash = :hash

-- unscoped: wardkeep verify proves the documents of everybody
-- name: document_walk :many
-- in: after id, most i64
-- out: org id, id id, org_name text, origin id, origin_name text, kind text, about text, body text, hash text, signature text, signer text, sealed_at time
SELECT d.org, d.id, h.name AS org_name, d.origin, o.name AS origin_name, d.kind, d.about, d.body, d.hash, d.signature, d.signer, d.sealed_at
  FROM document d
  JOIN organisation h ON h.id = d.org
  JOIN organisation o ON o.id = d.origin
 WHERE d.id > :after
 ORDER BY d.id, d.org
 LIMIT :most

-- unscoped: as document_walk
-- name: document_walk_files :many
-- in: org id, document id
-- out: n i64, name text, size i64, hash text
SELECT f.n, f.name, f.size, f.hash FROM document_file f WHERE f.org = :org AND f.document = :document ORDER BY f.document, f.n

-- The answers beside the document that was signed last, while nobody may change them.
-- unscoped: as document_walk
-- name: document_walk_answers :many
-- in: org id, document id
-- out: standard text, rating text, comment text, reason text, corrective_action text
SELECT a.standard, a.rating, a.comment, a.reason, a.corrective_action
  FROM document d
  JOIN review r ON r.org = d.org AND r.id = d.subject
  JOIN answer a ON a.org = r.org AND a.review = r.id
 WHERE d.org = :org AND d.id = :document AND d.kind = 'review' AND r.state IN ('signed', 'submitted', 'accepted')
   AND NOT EXISTS (SELECT 1 FROM document n
                    WHERE n.org = d.org AND n.subject_kind = d.subject_kind AND n.subject = d.subject AND n.kind = d.kind
                      AND (n.sealed_at > d.sealed_at OR (n.sealed_at = d.sealed_at AND n.id > d.id)))
 ORDER BY a.standard_sort, a.id

-- unscoped: the one place that writes into a recipient's tray, after the sender's right to send was judged
-- name: delivery_insert :exec
-- in: org id, id id, document id, holder id, from_org id, kind text, about text, about_sort text, subject id, place id?, round id?, due_on date, sent_at time, state text, late bool, code text, received_at time?, reasons text, replaces id?
INSERT INTO delivery (org, id, document, holder, from_org, kind, about, about_sort, subject, place, round, due_on, sent_at, state, late,
                      code, received_at, reasons, replaces)
VALUES (:org, :id, :document, :holder, :from_org, :kind, :about, :about_sort, :subject, :place, :round, :due_on, :sent_at, :state, :late,
        :code, :received_at, :reasons, :replaces)

-- name: delivery_get :one
-- in: id id
-- out: id id, document id, holder id, from_org id, from_name text, kind text, about text, subject id, place id?, round id?, due_on date, sent_at time, state text, late bool, code text, received_at time?, answered_at time?, reasons text, answer id?, replaces id?
SELECT v.id, v.document, v.holder, v.from_org, o.name AS from_name, v.kind, v.about, v.subject, v.place, v.round, v.due_on, v.sent_at,
       v.state, v.late, v.code, v.received_at, v.answered_at, v.reasons, v.answer, v.replaces
  FROM delivery v
  JOIN organisation o ON o.id = v.from_org
 WHERE @visible(v) AND v.id = :id AND v.state <> 'waiting'

-- name: delivery_arrived :many
-- in: kind text, state text, late bool, round id?, before time, before_id id, most i64
-- out: id id, from_name text, about text, due_on date, sent_at time, state text, late bool, round id?, replaces id?
SELECT v.id, o.name AS from_name, v.about, v.due_on, v.sent_at, v.state, v.late, v.round, v.replaces
  FROM delivery v
  JOIN organisation o ON o.id = v.from_org
 WHERE @visible(v) AND v.kind = :kind AND v.state <> 'waiting'
   AND (v.sent_at < :before OR (v.sent_at = :before AND v.id < :before_id))
   AND (:state = '' OR v.state = :state) AND (:late = 0 OR v.late = 1)
   AND (COALESCE(:round, 0) = 0 OR v.round = :round)
 ORDER BY v.sent_at DESC, v.id DESC
 LIMIT :most

-- Everything that one sender ever sent here about one review: its versions.
-- name: delivery_versions :many
-- in: from_org id, subject id, kind text
-- out: id id, about text, sent_at time, state text, late bool, reasons text
SELECT v.id, v.about, v.sent_at, v.state, v.late, v.reasons
  FROM delivery v
 WHERE @visible(v) AND v.from_org = :from_org AND v.subject = :subject AND v.kind = :kind AND v.state <> 'waiting'
 ORDER BY v.sent_at DESC, v.id DESC

-- The sender's side: to whom a document went and what became of it.
-- name: delivery_of_document :many
-- in: document id
-- out: id id, org id, org_name text, kind text, sent_at time, state text, late bool, code text, received_at time?, answered_at time?, reasons text, answer id?
SELECT v.id, v.org, o.name AS org_name, v.kind, v.sent_at, v.state, v.late, v.code, v.received_at, v.answered_at, v.reasons, v.answer
  FROM delivery v
  JOIN organisation o ON o.id = v.org
 WHERE @visible(v, from_org) AND v.document = :document
 ORDER BY o.name_sort, v.id

-- Answers that came back about one review: returns and receipts.
-- name: delivery_answers :many
-- in: subject id, kind text
-- out: id id, from_org id, from_name text, sent_at time, reasons text, state text
SELECT v.id, v.from_org, o.name AS from_name, v.sent_at, v.reasons, v.state
  FROM delivery v
  JOIN organisation o ON o.id = v.from_org
 WHERE @visible(v) AND v.subject = :subject AND v.kind = :kind
 ORDER BY v.sent_at DESC, v.id DESC

-- name: delivery_answer :exec
-- in: id id, state text, at time, by id, reasons text, answer id?
UPDATE delivery SET state = :state, answered_at = :at, answered_by = :by, reasons = :reasons, answer = :answer
 WHERE @visible(delivery) AND id = :id AND state = 'received'

-- A newer version takes the place of what this recipient had from us before; a return keeps its state and reasons.
-- name: delivery_supersede :exec
-- in: subject id, recipient id, keep id
UPDATE delivery SET state = 'superseded'
 WHERE @visible(delivery, from_org) AND kind = 'submission' AND subject = :subject AND org = :recipient AND id <> :keep
   AND state IN ('waiting', 'received', 'accepted')

-- unscoped: a document that came by file is answered for its sender, who has no hand here
-- name: delivery_supersede_for :exec
-- in: from_org id, subject id, recipient id, keep id
UPDATE delivery SET state = 'superseded'
 WHERE from_org = :from_org AND kind = 'submission' AND subject = :subject AND org = :recipient AND id <> :keep
   AND state IN ('waiting', 'received', 'accepted')

-- The sender learns by a document that came back by file what became of what it sent.
-- name: delivery_answered_by_file :exec
-- in: document id, recipient id, state text, code text, at time, reasons text
UPDATE delivery SET state = :state, code = CASE WHEN :code = '' THEN code ELSE :code END, received_at = COALESCE(received_at, :at),
       answered_at = :at, reasons = :reasons
 WHERE @visible(delivery, from_org) AND document = :document AND org = :recipient AND state IN ('waiting', 'received', 'accepted')

-- name: delivery_last_to :one
-- in: recipient id, subject id
-- out: id id, document id, state text
SELECT v.id, v.document, v.state
  FROM delivery v
 WHERE @visible(v, from_org) AND v.org = :recipient AND v.subject = :subject AND v.kind = 'submission'
 ORDER BY v.sent_at DESC, v.id DESC
 LIMIT 1

-- unscoped: an organisation takes part here when somebody holds a role in it; what is sent to others leaves as a file
-- name: document_takes_part :one
-- in: org id, day date
-- out: n i64
SELECT COUNT(*) AS n FROM membership m WHERE m.org = :org AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)

-- name: document_org :one
-- in: id id
-- out: id id, name text, ods_code text, kind text
SELECT o.id, o.name, o.ods_code, o.kind FROM organisation o WHERE o.id = :id

-- name: document_org_by_code :one
-- in: code text
-- out: id id, name text
SELECT o.id, o.name FROM organisation o WHERE o.ods_code = :code AND o.ods_code <> ''

-- name: signer_note :exec
-- in: id id, org id, key text, at time, trusted_at time?, trusted_by id?
INSERT INTO signer_key (id, org, key, first_seen, trusted_at, trusted_by) VALUES (:id, :org, :key, :at, :trusted_at, :trusted_by)
ON CONFLICT (org, key) DO NOTHING

-- name: signer_get :one
-- in: org id, key text
-- out: id id, trusted_at time?
SELECT s.id, s.trusted_at FROM signer_key s WHERE s.org = :org AND s.key = :key

-- name: signer_by_id :one
-- in: id id
-- out: org id, org_name text, key text, first_seen time, trusted_at time?
SELECT s.org, o.name AS org_name, s.key, s.first_seen, s.trusted_at
  FROM signer_key s
  JOIN organisation o ON o.id = s.org
 WHERE s.id = :id

-- name: signer_list :many
-- in: most i64
-- out: id id, org_name text, key text, first_seen time, trusted_at time?
SELECT s.id, o.name AS org_name, s.key, s.first_seen, s.trusted_at
  FROM signer_key s
  JOIN organisation o ON o.id = s.org
 ORDER BY s.first_seen DESC, s.id DESC
 LIMIT :most

-- name: signer_trusted :many
-- in: org id
-- out: id id, key text
SELECT s.id, s.key FROM signer_key s WHERE s.org = :org AND s.trusted_at IS NOT NULL ORDER BY s.id

-- name: signer_trust :exec
-- in: id id, at time, by id
UPDATE signer_key SET trusted_at = :at, trusted_by = :by WHERE id = :id AND trusted_at IS NULL

-- name: document_file_by_hash :one
-- in: hash text
-- out: id id, name text, type text, size i64
SELECT f.id, f.name, f.type, f.size FROM file f WHERE @visible(f) AND f.hash = :hash AND f.linked = 1 AND f.scan <> 'waiting' AND f.scan <> 'infected' ORDER BY f.id LIMIT 1

-- What a review stood at when it was shown to be signed: any later change of an answer shows.
-- name: submission_standing :one
-- in: review id
-- out: version i64, n i64, answers i64
SELECT r.version,
       (SELECT COUNT(*) FROM answer a WHERE @visible(a) AND a.review = r.id) AS n,
       (SELECT COALESCE(SUM(b.version), 0) FROM answer b WHERE @visible(b) AND b.review = r.id) AS answers
  FROM review r
 WHERE @visible(r) AND r.id = :review

-- name: submission_to_send :many
-- in: most i64
-- out: id id, title text, due_on date, state text
SELECT r.id, r.title, r.due_on, r.state FROM review r
 WHERE @visible(r) AND r.withdrawn_at IS NULL AND r.state = 'signed'
 ORDER BY r.due_on, r.id
 LIMIT :most
