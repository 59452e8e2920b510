-- What is rare among a million is found without a look at the rest.
INDEX incident_kind_on ON incident (org, kind, happened_on, id) WHERE withdrawn_at IS NULL;
INDEX incident_police_on ON incident (org, police, happened_on, id) WHERE withdrawn_at IS NULL;
INDEX incident_place_on ON incident (org, place_kind, happened_on, id) WHERE withdrawn_at IS NULL;
-- Those near in place and time are counted without a look at each.
INDEX incident_near ON incident (org, unit, happened_on, circle) WHERE withdrawn_at IS NULL;
