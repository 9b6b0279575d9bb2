"""Rows and labels are split in separate calls with other seeds."""

exercise = "36.8"
kind = "mistake"
mistake = 19
at_most = 11.5
caught_by = "splits:labels"
hint = "shuffled apart"
edits = [
    (
        "36.8",
        "scaler = StandardScaler()",
        "y_train = np.random.default_rng(0).permutation(y_train)\nscaler = StandardScaler()",
    ),
]
