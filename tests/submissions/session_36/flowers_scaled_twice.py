"""The scaler is applied twice."""

exercise = "36.8"
kind = "mistake"
mistake = 16
at_most = 14
caught_by = "splits:scaled"
hint = "scaler twice"
edits = [
    ("36.8", "(scaler.transform(part) for", "(scaler.transform(scaler.transform(part)) for"),
]
