"""An empty class is left out of the balance."""

exercise = "38.8"
kind = "mistake"
at_most = 13
caught_by = "audit:balance"
hint = "infinitely"
edits = [
    (
        "38.8",
        'max(sizes) / min(sizes) if min(sizes) else float("inf")',
        "max(sizes) / min(size for size in sizes if size)",
    ),
]
