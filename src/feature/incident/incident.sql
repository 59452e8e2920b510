-- record: incident
-- sorts: happened_on desc
-- filters: state indexed, unit indexed, type indexed, owner indexed, kind indexed, police indexed, place_kind indexed

-- record: incident_type
-- sorts: name_sort

-- record: incident_setting
-- sorts: created_at desc

-- name: incident_setting_last :one
-- out: id id
SELECT s.id FROM incident_setting s WHERE @visible(s) AND s.withdrawn_at IS NULL ORDER BY s.created_at DESC, s.id DESC LIMIT 1

-- People who may deal with incidents here.
-- name: incident_handler_list :many
-- in: day date
-- out: account id, name personal
SELECT DISTINCT a.id AS account, a.name
  FROM membership m
  JOIN account a ON a.id = m.account AND a.status = 'active'
 WHERE @visible(m) AND m.role IN ('specialist', 'manager') AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)
 ORDER BY a.name, account
