"""Every run of the sweep trains with Adam's default rate."""

exercise = "36.7"
kind = "mistake"
mistake = 12
at_most = 5.5
caught_by = "sweep:rates"
hint = "did not get the rate"
edits = [
    ("36.7", "keras.optimizers.Adam(learning_rate=rate)", "keras.optimizers.Adam()"),
]
