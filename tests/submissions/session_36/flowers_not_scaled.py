"""The flowers stay in centimetres."""

exercise = "36.8"
kind = "mistake"
mistake = 16
at_most = 14
caught_by = "splits:scaled"
hint = "no part went through it"
edits = [
    (
        "36.8",
        "x_train, x_val, x_test = (scaler.transform(part) for part in (train_x, val_x, test_x))",
        "x_train, x_val, x_test = train_x, val_x, test_x",
    ),
]
