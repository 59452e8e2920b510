-- name: account_orgs :many
-- in: person id
-- out: org id, name text
-- unscoped: sign-in asks which organisations somebody belongs to before there is a scope
SELECT p.org, o.name FROM person p JOIN organisation o ON o.id = p.org WHERE p.id = :person ORDER BY p.org, p.id

-- unscoped: search scopes by tokens within the index, not by rows
-- name: words_find :many
-- in: query text, most i64
-- out: body text
SELECT w.body FROM words w WHERE words MATCH :query ORDER BY w.rowid LIMIT :most
-- pg:
SELECT w.body FROM words w WHERE to_tsvector('simple', w.body) @@ plainto_tsquery('simple', :query) ORDER BY w.body LIMIT :most
