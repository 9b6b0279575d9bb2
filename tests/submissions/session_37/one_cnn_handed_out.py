"""The function hands out one network."""

exercise = "37.4"
kind = "mistake"
at_most = 7.5
caught_by = "build_cnn:new"
hint = "made elsewhere"
edits = [
    (
        "37.4",
        "def build_cnn():",
        """from functools import cache


@cache
def build_cnn():""",
    ),
]
