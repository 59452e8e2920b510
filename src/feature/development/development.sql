-- record: development
-- sorts: done_on desc
-- filters: person indexed

-- record: required_course
-- sorts: title_sort

-- record: attendance
-- sorts: created_at desc
-- filters: person indexed
