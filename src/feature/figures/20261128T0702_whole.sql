-- Sums of an organisation as a whole stand beside those of its units.
INDEX incident_roll_whole ON incident_roll (org, month, kind, type, restricted) WHERE unit = -1;
