-- name: team_people :many
-- in: branch i64, day date, after id, most i64
-- out: id id, name personal
SELECT a.id, a.name
  FROM account a
 WHERE a.status = 'active'
   AND (:after = 0 OR a.name_sort > (SELECT b.name_sort FROM account b WHERE b.id = :after)
     OR (a.name_sort = (SELECT b.name_sort FROM account b WHERE b.id = :after) AND a.id > :after))
   AND EXISTS (SELECT 1 FROM membership m WHERE @visible(m) AND m.account = a.id AND m.role <> 'reporter' AND (:branch = 0 OR m.unit IS NOT NULL)
     AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day))
 ORDER BY a.name_sort, a.id
 LIMIT :most

-- name: team_member :one
-- in: account id
-- out: name personal
SELECT a.name FROM account a WHERE a.id = :account AND a.status = 'active'

-- name: team_places :many
-- in: account id, branch i64, day date
-- out: id id, unit id?
SELECT m.id, m.unit
  FROM membership m
 WHERE @visible(m) AND m.account = :account AND m.role <> 'reporter' AND (:branch = 0 OR m.unit IS NOT NULL)
   AND m.starts_on <= :day AND (m.ends_on IS NULL OR m.ends_on >= :day)
 ORDER BY m.id
