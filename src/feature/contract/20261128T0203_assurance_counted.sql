INDEX assurance_counted ON assurance (org, contract, given_on, conclusion, rests) WHERE withdrawn_at IS NULL;
