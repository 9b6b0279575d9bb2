"""The scaler is fitted before the split, on every flower."""

exercise = "36.8"
kind = "mistake"
mistake = 9
at_most = 13.5
caught_by = "scaler:train_only"
hint = "has seen validation and test flowers"
edits = [
    ("36.8", "StandardScaler().fit(train_x)", "StandardScaler().fit(raw_x)"),
]
