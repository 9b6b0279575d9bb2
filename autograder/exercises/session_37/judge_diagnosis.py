"""Session 37, judging 37.9: learning curves diagnosed, and augmentation."""

PARTS = {}
