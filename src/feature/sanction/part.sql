-- record: sanction
-- sorts: sought_on
-- filters: incident indexed

-- record: redress
-- sorts: claimed_on
-- filters: incident indexed

-- record: legal_advice
-- sorts: asked_on
-- filters: incident indexed

-- Is that person in that incident?
-- name: sanction_person_in :one
-- in: person id, incident id
-- out: id id
SELECT p.id FROM incident_person p WHERE @visible(p) AND p.id = :person AND p.incident = :incident AND p.withdrawn_at IS NULL

-- name: sanction_live_of :one
-- in: incident id
-- out: n i64
SELECT count(*) AS n FROM sanction s WHERE @visible(s) AND s.incident = :incident AND s.withdrawn_at IS NULL

-- name: sanction_due_list :many
-- in: today date, until date, most i64
-- out: id id, ref text, option text, what text, due_on date?
SELECT s.id, s.ref, s.option, 'review' AS what, s.review_on AS due_on FROM sanction s
 WHERE @visible(s) AND s.withdrawn_at IS NULL AND s.state = 'obtained' AND s.review_on > 0 AND s.review_on <= :until AND (s.expires_on = 0 OR s.expires_on >= :today)
UNION ALL
SELECT s.id, s.ref, s.option, 'expiry' AS what, s.expires_on AS due_on FROM sanction s
 WHERE @visible(s) AND s.withdrawn_at IS NULL AND s.state = 'obtained' AND s.expires_on >= :today AND s.expires_on <= :until
UNION ALL
SELECT s.id, s.ref, s.option, 'appeal' AS what, s.appeal_by AS due_on FROM sanction s
 WHERE @visible(s) AND s.withdrawn_at IS NULL AND s.appealed_on IS NOT NULL AND s.appeal_decided_on IS NULL AND s.appeal_by <= :until
UNION ALL
SELECT s.id, s.ref, s.option, 'publicity' AS what, s.obtained_on AS due_on FROM sanction s
 WHERE @visible(s) AND s.withdrawn_at IS NULL AND s.state = 'obtained' AND s.publicity = '' AND s.obtained_on <= :today
 ORDER BY what, id
 LIMIT :most

-- name: sanction_all :many
-- in: from_on date, to_on date, most i64
-- out: id id, ref text, option text, family text, state text, sought_on date, obtained_on date?, review_on date, expires_on date, breached_on date?, appealed_on date?, appeal_outcome text, publicity text, incident id, incident_ref text, happened_on date
SELECT s.id, s.ref, s.option, s.family, s.state, s.sought_on, s.obtained_on, s.review_on, s.expires_on, s.breached_on, s.appealed_on, s.appeal_outcome, s.publicity,
       i.id AS incident, i.ref AS incident_ref, i.happened_on
  FROM sanction s
  JOIN incident i ON @visible(i) AND i.id = s.incident
 WHERE @visible(s) AND s.withdrawn_at IS NULL AND s.sought_on >= :from_on AND s.sought_on <= :to_on
 ORDER BY s.sought_on DESC, s.id DESC
 LIMIT :most

-- By the month of the incident.
-- name: sanction_months :many
-- in: from_month i64, to_month i64, unit id
-- out: month i64, borne_out i64, sanctioned i64, soon i64, obtained i64
SELECT x.month, COALESCE(sum(x.borne_out), 0) AS borne_out, COALESCE(sum(CASE WHEN x.obtained > 0 THEN 1 ELSE 0 END), 0) AS sanctioned,
       COALESCE(sum(x.soon), 0) AS soon, COALESCE(sum(x.obtained), 0) AS obtained
  FROM (SELECT i.month, 1 AS borne_out,
               (SELECT count(*) FROM sanction t WHERE @visible(t) AND t.incident = i.id AND t.withdrawn_at IS NULL AND t.obtained_on IS NOT NULL) AS obtained,
               (SELECT count(*) FROM sanction u WHERE @visible(u) AND u.incident = i.id AND u.withdrawn_at IS NULL AND u.obtained_on <= i.happened_on + 90) AS soon
          FROM incident i
         WHERE @visible(i) AND i.withdrawn_at IS NULL AND i.kind = 'incident' AND i.state <> 'merged' AND i.finding IN ('substantiated', 'partly')
           AND i.month >= :from_month AND i.month <= :to_month
           AND (:unit = 0 OR i.unit IN (SELECT w.unit FROM unit_under w WHERE @visible(w) AND w.ancestor = :unit))) AS x
 GROUP BY x.month
 ORDER BY x.month

-- What the register answers to 4.2, for the period in which it was found, sought or claimed.
-- name: sanction_facts :one
-- in: from_on date, to_on date
-- out: used i64, borne_out i64, decided i64, whole i64, known i64, declined i64, explained i64, obtained i64, public i64, legal i64, answered i64, losses i64, considered i64, claims i64, followed i64
SELECT (SELECT count(*) FROM sanction_decision z WHERE @visible(z) AND z.withdrawn_at IS NULL) AS used,
       count(i.id) AS borne_out,
       count(d.id) AS decided,
       COALESCE(sum(d.whole), 0) AS whole,
       COALESCE(sum(CASE WHEN EXISTS (SELECT 1 FROM incident_person p WHERE @visible(p) AND p.incident = i.id AND p.part = 'alleged' AND p.name_key <> '' AND p.withdrawn_at IS NULL) THEN 1 ELSE 0 END), 0) AS known,
       COALESCE(sum(CASE WHEN d.outcome = 'none' THEN 1 ELSE 0 END), 0) AS declined,
       COALESCE(sum(CASE WHEN d.outcome = 'none' AND d.advice <> '' AND d.reasons <> '' THEN 1 ELSE 0 END), 0) AS explained,
       (SELECT count(*) FROM sanction s WHERE @visible(s) AND s.withdrawn_at IS NULL AND s.obtained_on >= :from_on AND s.obtained_on <= :to_on) AS obtained,
       (SELECT count(*) FROM sanction q WHERE @visible(q) AND q.withdrawn_at IS NULL AND q.obtained_on >= :from_on AND q.obtained_on <= :to_on AND q.publicity <> '') AS public,
       (SELECT count(*) FROM legal_advice l WHERE @visible(l) AND l.withdrawn_at IS NULL AND l.asked_on >= :from_on AND l.asked_on <= :to_on) AS legal,
       (SELECT count(*) FROM legal_advice m WHERE @visible(m) AND m.withdrawn_at IS NULL AND m.asked_on >= :from_on AND m.asked_on <= :to_on AND m.answered_on IS NOT NULL) AS answered,
       (SELECT count(*) FROM incident j WHERE @visible(j) AND j.withdrawn_at IS NULL AND j.state <> 'merged' AND j.happened_on >= :from_on AND j.happened_on <= :to_on AND COALESCE(j.loss, 0) + COALESCE(j.damage, 0) > 0) AS losses,
       (SELECT count(*) FROM incident k WHERE @visible(k) AND k.withdrawn_at IS NULL AND k.state <> 'merged' AND k.happened_on >= :from_on AND k.happened_on <= :to_on AND COALESCE(k.loss, 0) + COALESCE(k.damage, 0) > 0
           AND (EXISTS (SELECT 1 FROM sanction_decision e WHERE @visible(e) AND e.incident = k.id AND e.state = 'decided' AND e.withdrawn_at IS NULL)
             OR EXISTS (SELECT 1 FROM redress c WHERE @visible(c) AND c.incident = k.id AND c.withdrawn_at IS NULL))) AS considered,
       (SELECT count(*) FROM redress g WHERE @visible(g) AND g.withdrawn_at IS NULL AND g.claimed_on >= :from_on AND g.claimed_on <= :to_on) AS claims,
       (SELECT count(*) FROM redress h WHERE @visible(h) AND h.withdrawn_at IS NULL AND h.claimed_on >= :from_on AND h.claimed_on <= :to_on AND (h.closed_on IS NOT NULL OR h.recovered IS NOT NULL)) AS followed
  FROM incident i
  LEFT JOIN sanction_decision d ON @visible(d) AND d.incident = i.id AND d.state = 'decided' AND d.withdrawn_at IS NULL
 WHERE @visible(i) AND i.withdrawn_at IS NULL AND i.kind = 'incident' AND i.state <> 'merged' AND i.finding IN ('substantiated', 'partly')
   AND i.happened_on >= :from_on AND i.happened_on <= :to_on

-- name: redress_years :many
-- in: from_on date, to_on date
-- out: claims i64, claimed i64, recovered i64, way text
SELECT count(*) AS claims, COALESCE(sum(r.claimed), 0) AS claimed, COALESCE(sum(r.recovered), 0) AS recovered, r.way
  FROM redress r
 WHERE @visible(r) AND r.withdrawn_at IS NULL AND r.claimed_on >= :from_on AND r.claimed_on <= :to_on
 GROUP BY r.way
 ORDER BY r.way

-- unscoped: the yearly return counts all, restricted records included; small numbers are hidden where it is given out
-- name: sanction_return_all :one
-- in: org id, from_on date, to_on date
-- out: criminal i64, civil i64
SELECT COALESCE(sum(CASE WHEN s.family IN ('caution', 'prosecution', 'fine') THEN 1 ELSE 0 END), 0) AS criminal,
       COALESCE(sum(CASE WHEN s.family IN ('caution', 'prosecution', 'fine') THEN 0 ELSE 1 END), 0) AS civil
  FROM sanction s
  JOIN incident i ON i.org = s.org AND i.id = s.incident
 WHERE s.org = :org AND s.withdrawn_at IS NULL AND s.obtained_on IS NOT NULL AND i.withdrawn_at IS NULL AND i.kind = 'incident' AND i.state <> 'merged'
   AND i.type = 'physical_assault' AND i.happened_on >= :from_on AND i.happened_on <= :to_on
