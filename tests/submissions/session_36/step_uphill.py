"""The gradient is added instead of subtracted."""

exercise = "36.3"
kind = "mistake"
at_most = 4
caught_by = "train_step:update"
hint = "the sign is wrong"
edits = [
    ("36.3", "w.assign_sub(learning_rate * dw)", "w.assign_add(learning_rate * dw)"),
    ("36.3", "b.assign_sub(learning_rate * db)", "b.assign_add(learning_rate * db)"),
]
