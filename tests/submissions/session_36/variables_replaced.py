"""New tensors are made; the variables stay as they were."""

exercise = "36.3"
kind = "mistake"
at_most = 6.5
caught_by = "train_step:update"
hint = "Neither changed"
edits = [
    ("36.3", "w.assign_sub(learning_rate * dw)", "w = w - learning_rate * dw"),
    ("36.3", "b.assign_sub(learning_rate * db)", "b = b - learning_rate * db"),
]
