"""The baseline learns a hundred times as fast."""

exercise = "38.4"
kind = "mistake"
at_most = 12.5
caught_by = "scratch_model:fair"
hint = "another rate"
edits = [
    (
        "38.4",
        "scratch_model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001)",
        "scratch_model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.1)",
    ),
]
