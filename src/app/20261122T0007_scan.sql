-- What the virus scanner said of a file: '' none was asked, else clean, infected or waiting.
ALTER TABLE file ADD COLUMN scan text NOT NULL DEFAULT '';
INDEX file_waiting ON file (scan, created_at, org, id) WHERE scan = 'waiting';
