"""Similar and different are exchanged."""

exercise = "38.5"
kind = "mistake"
at_most = 6
caught_by = "choose_strategy:little_similar"
hint = "another cell"
edits = [
    (
        "38.5",
        '"train the head" if similarity >= 0.5 else "fine-tune part"',
        '"fine-tune part" if similarity >= 0.5 else "train the head"',
    ),
    (
        "38.5",
        '"fine-tune the top" if similarity >= 0.5 else "train everything"',
        '"train everything" if similarity >= 0.5 else "fine-tune the top"',
    ),
]
