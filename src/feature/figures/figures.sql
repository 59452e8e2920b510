-- RIDDOR reports that fell due in those months, by the month of the incident: few of many.
-- name: figures_riddor :many
-- in: from_day date, to_day date, unit id
-- out: month i64, due i64, sent_ok i64
SELECT i.month, count(*) AS due, COALESCE(sum(CASE WHEN i.riddor_sent_on <= i.riddor_due THEN 1 ELSE 0 END), 0) AS sent_ok
  FROM incident i
 WHERE @visible(i) AND i.withdrawn_at IS NULL AND i.state <> 'merged' AND i.riddor_due IS NOT NULL AND i.riddor_due >= :from_day AND i.riddor_due <= :to_day
   AND (:unit = 0 OR i.unit IN (SELECT u.unit FROM unit_under u WHERE @visible(u) AND u.ancestor = :unit))
 GROUP BY i.month
 ORDER BY i.month

-- name: figures_spots :many
-- in: from_month i64, to_month i64, unit id, violence i64
-- out: place_kind text, weekday i64, hour i64, n i64
SELECT s.place_kind, s.weekday, s.hour, COALESCE(sum(s.n), 0) AS n
  FROM incident_spot s
 WHERE @visible(s) AND s.month >= :from_month AND s.month <= :to_month AND s.restricted = 0 AND s.violence >= :violence
   AND (:unit = 0 OR s.unit IN (SELECT u.unit FROM unit_under u WHERE @visible(u) AND u.ancestor = :unit))
 GROUP BY s.place_kind, s.weekday, s.hour
 ORDER BY s.place_kind, s.weekday, s.hour

-- name: figures_spot_units :many
-- in: from_month i64, to_month i64, unit id, violence i64
-- out: unit id, name text, n i64
SELECT s.unit, COALESCE(u.name, '') AS name, COALESCE(sum(s.n), 0) AS n
  FROM incident_spot s
  LEFT JOIN unit u ON u.id = s.unit AND @visible(u)
 WHERE @visible(s) AND s.month >= :from_month AND s.month <= :to_month AND s.restricted = 0 AND s.violence >= :violence
   AND (:unit = 0 OR s.unit IN (SELECT v.unit FROM unit_under v WHERE @visible(v) AND v.ancestor = :unit))
 GROUP BY s.unit, u.name
 ORDER BY s.unit, u.name
 LIMIT 200

-- What leaves counts restricted ones too; the table hides what is small.
-- name: figures_tops :many
-- out: id id, name text
SELECT u.id, u.name FROM unit u WHERE @visible(u) AND u.parent IS NULL ORDER BY u.name_sort, u.id LIMIT 200

-- name: figures_units_all :many
-- in: from_month i64, to_month i64
-- out: month i64, unit id, n i64
SELECT r.month, COALESCE(p.id, 0) AS unit, COALESCE(sum(r.n), 0) AS n
  FROM incident_roll r
  LEFT JOIN unit_under w ON w.unit = r.unit AND @visible(w) AND w.ancestor IN (SELECT t.id FROM unit t WHERE @visible(t) AND t.parent IS NULL)
  LEFT JOIN unit p ON p.id = w.ancestor AND @visible(p)
 WHERE @visible(r) AND r.unit <> -1 AND r.month >= :from_month AND r.month <= :to_month AND r.kind = 'incident'
 GROUP BY r.month, p.id
 ORDER BY r.month, p.id

-- record: figure_setting
-- sorts: created_at desc

-- name: figure_setting_now :one
-- out: id id, version i64, least i64
SELECT g.id, g.version, g.least FROM figure_setting g WHERE @visible(g) AND g.withdrawn_at IS NULL ORDER BY g.created_at, g.id LIMIT 1

-- The records behind a figure, newest first.  what: which of them; the kinds of violence are those of incident_is_violent.
-- name: figures_records :many
-- in: from_day date, to_day date, before date, before_id id, unit id, what text, most i64
-- out: id id, ref text, title text, type text, happened_on date, state text
SELECT i.id, i.ref, i.title, i.type, i.happened_on, i.state
  FROM incident i
 WHERE @visible(i) AND i.withdrawn_at IS NULL AND i.state <> 'merged' AND i.happened_on >= :from_day AND i.happened_on <= :to_day
   AND (i.happened_on < :before OR (i.happened_on = :before AND i.id < :before_id))
   AND (:unit = 0 OR i.unit IN (SELECT u.unit FROM unit_under u WHERE @visible(u) AND u.ancestor = :unit))
   AND ((:what = 'near_miss' AND i.kind = 'near_miss') OR (:what <> 'near_miss' AND i.kind = 'incident'))
   AND (:what <> 'assault' OR i.type = 'physical_assault')
   AND (:what <> 'violence' OR i.type IN ('physical_assault', 'attempted_assault', 'non_physical_assault', 'harassment', 'sexual', 'hate', 'abduction', 'weapon'))
   AND (:what <> 'triaged' OR i.triaged_at IS NOT NULL) AND (:what <> 'contacted' OR i.contacted_at IS NOT NULL)
   AND (:what <> 'started' OR i.started_at IS NOT NULL) AND (:what <> 'riddor' OR i.riddor_due IS NOT NULL)
   AND (:what <> 'harmed' OR i.hurt IN ('body', 'mind', 'both')) AND (:what <> 'loss' OR i.loss > 0)
   AND (:what <> 'substantiated' OR i.finding IN ('substantiated', 'partly'))
 ORDER BY i.happened_on DESC, i.id DESC
 LIMIT :most

-- Was an incident ever entered here?
-- name: figures_used :one
-- out: n i64
SELECT count(*) AS n FROM (SELECT r.month FROM incident_roll r WHERE @visible(r) AND r.n > 0 AND r.restricted = 0 LIMIT 1) AS x
