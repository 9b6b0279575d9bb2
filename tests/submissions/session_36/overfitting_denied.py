"""Whether the network overfits is answered without the curve."""

exercise = "36.10"
kind = "mistake"
mistake = 33
at_most = 9.5
caught_by = "overfits:curve"
hint = "does not follow from the curve"
edits = [
    ("36.10", "overfits = val_loss[-1] > 1.05 * min(val_loss)", "overfits = not (val_loss[-1] > 1.05 * min(val_loss))"),
]
