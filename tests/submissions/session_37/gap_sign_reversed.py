"""Validation minus training."""

exercise = "37.7"
kind = "mistake"
at_most = 8.5
caught_by = "plain_gap:true"
hint = "sign is reversed"
edits = [
    (
        "37.7",
        "gap = model.evaluate(x_small, y_small, verbose=0)[1] - model.evaluate(x_val, y_val, verbose=0)[1]",
        "gap = model.evaluate(x_val, y_val, verbose=0)[1] - model.evaluate(x_small, y_small, verbose=0)[1]",
    ),
]
