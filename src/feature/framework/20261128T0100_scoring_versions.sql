-- A version that the national body brings in is looked at before it is published.  What was there before is published.
ALTER TABLE scoring_profile ADD COLUMN status text NOT NULL DEFAULT 'published';
ALTER TABLE scoring_profile ADD COLUMN published_at time;
