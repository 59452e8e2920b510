-- name: reminder_of :one
-- in: account id
-- out: often text, feed text?, feed_at time?
SELECT r.often, r.feed, r.feed_at FROM reminder r WHERE @visible(r) AND r.account = :account

-- name: reminder_set_often :exec
-- in: account id, often text
INSERT INTO reminder (org, account, often) VALUES (@org, :account, :often)
ON CONFLICT (org, account) DO UPDATE SET often = excluded.often

-- name: reminder_set_feed :exec
-- in: account id, feed text?, at time?
INSERT INTO reminder (org, account, often, feed, feed_at) VALUES (@org, :account, 'never', :feed, :at)
ON CONFLICT (org, account) DO UPDATE SET feed = excluded.feed, feed_at = excluded.feed_at

-- name: reminder_wanted :many
-- in: after id, most i64
-- out: account id, often text
SELECT r.account, r.often FROM reminder r
 WHERE @visible(r) AND r.often <> 'never' AND r.account > :after
 ORDER BY r.account
 LIMIT :most

-- unscoped: the secret address of a calendar names its row; nobody is signed in
-- name: reminder_by_feed :one
-- in: feed text
-- out: org id, account id
SELECT r.org, r.account FROM reminder r WHERE r.feed = :feed
