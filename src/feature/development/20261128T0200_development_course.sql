-- What facts count, without a look at the rows themselves.
INDEX development_course ON development (org, person, course, done_on);
INDEX development_hours ON development (org, done_on, person, hours) WHERE withdrawn_at IS NULL;
