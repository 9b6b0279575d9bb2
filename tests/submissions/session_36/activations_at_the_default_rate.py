"""Adam is left at its own learning rate, a tenth of the one that the task names."""

exercise = "36.9"
kind = "mistake"
at_most = 9.5
caught_by = "activation_runs:optimizer"
hint = "default is 0.001"
edits = [
    ("36.9", "keras.optimizers.Adam(learning_rate=0.01)", "keras.optimizers.Adam()"),
]
