"""Sorted data are cut off at the end."""

exercise = "36.8"
kind = "mistake"
mistake = 10
at_most = 14.5
caught_by = "splits:stratified"
hint = "sorted by species"
edits = [
    ("36.8", "stratify=raw_y, random_state=36", "shuffle=False"),
    ("36.8", "stratify=rest_y, random_state=36", "shuffle=False"),
]
