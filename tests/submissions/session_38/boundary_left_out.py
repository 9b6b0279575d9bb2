"""10,000 photos count as little."""

exercise = "38.5"
kind = "mistake"
at_most = 9
caught_by = "choose_strategy:much_similar"
hint = "boundary"
edits = [
    ("38.5", "n_images >= 10_000", "n_images > 10_000"),
]
