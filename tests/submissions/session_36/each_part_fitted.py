"""Each part is scaled by statistics of its own."""

exercise = "36.8"
kind = "mistake"
mistake = 16
at_most = 8.5
caught_by = "x_val:scaled_by"
hint = "fit_transform again"
edits = [
    (
        "36.8",
        "x_train, x_val, x_test = (scaler.transform(part) for part in (train_x, val_x, test_x))",
        "x_train, x_val, x_test = (StandardScaler().fit_transform(part) for part in (train_x, val_x, test_x))",
    ),
]
