"""The folder's photos are not scaled."""

exercise = "38.8"
kind = "mistake"
mistake = 16
at_most = 13.5
caught_by = "own_train:range"
hint = "0…255"
edits = [
    ("38.8", "read.map(lambda x, y: (x / 127.5 - 1, y))", "read.map(lambda x, y: (x, y))"),
]
