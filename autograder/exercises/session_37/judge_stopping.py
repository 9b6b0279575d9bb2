"""Session 37, judging 37.6: longer training and early stopping."""

PARTS = {}
