-- record: contract
-- sorts: ends_on, title_sort
-- filters: provider indexed

-- record: assurance
-- sorts: given_on desc
-- filters: contract indexed

-- Those that run in a period, with what assurance there was by the day of signature (where none is known, of the start).
-- name: contract_in_period :many
-- in: from_day date, to_day date, most i64
-- out: id id, title text, provider id, coordinator id?, starts_on date, signed_on date?, standard bool, provider_status text, before_use bool, ahead_why text, n_full i64, n_limited i64, n_basis i64
SELECT k.id, k.title, k.provider, k.coordinator, k.starts_on, k.signed_on, k.standard, k.provider_status, k.before_use, k.ahead_why,
       (SELECT COUNT(*) FROM assurance s WHERE @visible(s) AND s.contract = k.id AND s.withdrawn_at IS NULL
           AND s.conclusion = 'full' AND s.given_on <= COALESCE(k.signed_on, k.starts_on)) AS n_full,
       (SELECT COUNT(*) FROM assurance l WHERE @visible(l) AND l.contract = k.id AND l.withdrawn_at IS NULL
           AND l.conclusion = 'limited' AND l.given_on <= COALESCE(k.signed_on, k.starts_on)) AS n_limited,
       (SELECT COUNT(*) FROM assurance b WHERE @visible(b) AND b.contract = k.id AND b.withdrawn_at IS NULL
           AND b.conclusion <> 'none' AND b.rests = 'yes' AND b.given_on <= COALESCE(k.signed_on, k.starts_on)) AS n_basis
  FROM contract k
 WHERE @visible(k) AND k.withdrawn_at IS NULL AND k.starts_on <= :to_day AND k.ends_on >= :from_day
 ORDER BY k.starts_on, k.id
 LIMIT :most

-- name: contract_naming_framework :many
-- in: from_day date, to_day date, most i64
-- out: id id, title text, provider id, provider_name text, coordinator id?, standard bool, provider_status text, goes_by id?, framework text
SELECT k.id, k.title, k.provider, p.name AS provider_name, k.coordinator, k.standard, k.provider_status, k.goes_by, k.framework
  FROM contract k
  JOIN organisation p ON p.id = k.provider
 WHERE @visible(k) AND k.withdrawn_at IS NULL AND k.starts_on <= :to_day AND k.ends_on >= :from_day
 ORDER BY k.title_sort, k.id
 LIMIT :most

-- name: contract_first :one
-- out: n i64, first time?
SELECT COUNT(*) AS n, MIN(k.created_at) AS first FROM contract k WHERE @visible(k)

-- Was there ever one?
-- name: contract_any :one
-- out: id id
SELECT k.id FROM contract k WHERE @visible(k) ORDER BY k.ends_on, k.id LIMIT 1

-- name: contract_assurances :many
-- in: contract id, most i64
-- out: id id, title text, given_on date, conclusion text, rests text
SELECT s.id, s.title, s.given_on, s.conclusion, s.rests
  FROM assurance s
 WHERE @visible(s) AND s.contract = :contract AND s.withdrawn_at IS NULL
 ORDER BY s.given_on DESC, s.id DESC
 LIMIT :most

-- What the other parties see: never the assurance, nor who decided to go ahead.
-- name: contract_naming_provider :many
-- in: most i64
-- out: id id, commissioner id, commissioner_name text, provider id, provider_name text, coordinator id?, title text, starts_on date, ends_on date, standard bool, framework text
SELECT k.id, k.org AS commissioner, o.name AS commissioner_name, k.provider, p.name AS provider_name, k.coordinator, k.title,
       k.starts_on, k.ends_on, k.standard, k.framework
  FROM contract k
  JOIN organisation o ON o.id = k.org
  JOIN organisation p ON p.id = k.provider
 WHERE @visible(k, provider) AND k.withdrawn_at IS NULL
 ORDER BY k.ends_on DESC, k.id DESC
 LIMIT :most

-- name: contract_naming_coordinator :many
-- in: most i64
-- out: id id, commissioner id, commissioner_name text, provider id, provider_name text, coordinator id?, title text, starts_on date, ends_on date, standard bool, framework text, provider_status text, goes_by id?
SELECT k.id, k.org AS commissioner, o.name AS commissioner_name, k.provider, p.name AS provider_name, k.coordinator, k.title,
       k.starts_on, k.ends_on, k.standard, k.framework, k.provider_status, k.goes_by
  FROM contract k
  JOIN organisation o ON o.id = k.org
  JOIN organisation p ON p.id = k.provider
 WHERE @visible(k, coordinator) AND k.withdrawn_at IS NULL
 ORDER BY k.ends_on DESC, k.id DESC
 LIMIT :most

-- name: contract_due :many
-- in: today date, until date, most i64
-- out: id id, ref text, title text, ends_on date
SELECT k.id, k.ref, k.title, k.ends_on
  FROM contract k
 WHERE @visible(k) AND k.withdrawn_at IS NULL AND k.ends_on >= :today AND k.ends_on <= :until
 ORDER BY k.ends_on, k.id
 LIMIT :most

-- name: contract_unassured :many
-- in: today date, until date, most i64
-- out: id id, ref text, title text, starts_on date
SELECT k.id, k.ref, k.title, k.starts_on
  FROM contract k
 WHERE @visible(k) AND k.withdrawn_at IS NULL AND k.starts_on >= :today AND k.starts_on <= :until AND k.signed_on IS NULL
   AND k.standard = 1 AND k.provider_status <> 'neither'
   AND NOT EXISTS (SELECT 1 FROM assurance s WHERE @visible(s) AND s.contract = k.id AND s.withdrawn_at IS NULL)
 ORDER BY k.starts_on, k.id
 LIMIT :most

-- Does the acting organisation hold a contract with that provider on that day, as commissioner or coordinator?
-- name: contract_with :one
-- in: provider id, day date
-- out: n i64
SELECT COUNT(*) AS n FROM contract k
 WHERE @visible(k) AND k.withdrawn_at IS NULL AND k.provider = :provider AND k.starts_on <= :day AND k.ends_on >= :day

-- The provider's side of the same question.
-- name: contract_from :one
-- in: commissioner id, day date
-- out: n i64
SELECT COUNT(*) AS n FROM contract k
 WHERE @visible(k, provider) AND k.withdrawn_at IS NULL AND k.starts_on <= :day AND k.ends_on >= :day
   AND (k.org = :commissioner OR k.coordinator = :commissioner)

-- Who coordinates the contracts of the acting provider on that day: the receivers of its reviews.
-- name: contract_coordinators :many
-- in: day date, most i64
-- out: id id, name text
SELECT DISTINCT o.id, o.name
  FROM contract k
  JOIN organisation o ON o.id = COALESCE(k.coordinator, k.org)
 WHERE @visible(k, provider) AND k.withdrawn_at IS NULL AND k.starts_on <= :day AND k.ends_on >= :day
 ORDER BY o.name, o.id
 LIMIT :most

-- name: contract_coordinated_with :one
-- in: provider id, day date
-- out: n i64
SELECT COUNT(*) AS n FROM contract k
 WHERE @visible(k, coordinator) AND k.withdrawn_at IS NULL AND k.provider = :provider AND k.starts_on <= :day AND k.ends_on >= :day
