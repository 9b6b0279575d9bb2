"""The joint area counts the shared part twice."""

exercise = "36.5"
kind = "mistake"
at_most = 11
caught_by = "box_iou:values"
hint = "shared part twice"
edits = [
    ("36.5", "area_a + area_b - shared", "area_a + area_b"),
]
