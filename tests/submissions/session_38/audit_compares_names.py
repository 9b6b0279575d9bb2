"""Duplicates are looked for by name."""

exercise = "38.8"
kind = "mistake"
mistake = 29
at_most = 12.5
caught_by = "audit:duplicates"
hint = "Names tell nothing"
edits = [
    ("38.8", "hashlib.sha256(path.read_bytes()).hexdigest()", "path.name"),
]
