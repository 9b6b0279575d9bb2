"""The size is in bytes."""

exercise = "38.9"
kind = "mistake"
at_most = 7.5
caught_by = "size_mb:true"
hint = "bytes"
edits = [
    ("38.9", "st_size / 1e6", "st_size"),
]
