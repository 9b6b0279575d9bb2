"""The learning rate is not used."""

exercise = "36.3"
kind = "mistake"
at_most = 6.5
caught_by = "train_step:update"
hint = "not multiplied by the learning rate"
edits = [
    ("36.3", "w.assign_sub(learning_rate * dw)", "w.assign_sub(dw)"),
    ("36.3", "b.assign_sub(learning_rate * db)", "b.assign_sub(db)"),
]
