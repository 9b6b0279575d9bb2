"""The scaler is fitted on all flowers before they are split."""

exercise = "36.8"
kind = "mistake"
mistake = 9
at_most = 15
caught_by = "scaler:train_only"
hint = "The scaler has seen validation and test flowers"
rest = "stub"
edits = [("36.8", "StandardScaler().fit(train_x)", "StandardScaler().fit(raw_x)")]
