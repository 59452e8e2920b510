-- name: incident_receipt_put :exec
-- in: hash text, org id, incident id, state text, reported_on date, changed_on date
INSERT INTO incident_receipt (hash, org, incident, state, reported_on, changed_on) VALUES (:hash, :org, :incident, :state, :reported_on, :changed_on)

-- name: incident_receipt_change :exec
-- in: org id, incident id, state text, outcome text, word text, changed_on date
UPDATE incident_receipt SET state = :state, outcome = :outcome, word = :word, changed_on = :changed_on WHERE org = :org AND incident = :incident

-- name: incident_receipt_get :one
-- in: hash text
-- out: org id, org_name text, state text, outcome text, word text, reported_on date, changed_on date
SELECT r.org, o.name AS org_name, r.state, r.outcome, r.word, r.reported_on, r.changed_on
  FROM incident_receipt r
  JOIN organisation o ON o.id = r.org
 WHERE r.hash = :hash
