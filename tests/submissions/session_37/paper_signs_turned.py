"""On paper, right was taken from left."""

exercise = "37.1"
kind = "mistake"
at_most = 7.5
caught_by = "paper_result:values"
hint = "Every sign is turned round"
edits = [
    ("37.1", "[[4, 12, 8], [8, 12, 4], [8, 8, 0]]", "[[-4, -12, -8], [-8, -12, -4], [-8, -8, 0]]"),
]
