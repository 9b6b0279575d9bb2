"""Session 37, judging 37.10: three ways of searching."""

PARTS = {}
