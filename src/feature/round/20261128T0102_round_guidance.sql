-- Text of the template that goes with a round: guidance for the whole, and notes on single standards, "1.4: …" a line.
ALTER TABLE review_round ADD COLUMN guidance text NOT NULL DEFAULT '';
ALTER TABLE review_round ADD COLUMN notes text NOT NULL DEFAULT '';
ALTER TABLE round_member ADD COLUMN guidance text NOT NULL DEFAULT '';
ALTER TABLE round_member ADD COLUMN notes text NOT NULL DEFAULT '';
