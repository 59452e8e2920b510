-- From which number on a count may leave the organisation; without a row 5 holds.
TABLE figure_setting RECORD (
	least  i64 NOT NULL,
	why    text NOT NULL
);
INDEX figure_setting_made ON figure_setting (org, created_at, id);
INDEX incident_riddor_by ON incident (org, riddor_due, id) WHERE riddor_due IS NOT NULL;
