"""The kernel is turned by 180 degrees, as in signal processing."""

exercise = "37.1"
kind = "mistake"
at_most = 6
caught_by = "conv2d:square"
hint = "textbooks on signals"
edits = [
    ("37.1", "j : j + kw] * kernel)", "j : j + kw] * kernel[::-1, ::-1])"),
]
