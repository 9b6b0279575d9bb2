"""Values that are not finite are compared with >, which is always False."""

exercise = "37.9"
kind = "mistake"
at_most = 7.25
caught_by = "diagnose:unstable"
hint = "nan > x"
edits = [
    (
        "37.9",
        "if not np.all(np.isfinite([*loss, *val_loss])) or max(loss[1:]) > loss[0]:",
        "if any(value > loss[0] for value in loss[1:]):",
    ),
]
