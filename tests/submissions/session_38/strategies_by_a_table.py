"""The choice is a table."""

exercise = "38.5"
kind = "alternative"
edits = [
    (
        "38.5",
        '    if n_images >= 10_000:\n        return "fine-tune the top" if similarity >= 0.5 else "train everything"\n    return "train the head" if similarity >= 0.5 else "fine-tune part"',
        '    table = [["fine-tune part", "train the head"], ["train everything", "fine-tune the top"]]\n    return table[int(n_images >= 10_000)][int(similarity >= 0.5)]',
    ),
]
