"""The long run has fifty epochs."""

exercise = "36.10"
kind = "mistake"
mistake = 31
at_most = 8
caught_by = "long_run:epochs"
hint = "another length"
edits = [
    (
        "36.10",
        "keras.optimizers.Adam(learning_rate=0.03), epochs=100)",
        "keras.optimizers.Adam(learning_rate=0.03), epochs=50)",
    ),
    (
        "36.10",
        "{n: val_loss[n - 1] for n in (5, 10, 20, 50, 100)}",
        "{n: val_loss[min(n, 50) - 1] for n in (5, 10, 20, 50, 100)}",
    ),
    ("36.10", 'long_run["seconds"] / 100', 'long_run["seconds"] / 50'),
]
