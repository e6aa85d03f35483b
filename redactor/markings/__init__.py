"""Classification markings and their algebra: parse, join, roll up, foreign release, declassification."""
