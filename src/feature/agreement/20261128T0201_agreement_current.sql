-- What the fact counts, without a look at the rows themselves.
INDEX agreement_current ON agreement (org, review_on, signed_on, unit) WHERE withdrawn_at IS NULL;
