"""Session 37, judging 37.3: the prepared images."""

PARTS = {}
