-- record: person
-- sorts: job_title_sort
-- filters: board_member indexed

-- name: person_in_use :one
-- in: person id
-- out: n i64
SELECT COUNT(*) AS n
  FROM post_holding h
 WHERE @visible(h) AND h.person = :person AND h.withdrawn_at IS NULL AND h.ended_on IS NULL

-- Only accounts that have a role in this organisation can be linked.
-- name: person_member :one
-- in: email_fold text
-- out: account id
SELECT a.id AS account
  FROM account a
 WHERE a.email_fold = :email_fold AND a.status = 'active'
   AND EXISTS (SELECT 1 FROM membership m WHERE @visible(m) AND m.account = a.id)

-- name: person_of_account :one
-- in: account id
-- out: id id
SELECT p.id FROM person p WHERE @visible(p) AND p.account = :account AND p.withdrawn_at IS NULL

-- Whoever acts under those roles is that person from the next request on.
-- name: person_membership_link :exec
-- in: account id, person id?
UPDATE membership AS m SET person = :person WHERE @visible(m) AND m.account = :account
