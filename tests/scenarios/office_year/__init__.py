"""A full office year on the clock, held against a small model that computes the same year from the table alone."""
