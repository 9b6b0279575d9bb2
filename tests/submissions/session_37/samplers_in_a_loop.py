"""Other seeds, and a grid of the same size in another order."""

exercise = "37.10"
kind = "alternative"
edits = [
    ("37.10", "GridSampler(GRID, seed=course.seed)", "GridSampler(dict(reversed(GRID.items())), seed=7)"),
    ("37.10", "RandomSampler(seed=course.seed)", "RandomSampler(seed=7)"),
]
