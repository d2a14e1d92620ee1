"""Verification: what a diagram can come to, found on its state space within stated bounds, and our own rules."""
