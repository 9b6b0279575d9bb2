"""EfficientNetB0 is given MobileNetV2's range."""

exercise = "38.1"
kind = "mistake"
mistake = 21
at_most = 7
caught_by = "family_ranges:true"
hint = "EfficientNetB0"
edits = [
    ("38.1", '"EfficientNetB0": "0…255"', '"EfficientNetB0": "-1…1"'),
]
