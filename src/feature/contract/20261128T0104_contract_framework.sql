-- The published framework that a contract names for its provider; what was written before stays in framework.
ALTER TABLE contract ADD COLUMN goes_by id REFERENCES framework_version;
