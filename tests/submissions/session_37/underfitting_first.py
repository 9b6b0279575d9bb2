"""Underfitting is tested for before overfitting."""

exercise = "37.9"
kind = "mistake"
at_most = 7.25
caught_by = "diagnose:overfitting"
hint = "before anything is said of the training loss"
edits = [
    (
        "37.9",
        '    if val_loss[-1] > 1.2 * min(val_loss):\n        return "overfitting"\n    return "underfitting" if loss[-1] > 0.5 * loss[0] else "good fit"',
        '    if loss[-1] > 0.5 * loss[0]:\n        return "underfitting"\n    return "overfitting" if val_loss[-1] > 1.2 * min(val_loss) else "good fit"',
    ),
]
