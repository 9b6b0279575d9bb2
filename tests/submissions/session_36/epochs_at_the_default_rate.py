"""Adam is left at its own learning rate in the runs with different batch sizes."""

exercise = "36.10"
kind = "mistake"
at_most = 9.5
caught_by = "batch_runs:optimizer"
hint = "default is 0.001"
edits = [
    ("36.10", "keras.optimizers.Adam(learning_rate=0.01)", "keras.optimizers.Adam()"),
]
