-- record: sanction_option
-- sorts: option
-- filters:

-- record: sanction_decision
-- sorts: created_at

-- name: sanction_option_here :many
-- out: id id, option text, name text, unused bool, why text, from_on date?, until_on date?, rank i64?, review_months i64?, expiry_months i64?, appeal_days i64?
SELECT o.id, o.option, o.name, o.unused, o.why, o.from_on, o.until_on, o.rank, o.review_months, o.expiry_months, o.appeal_days
  FROM sanction_option o
 WHERE @visible(o) AND o.withdrawn_at IS NULL
 ORDER BY o.option, o.id

-- unscoped: what the national body says of the range holds for everybody
-- name: sanction_option_national :many
-- out: id id, option text, from_on date?, until_on date?
SELECT o.id, o.option, o.from_on, o.until_on
  FROM sanction_option o
  JOIN organisation g ON g.id = o.org AND g.kind = 'national'
 WHERE o.withdrawn_at IS NULL
 ORDER BY o.option, o.id

-- name: sanction_decision_of_incident :one
-- in: incident id
-- out: id id
SELECT d.id FROM sanction_decision d WHERE @visible(d) AND d.incident = :incident AND d.withdrawn_at IS NULL

-- Found to have happened, or looked into, and not decided.
-- name: sanction_waiting :many
-- in: most i64
-- out: id id, ref text, title text, happened_on date, state text, finding text, begun i64
SELECT i.id, i.ref, i.title, i.happened_on, i.state, i.finding,
       (SELECT count(*) FROM sanction_decision b WHERE @visible(b) AND b.incident = i.id AND b.withdrawn_at IS NULL) AS begun
  FROM incident i
 WHERE @visible(i) AND i.withdrawn_at IS NULL AND i.kind = 'incident' AND i.state <> 'merged'
   AND (i.finding IN ('substantiated', 'partly') OR (i.state = 'investigating' AND i.finding = ''))
   AND NOT EXISTS (SELECT 1 FROM sanction_decision d WHERE @visible(d) AND d.incident = i.id AND d.state = 'decided' AND d.withdrawn_at IS NULL)
 ORDER BY i.happened_on, i.id
 LIMIT :most
