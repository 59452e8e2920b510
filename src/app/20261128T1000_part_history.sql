-- What changes in a part of a record stands in the history of the whole: its id, 0 where the record is no part.
ALTER TABLE change_row ADD COLUMN whole id NOT NULL DEFAULT 0;
INDEX change_row_whole ON change_row (org, whole, at, id) WHERE whole <> 0;
