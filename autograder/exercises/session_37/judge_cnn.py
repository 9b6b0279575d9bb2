"""Session 37, judging 37.4 and 37.5: the network, built and trained."""

PARTS = {}
