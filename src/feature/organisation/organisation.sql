-- name: organisation_read :one
-- in: id id
-- out: id id, version i64, name text, short_name text, ods_code text, kind text, services text, region text, headcount i64?, document_line text, status text, ended_on date?, successor id?, oversees bool, changed_at time
SELECT o.id, o.version, o.name, o.short_name, o.ods_code, o.kind, o.services, o.region, o.headcount, o.document_line, o.status, o.ended_on,
       o.successor, o.oversees, o.changed_at
  FROM organisation o
 WHERE o.id = :id

-- name: organisation_page :many
-- in: kind text, region text, ended bool, first text, last text, after text, after_id id, most i64
-- out: id id, name text, name_sort text, ods_code text, kind text, region text, headcount i64?, status text, version i64
SELECT o.id, o.name, o.name_sort, o.ods_code, o.kind, o.region, o.headcount, o.status, o.version
  FROM organisation o
 WHERE (o.name_sort > :after OR (o.name_sort = :after AND o.id > :after_id))
   AND o.name_sort >= :first AND o.name_sort <= :last
   AND (:kind = '' OR o.kind = :kind) AND (:region = '' OR o.region = :region)
   AND (:ended = 1 OR o.status = 'active')
 ORDER BY o.name_sort, o.id
 LIMIT :most

-- name: organisation_names :many
-- in: most i64
-- out: id id, name text
SELECT o.id, o.name FROM organisation o WHERE o.status = 'active' ORDER BY o.name_sort, o.id LIMIT :most

-- name: organisation_by_code :one
-- in: ods_code text
-- out: id id, name text
SELECT o.id, o.name FROM organisation o WHERE o.ods_code = :ods_code AND o.ods_code <> ''

-- name: organisation_regions :many
-- in: most i64
-- out: region text, n i64
SELECT o.region, COUNT(*) AS n FROM organisation o WHERE o.region <> '' GROUP BY o.region ORDER BY o.region LIMIT :most

-- name: organisation_insert :exec
-- in: id id, name text, name_sort text, short_name text, ods_code text, kind text, services text, region text, headcount i64?, document_line text, oversees bool, at time
INSERT INTO organisation (id, version, name, name_sort, short_name, ods_code, kind, services, region, headcount, document_line, status, oversees, changed_at)
VALUES (:id, 1, :name, :name_sort, :short_name, :ods_code, :kind, :services, :region, :headcount, :document_line, 'active', :oversees, :at)

-- name: organisation_write :exec
-- in: id id, version i64, name text, name_sort text, short_name text, ods_code text, kind text, services text, region text, headcount i64?, document_line text, status text, ended_on date?, successor id?, oversees bool, at time
UPDATE organisation
   SET version = version + 1, name = :name, name_sort = :name_sort, short_name = :short_name, ods_code = :ods_code, kind = :kind,
       services = :services, region = :region, headcount = :headcount, document_line = :document_line, status = :status, ended_on = :ended_on,
       successor = :successor, oversees = :oversees, changed_at = :at
 WHERE id = :id AND version = :version

-- name: organisation_came_before :many
-- in: id id, most i64
-- out: id id, name text, ended_on date?
SELECT o.id, o.name, o.ended_on FROM organisation o WHERE o.successor = :id AND o.status = 'merged' ORDER BY o.name_sort, o.id LIMIT :most

-- name: organisation_of_kind :many
-- in: kind text, overseeing bool, most i64
-- out: id id, name text
SELECT o.id, o.name FROM organisation o
 WHERE o.kind = :kind AND o.status = 'active' AND (:overseeing = 0 OR o.oversees = 1)
 ORDER BY o.id LIMIT :most

-- name: unit_all :many
-- in: most i64
-- out: id id, name text, kind text, parent id?, withdrawn_at time?
SELECT u.id, u.name, u.kind, u.parent, u.withdrawn_at FROM unit u WHERE @visible(u) ORDER BY u.name_sort, u.id LIMIT :most

-- name: unit_is_under :one
-- in: ancestor id, unit id
-- out: n i64
SELECT COUNT(*) AS n FROM unit_under x WHERE @visible(x) AND x.ancestor = :ancestor AND x.unit = :unit

-- name: unit_under_self :exec
-- in: unit id
INSERT INTO unit_under (org, ancestor, unit) VALUES (@org, :unit, :unit)

-- The branch is cut off from all that stands above it …
-- name: unit_under_cut :exec
-- in: unit id
DELETE FROM unit_under AS x
 WHERE @visible(x) AND x.unit IN (SELECT d.unit FROM unit_under d WHERE @visible(d) AND d.ancestor = :unit)
   AND x.ancestor NOT IN (SELECT e.unit FROM unit_under e WHERE @visible(e) AND e.ancestor = :unit)

-- … and hung under its new parent and all that stands above that.
-- name: unit_under_hang :exec
-- in: unit id, parent id
INSERT INTO unit_under (org, ancestor, unit)
SELECT @org, a.ancestor, d.unit
  FROM unit_under a
  JOIN unit_under d ON d.ancestor = :unit AND @visible(d)
 WHERE @visible(a) AND a.unit = :parent

-- record: unit
-- sorts: name_sort
-- filters: parent indexed, kind

-- record: service_taken
-- sorts: taken_on, title_sort

-- name: service_taken_latest :many
-- in: since date, most i64
-- out: id id, title text, taken_on date, headcount i64?, sites i64?
SELECT s.id, s.title, s.taken_on, s.headcount, s.sites
  FROM service_taken s
 WHERE @visible(s) AND s.withdrawn_at IS NULL AND s.taken_on >= :since
 ORDER BY s.taken_on DESC, s.id DESC
 LIMIT :most

-- name: organisation_contracts :many
-- in: other id, most i64
-- out: id id, title text, starts_on date, ends_on date
SELECT k.id, k.title, k.starts_on, k.ends_on FROM contract k
 WHERE @visible(k) AND k.withdrawn_at IS NULL AND k.provider = :other
 ORDER BY k.starts_on DESC, k.id DESC
 LIMIT :most

-- name: organisation_contracts_held :many
-- in: other id, most i64
-- out: id id, title text, starts_on date, ends_on date
SELECT k.id, k.title, k.starts_on, k.ends_on FROM contract k
 WHERE @visible(k, provider) AND k.withdrawn_at IS NULL AND k.org = :other
 ORDER BY k.starts_on DESC, k.id DESC
 LIMIT :most
