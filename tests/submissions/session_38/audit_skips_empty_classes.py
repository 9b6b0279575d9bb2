"""Classes without files are not counted."""

exercise = "38.8"
kind = "mistake"
mistake = 29
at_most = 12.5
caught_by = "audit:counts"
hint = "empty"
edits = [
    (
        "38.8",
        "for c in sorted((folder / part).iterdir())}",
        "for c in sorted((folder / part).iterdir()) if any(c.iterdir())}",
    ),
]
