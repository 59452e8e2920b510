ALTER TABLE agreement ADD COLUMN reach text NOT NULL DEFAULT '';
ALTER TABLE agreement ADD COLUMN other_org id REFERENCES organisation;
