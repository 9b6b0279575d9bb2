"""Session 37, judging 37.7: dropout and the generalisation gap."""

PARTS = {}
