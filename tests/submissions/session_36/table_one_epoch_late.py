"""Index 5 is taken for epoch 5."""

exercise = "36.10"
kind = "mistake"
at_most = 9.25
caught_by = "epoch_table:curve"
hint = "one epoch late"
edits = [
    (
        "36.10",
        "{n: val_loss[n - 1] for n in (5, 10, 20, 50, 100)}",
        "{n: val_loss[min(n, 99)] for n in (5, 10, 20, 50, 100)}",
    ),
]
