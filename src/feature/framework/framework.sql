-- record: area_name
-- sorts: name_sort

-- record: local_standard
-- sorts: title_sort

-- name: version_hash :one
-- in: id id
-- out: hash text, status text
SELECT v.hash, v.status FROM framework_version v WHERE v.id = :id

-- name: version_get :one
-- in: id id
-- out: id id, key text, edition text, title text, summary text, origin text, status text, source text, in_force_from date?, in_force_until date?, yaml text, hash text, imported_at time, imported_by id, published_at time?, supersedes id?
-- out: source_file i64, report text
SELECT v.id, v.key, v.edition, v.title, v.summary, v.origin, v.status, v.source, v.in_force_from, v.in_force_until, v.yaml, v.hash,
       v.imported_at, v.imported_by, v.published_at, v.supersedes, v.source_file, v.report
  FROM framework_version v
 WHERE v.id = :id

-- name: version_about :one
-- in: id id
-- out: key text, edition text, status text, hash text
SELECT v.key, v.edition, v.status, v.hash FROM framework_version v WHERE v.id = :id

-- name: version_list :many
-- in: all_too bool, most i64
-- out: id id, key text, edition text, title text, summary text, origin text, status text, in_force_from date?, in_force_until date?, published_at time?, supersedes id?
SELECT v.id, v.key, v.edition, v.title, v.summary, v.origin, v.status, v.in_force_from, v.in_force_until, v.published_at, v.supersedes
  FROM framework_version v
 WHERE v.status = 'published' OR (:all_too = 1 AND v.status = 'draft')
 ORDER BY v.title_sort, v.id
 LIMIT :most

-- name: version_named :one
-- in: key text, edition text
-- out: id id, status text, hash text
SELECT v.id, v.status, v.hash FROM framework_version v WHERE v.key = :key AND v.edition = :edition AND v.status <> 'offered'

-- name: version_in_force :one
-- in: key text, day date
-- out: id id
SELECT v.id FROM framework_version v
 WHERE v.key = :key AND v.status = 'published' AND (v.in_force_from IS NULL OR v.in_force_from <= :day)
   AND (v.in_force_until IS NULL OR v.in_force_until >= :day)
 ORDER BY COALESCE(v.in_force_from, 0) DESC, v.id DESC
 LIMIT 1

-- name: version_next :one
-- in: id id
-- out: id id, edition text
SELECT v.id, v.edition FROM framework_version v
 WHERE v.supersedes = :id AND v.status = 'published'
 ORDER BY v.id
 LIMIT 1

-- name: version_insert :exec
-- in: id id, key text, edition text, title text, title_sort text, summary text, origin text, status text, source text, in_force_from date?, in_force_until date?, yaml text, hash text, at time, account id, published_at time?, supersedes id?, source_file i64, report text
INSERT INTO framework_version (id, key, edition, title, title_sort, summary, origin, status, source, in_force_from, in_force_until, yaml, hash,
                               imported_at, imported_by, published_at, supersedes, source_file, report)
VALUES (:id, :key, :edition, :title, :title_sort, :summary, :origin, :status, :source, :in_force_from, :in_force_until, :yaml, :hash,
        :at, :account, :published_at, :supersedes, :source_file, :report)

-- name: version_relift :exec
-- in: id id, edition text, yaml text, hash text, report text
UPDATE framework_version SET edition = :edition, yaml = :yaml, hash = :hash, report = :report WHERE id = :id AND status = 'offered'

-- name: version_accept :exec
-- in: id id, supersedes id?
UPDATE framework_version SET status = 'draft', supersedes = :supersedes WHERE id = :id AND status = 'offered'

-- name: version_publish :exec
-- in: id id, at time, account id, supersedes id?
UPDATE framework_version SET status = 'published', published_at = :at, published_by = :account, supersedes = :supersedes
 WHERE id = :id AND status = 'draft'

-- name: version_discard :exec
-- in: id id
DELETE FROM framework_version WHERE id = :id AND status <> 'published'

-- name: version_sweep :exec
-- in: before time
DELETE FROM framework_version WHERE status = 'offered' AND imported_at < :before

-- name: scoring_get_one :one
-- in: id id
-- out: id id, name text, version i64, title text, yaml text, hash text, reason text, status text, announced_on date, applies_from date, imported_at time, imported_by id
SELECT p.id, p.name, p.version, p.title, p.yaml, p.hash, p.reason, p.status, p.announced_on, p.applies_from, p.imported_at, p.imported_by
  FROM scoring_profile p WHERE p.id = :id

-- name: scoring_hash :one
-- in: id id
-- out: hash text
SELECT p.hash FROM scoring_profile p WHERE p.id = :id

-- What applies on a day, as it was known at a moment.
-- name: scoring_on :one
-- in: day date, known time
-- out: id id
SELECT p.id FROM scoring_profile p
 WHERE p.status = 'published' AND p.applies_from <= :day AND (p.published_at IS NULL OR p.published_at <= :known)
 ORDER BY p.applies_from DESC, p.version DESC, p.id DESC
 LIMIT 1

-- name: scoring_next :one
-- in: day date
-- out: id id, title text, version i64, applies_from date
SELECT p.id, p.title, p.version, p.applies_from FROM scoring_profile p
 WHERE p.status = 'published' AND p.applies_from > :day
 ORDER BY p.applies_from, p.version DESC, p.id DESC
 LIMIT 1

-- name: scoring_newest :one
-- out: id id, applies_from date
SELECT p.id, p.applies_from FROM scoring_profile p WHERE p.status = 'published' ORDER BY p.applies_from DESC, p.version DESC, p.id DESC LIMIT 1

-- name: scoring_list :many
-- in: all_too bool, most i64
-- out: id id, name text, version i64, title text, status text, announced_on date, applies_from date
SELECT p.id, p.name, p.version, p.title, p.status, p.announced_on, p.applies_from FROM scoring_profile p
 WHERE p.status = 'published' OR :all_too = 1
 ORDER BY p.applies_from DESC, p.id DESC
 LIMIT :most

-- name: scoring_named :one
-- in: name text, version i64
-- out: id id, status text
SELECT p.id, p.status FROM scoring_profile p WHERE p.name = :name AND p.version = :version

-- name: scoring_insert :exec
-- in: id id, name text, version i64, title text, yaml text, hash text, reason text, status text, announced_on date, applies_from date, at time, account id, published_at time?
INSERT INTO scoring_profile (id, name, version, title, yaml, hash, reason, status, announced_on, applies_from, imported_at, imported_by, published_at)
VALUES (:id, :name, :version, :title, :yaml, :hash, :reason, :status, :announced_on, :applies_from, :at, :account, :published_at)

-- name: scoring_publish :exec
-- in: id id, day date, at time
UPDATE scoring_profile SET status = 'published', announced_on = :day, published_at = :at WHERE id = :id AND status <> 'published'

-- name: scoring_discard :exec
-- in: id id
DELETE FROM scoring_profile WHERE id = :id AND status <> 'published'

-- name: scoring_texts :many
-- in: most i64
-- out: id id, name text, version i64, yaml text, hash text
SELECT p.id, p.name, p.version, p.yaml, p.hash FROM scoring_profile p ORDER BY p.id LIMIT :most

-- name: area_names_of :many
-- in: key text
-- out: id id, area text, name text
SELECT n.id, n.area, n.name
  FROM area_name n
  JOIN framework_version v ON v.id = n.framework
 WHERE @visible(n) AND n.withdrawn_at IS NULL AND v.key = :key
 ORDER BY n.created_at, n.id

-- name: local_standards_of :many
-- in: key text
-- out: id id, area text, title text, rationale text, red text, amber text, green text
SELECT s.id, s.area, s.title, s.rationale, s.red, s.amber, s.green
  FROM local_standard s
  JOIN framework_version v ON v.id = s.framework
 WHERE @visible(s) AND s.withdrawn_at IS NULL AND v.key = :key
 ORDER BY s.title_sort, s.id

-- name: version_texts :many
-- in: after id, most i64
-- out: id id, key text, edition text, yaml text, hash text
SELECT v.id, v.key, v.edition, v.yaml, v.hash FROM framework_version v WHERE v.id > :after ORDER BY v.id LIMIT :most
