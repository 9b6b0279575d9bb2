"""Film genres treated as if they excluded one another."""

exercise = "36.5"
kind = "mistake"
mistake = 4
at_most = 11.4
caught_by = "picks:film genres"
hint = "Several genres can be true at once"
edits = [
    (
        "36.5",
        '"film genres": ("sigmoid", "binary_crossentropy")',
        '"film genres": ("softmax", "categorical_crossentropy")',
    ),
]
