-- What stands at the head and foot of each page of an organisation's documents.
ALTER TABLE organisation ADD COLUMN document_line text NOT NULL DEFAULT '';
