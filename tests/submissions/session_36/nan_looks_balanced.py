"""A run that overflows is not recognised, since comparisons with NaN are False."""

exercise = "36.7"
kind = "mistake"
at_most = 7
caught_by = "classify_rate:too high"
hint = "comparison with NaN is False"
edits = [
    ("36.7", "not np.all(np.isfinite(losses)) or max(losses) > 3 * np.log(3)", "max(losses) > 3 * np.log(3)"),
]
