-- The scoring profile that a review was signed with; NULL while it has not been signed.
ALTER TABLE review ADD COLUMN profile id REFERENCES scoring_profile;
