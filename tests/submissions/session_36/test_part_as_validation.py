"""The test flowers serve as validation flowers too."""

exercise = "36.8"
kind = "mistake"
mistake = 15
at_most = 14
caught_by = "splits:disjoint"
hint = "same rows serve in two parts"
edits = [
    ("36.8", "scaler = StandardScaler()", "val_x, y_val = test_x, y_test\nscaler = StandardScaler()"),
]
