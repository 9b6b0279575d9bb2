"""The audit opens images without loading them."""

exercise = "38.8"
kind = "mistake"
mistake = 29
at_most = 12.5
caught_by = "audit:unreadable"
hint = "first bytes"
edits = [
    (
        "38.8",
        "            with Image.open(path) as image:\n                image.load()",
        "            with Image.open(path):\n                pass",
    ),
]
