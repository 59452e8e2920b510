-- name: incident_roll_add :exec
-- in: month i64, kind text, type text, unit id, restricted bool, n i64, triaged i64, triaged_ok i64, contacted i64, contacted_ok i64, started i64, started_ok i64, closed i64
-- in: harmed i64, medical i64, decided i64, police i64, substantiated i64, loss i64, damage i64, recovered i64
INSERT INTO incident_roll (org, month, kind, type, unit, restricted, n, triaged, triaged_ok, contacted, contacted_ok, started, started_ok, closed,
       harmed, medical, decided, police, substantiated, loss, damage, recovered)
VALUES (@org, :month, :kind, :type, :unit, :restricted, :n, :triaged, :triaged_ok, :contacted, :contacted_ok, :started, :started_ok, :closed,
       :harmed, :medical, :decided, :police, :substantiated, :loss, :damage, :recovered)
ON CONFLICT (org, month, kind, type, unit, restricted) DO UPDATE SET
       n = incident_roll.n + excluded.n, triaged = incident_roll.triaged + excluded.triaged, triaged_ok = incident_roll.triaged_ok + excluded.triaged_ok,
       contacted = incident_roll.contacted + excluded.contacted, contacted_ok = incident_roll.contacted_ok + excluded.contacted_ok,
       started = incident_roll.started + excluded.started, started_ok = incident_roll.started_ok + excluded.started_ok,
       closed = incident_roll.closed + excluded.closed, harmed = incident_roll.harmed + excluded.harmed, medical = incident_roll.medical + excluded.medical,
       decided = incident_roll.decided + excluded.decided, police = incident_roll.police + excluded.police,
       substantiated = incident_roll.substantiated + excluded.substantiated, loss = incident_roll.loss + excluded.loss,
       damage = incident_roll.damage + excluded.damage, recovered = incident_roll.recovered + excluded.recovered

-- name: incident_spot_add :exec
-- in: month i64, unit id, place_kind text, weekday i64, hour i64, violence bool, restricted bool, n i64
INSERT INTO incident_spot (org, month, unit, place_kind, weekday, hour, violence, restricted, n)
VALUES (@org, :month, :unit, :place_kind, :weekday, :hour, :violence, :restricted, :n)
ON CONFLICT (org, month, unit, place_kind, weekday, hour, violence, restricted) DO UPDATE SET n = incident_spot.n + excluded.n

-- name: incident_roll_sum :one
-- in: from_month i64, to_month i64, kind text, type text, unit id, restricted i64
-- out: n i64, triaged i64, triaged_ok i64, contacted i64, contacted_ok i64, started i64, started_ok i64, closed i64
-- out: harmed i64, medical i64, decided i64, police i64, substantiated i64, loss i64, damage i64, recovered i64
SELECT COALESCE(sum(r.n), 0) AS n, COALESCE(sum(r.triaged), 0) AS triaged, COALESCE(sum(r.triaged_ok), 0) AS triaged_ok,
       COALESCE(sum(r.contacted), 0) AS contacted, COALESCE(sum(r.contacted_ok), 0) AS contacted_ok, COALESCE(sum(r.started), 0) AS started,
       COALESCE(sum(r.started_ok), 0) AS started_ok, COALESCE(sum(r.closed), 0) AS closed, COALESCE(sum(r.harmed), 0) AS harmed,
       COALESCE(sum(r.medical), 0) AS medical, COALESCE(sum(r.decided), 0) AS decided, COALESCE(sum(r.police), 0) AS police,
       COALESCE(sum(r.substantiated), 0) AS substantiated, COALESCE(sum(r.loss), 0) AS loss, COALESCE(sum(r.damage), 0) AS damage,
       COALESCE(sum(r.recovered), 0) AS recovered
  FROM incident_roll r
 WHERE @visible(r) AND r.unit <> -1 AND r.month >= :from_month AND r.month <= :to_month AND r.restricted <= :restricted
   AND (:kind = '' OR r.kind = :kind) AND (:type = '' OR r.type = :type)
   AND (:unit = 0 OR r.unit IN (SELECT u.unit FROM unit_under u WHERE @visible(u) AND u.ancestor = :unit))

-- The organisation as a whole has rows of its own, unit -1: a page over all of it adds up months and types, and not units.
-- Whoever sees a branch alone does not see them.
-- name: incident_roll_whole :many
-- in: from_month i64, to_month i64, kind text, type text, restricted bool
-- out: month i64, kind text, type text, n i64, triaged i64, triaged_ok i64, contacted i64, contacted_ok i64, started i64, started_ok i64, closed i64
-- out: harmed i64, medical i64, decided i64, police i64, substantiated i64, loss i64, damage i64, recovered i64
SELECT r.month, r.kind, r.type, r.n, r.triaged, r.triaged_ok, r.contacted, r.contacted_ok, r.started, r.started_ok, r.closed, r.harmed, r.medical,
       r.decided, r.police, r.substantiated, r.loss, r.damage, r.recovered
  FROM incident_roll r
 WHERE @visible(r) AND r.unit = -1 AND r.month >= :from_month AND r.month <= :to_month AND r.restricted <= :restricted
   AND (:kind = '' OR r.kind = :kind) AND (:type = '' OR r.type = :type)
 ORDER BY r.month, r.kind, r.type, r.unit, r.restricted

-- unscoped: as incident_recount
-- name: incident_whole_off :many
-- in: org id, from_month i64, to_month i64
-- out: month i64
SELECT r.month
  FROM incident_roll r
 WHERE r.org = :org AND r.month >= :from_month AND r.month <= :to_month
 GROUP BY r.month
HAVING sum(CASE WHEN r.unit = -1 THEN r.n ELSE -r.n END) <> 0 OR sum(CASE WHEN r.unit = -1 THEN r.loss ELSE -r.loss END) <> 0
    OR sum(CASE WHEN r.unit = -1 THEN r.triaged + r.triaged_ok + r.contacted + r.contacted_ok + r.started + r.started_ok + r.closed + r.harmed
           ELSE -(r.triaged + r.triaged_ok + r.contacted + r.contacted_ok + r.started + r.started_ok + r.closed + r.harmed) END) <> 0
    OR sum(CASE WHEN r.unit = -1 THEN r.medical + r.decided + r.police + r.substantiated + r.damage + r.recovered
           ELSE -(r.medical + r.decided + r.police + r.substantiated + r.damage + r.recovered) END) <> 0
 ORDER BY r.month

-- name: incident_roll_months :many
-- in: from_month i64, to_month i64, kind text, type text, unit id, restricted bool
-- out: month i64, kind text, type text, n i64, triaged i64, triaged_ok i64, contacted i64, contacted_ok i64, started i64, started_ok i64, closed i64
-- out: harmed i64, medical i64, decided i64, police i64, substantiated i64, loss i64, damage i64, recovered i64
SELECT r.month, r.kind, r.type, COALESCE(sum(r.n), 0) AS n, COALESCE(sum(r.triaged), 0) AS triaged, COALESCE(sum(r.triaged_ok), 0) AS triaged_ok,
       COALESCE(sum(r.contacted), 0) AS contacted, COALESCE(sum(r.contacted_ok), 0) AS contacted_ok, COALESCE(sum(r.started), 0) AS started,
       COALESCE(sum(r.started_ok), 0) AS started_ok, COALESCE(sum(r.closed), 0) AS closed, COALESCE(sum(r.harmed), 0) AS harmed,
       COALESCE(sum(r.medical), 0) AS medical, COALESCE(sum(r.decided), 0) AS decided, COALESCE(sum(r.police), 0) AS police,
       COALESCE(sum(r.substantiated), 0) AS substantiated, COALESCE(sum(r.loss), 0) AS loss, COALESCE(sum(r.damage), 0) AS damage,
       COALESCE(sum(r.recovered), 0) AS recovered
  FROM incident_roll r
 WHERE @visible(r) AND r.unit <> -1 AND r.month >= :from_month AND r.month <= :to_month AND r.restricted <= :restricted
   AND (:kind = '' OR r.kind = :kind) AND (:type = '' OR r.type = :type)
   AND (:unit = 0 OR r.unit IN (SELECT u.unit FROM unit_under u WHERE @visible(u) AND u.ancestor = :unit))
 GROUP BY r.month, r.kind, r.type
 ORDER BY r.month, r.kind, r.type

-- What the caller sees of the restricted ones in those months: few.
-- name: incident_restricted_seen :many
-- in: from_month i64, to_month i64, kind text, type text, unit id
-- out: id id, month i64, kind text, type text, unit id?, state text, triage_by time?, triaged_at time?, contact_by time?, contacted_at time?, start_by time?, started_at time?
-- out: hurt text, medical text, police text, finding text, loss money?, damage money?, recovered money?
SELECT i.id, i.month, i.kind, i.type, i.unit, i.state, i.triage_by, i.triaged_at, i.contact_by, i.contacted_at, i.start_by, i.started_at,
       i.hurt, i.medical, i.police, i.finding, i.loss, i.damage, i.recovered
  FROM guarded g
  JOIN incident i ON i.id = g.record AND @visible(i)
 WHERE @visible(g) AND i.circle IS NOT NULL AND i.withdrawn_at IS NULL AND i.state <> 'merged'
   AND i.month >= :from_month AND i.month <= :to_month AND (:kind = '' OR i.kind = :kind) AND (:type = '' OR i.type = :type)
   AND (:unit = 0 OR i.unit IN (SELECT u.unit FROM unit_under u WHERE @visible(u) AND u.ancestor = :unit))
 ORDER BY i.id

-- unscoped: what somebody may not know of cannot be read in their scope, and is taken off the sums that they are shown
-- name: incident_kept_from :many
-- in: org id, account id, branch id, from_month i64, to_month i64, kind text, type text, unit id
-- out: id id, month i64, kind text, type text, unit id?, place_kind text, weekday i64, hour i64, state text, triage_by time?, triaged_at time?, contact_by time?, contacted_at time?, start_by time?, started_at time?
-- out: hurt text, medical text, police text, finding text, loss money?, damage money?, recovered money?
SELECT DISTINCT i.id, i.month, i.kind, i.type, i.unit, i.place_kind, i.weekday, i.hour, i.state, i.triage_by, i.triaged_at, i.contact_by, i.contacted_at, i.start_by, i.started_at,
       i.hurt, i.medical, i.police, i.finding, i.loss, i.damage, i.recovered
  FROM barred b
  JOIN incident i ON i.org = b.org AND i.id = b.record
 WHERE b.org = :org AND b.account = :account AND i.circle IS NULL AND i.withdrawn_at IS NULL AND i.state <> 'merged'
   AND i.month >= :from_month AND i.month <= :to_month AND (:kind = '' OR i.kind = :kind) AND (:type = '' OR i.type = :type)
   AND (:branch = 0 OR i.unit IN (SELECT w.unit FROM unit_under w WHERE w.org = :org AND w.ancestor = :branch))
   AND (:unit = 0 OR i.unit IN (SELECT u.unit FROM unit_under u WHERE u.org = :org AND u.ancestor = :unit))
 ORDER BY i.id

-- unscoped: verify recounts every organisation's sums
-- name: incident_recount :many
-- in: org id, from_on date, before_on date
-- out: month i64, kind text, type text, unit id, restricted bool, n i64, triaged i64, triaged_ok i64, contacted i64, contacted_ok i64, started i64, started_ok i64, closed i64
-- out: harmed i64, medical i64, decided i64, police i64, substantiated i64, loss i64, damage i64, recovered i64
SELECT x.month, x.kind, x.type, x.unit, x.restricted, count(*) AS n,
       COALESCE(sum(x.triaged), 0) AS triaged, COALESCE(sum(x.triaged_ok), 0) AS triaged_ok, COALESCE(sum(x.contacted), 0) AS contacted,
       COALESCE(sum(x.contacted_ok), 0) AS contacted_ok, COALESCE(sum(x.started), 0) AS started, COALESCE(sum(x.started_ok), 0) AS started_ok,
       COALESCE(sum(x.closed), 0) AS closed, COALESCE(sum(x.harmed), 0) AS harmed, COALESCE(sum(x.medical), 0) AS medical,
       COALESCE(sum(x.decided), 0) AS decided, COALESCE(sum(x.police), 0) AS police, COALESCE(sum(x.substantiated), 0) AS substantiated,
       COALESCE(sum(x.loss), 0) AS loss, COALESCE(sum(x.damage), 0) AS damage, COALESCE(sum(x.recovered), 0) AS recovered
  FROM (SELECT i.month, i.kind, i.type, COALESCE(i.unit, 0) AS unit, CASE WHEN i.circle IS NULL THEN 0 ELSE 1 END AS restricted,
               CASE WHEN i.triaged_at IS NULL THEN 0 ELSE 1 END AS triaged, CASE WHEN i.triaged_at <= i.triage_by THEN 1 ELSE 0 END AS triaged_ok,
               CASE WHEN i.contacted_at IS NULL THEN 0 ELSE 1 END AS contacted, CASE WHEN i.contacted_at <= i.contact_by THEN 1 ELSE 0 END AS contacted_ok,
               CASE WHEN i.started_at IS NULL THEN 0 ELSE 1 END AS started, CASE WHEN i.started_at <= i.start_by THEN 1 ELSE 0 END AS started_ok,
               CASE WHEN i.state = 'closed' THEN 1 ELSE 0 END AS closed, CASE WHEN i.hurt IN ('body', 'mind', 'both') THEN 1 ELSE 0 END AS harmed,
               CASE WHEN i.medical = 'yes' THEN 1 ELSE 0 END AS medical, CASE WHEN i.police <> '' THEN 1 ELSE 0 END AS decided,
               CASE WHEN i.police = 'asked' THEN 1 ELSE 0 END AS police,
               CASE WHEN i.finding IN ('substantiated', 'partly') THEN 1 ELSE 0 END AS substantiated,
               COALESCE(i.loss, 0) AS loss, COALESCE(i.damage, 0) AS damage, COALESCE(i.recovered, 0) AS recovered
          FROM incident i
         WHERE i.org = :org AND i.withdrawn_at IS NULL AND i.state <> 'merged' AND i.happened_on >= :from_on AND i.happened_on < :before_on) AS x
 GROUP BY x.month, x.kind, x.type, x.unit, x.restricted
 ORDER BY x.month, x.kind, x.type, x.unit, x.restricted

-- unscoped: as incident_recount
-- name: incident_roll_all :many
-- in: org id, after_month i64, to_month i64
-- out: month i64, kind text, type text, unit id, restricted bool, n i64, triaged i64, triaged_ok i64, contacted i64, contacted_ok i64, started i64, started_ok i64, closed i64
-- out: harmed i64, medical i64, decided i64, police i64, substantiated i64, loss i64, damage i64, recovered i64
SELECT r.month, r.kind, r.type, r.unit, r.restricted, r.n, r.triaged, r.triaged_ok, r.contacted, r.contacted_ok, r.started, r.started_ok, r.closed,
       r.harmed, r.medical, r.decided, r.police, r.substantiated, r.loss, r.damage, r.recovered
  FROM incident_roll r
 WHERE r.org = :org AND r.unit <> -1 AND r.month > :after_month AND r.month <= :to_month AND r.n <> 0
 ORDER BY r.month, r.kind, r.type, r.unit, r.restricted

-- unscoped: as incident_recount
-- name: incident_spot_recount :many
-- in: org id, from_on date, before_on date
-- out: month i64, unit id, place_kind text, weekday i64, hour i64, type text, restricted bool, n i64
SELECT x.month, x.unit, x.place_kind, x.weekday, x.hour, x.type, x.restricted, count(*) AS n
  FROM (SELECT i.month, COALESCE(i.unit, 0) AS unit, i.place_kind, i.weekday, i.hour, i.type, CASE WHEN i.circle IS NULL THEN 0 ELSE 1 END AS restricted
          FROM incident i
         WHERE i.org = :org AND i.withdrawn_at IS NULL AND i.state <> 'merged' AND i.kind <> 'concern' AND i.happened_on >= :from_on
           AND i.happened_on < :before_on) AS x
 GROUP BY x.month, x.unit, x.place_kind, x.weekday, x.hour, x.type, x.restricted
 ORDER BY x.month, x.unit, x.place_kind, x.weekday, x.hour, x.type, x.restricted

-- unscoped: as incident_recount
-- name: incident_spot_all :many
-- in: org id, after_month i64, to_month i64
-- out: month i64, unit id, place_kind text, weekday i64, hour i64, violence bool, restricted bool, n i64
SELECT s.month, s.unit, s.place_kind, s.weekday, s.hour, s.violence, s.restricted, s.n
  FROM incident_spot s
 WHERE s.org = :org AND s.month > :after_month AND s.month <= :to_month AND s.n <> 0
 ORDER BY s.month, s.unit, s.place_kind, s.weekday, s.hour, s.violence, s.restricted

-- unscoped: as incident_recount
-- name: incident_roll_orgs :many
-- out: org id, first i64?, last i64?
SELECT o.id AS org, (SELECT min(r.month) FROM incident_roll r WHERE r.org = o.id) AS first, (SELECT max(r.month) FROM incident_roll r WHERE r.org = o.id) AS last
  FROM organisation o
 ORDER BY o.id
