"""Session 37, judging 37.2: shapes and parameters, predicted."""

PARTS = {}
