"""Paths are absolute."""

exercise = "38.8"
kind = "mistake"
at_most = 12.5
caught_by = "audit:unreadable"
hint = "relative"
edits = [
    ("38.8", "name = path.relative_to(folder).as_posix()", "name = str(path)"),
]
