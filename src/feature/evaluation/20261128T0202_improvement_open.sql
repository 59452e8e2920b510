-- What is still to do, without a look at what was done in all the years.
INDEX improvement_open ON improvement (org, due_on, id) WHERE withdrawn_at IS NULL AND done_on IS NULL;
