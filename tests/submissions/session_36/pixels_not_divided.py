"""The pixels are cast but never divided by 255."""

exercise = "36.1"
kind = "mistake"
mistake = 16
at_most = 7
caught_by = "as_image_batch:range"
hint = "not divided by 255"
edits = [
    ("36.1", " / 255.0", ""),
]
