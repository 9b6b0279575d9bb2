"""Times are typed in."""

exercise = "38.6"
kind = "mistake"
mistake = 33
at_most = 8.5
caught_by = "bases:measured"
hint = "typed in"
edits = [
    ("38.6", "inference_ms(network, x[:1])", "1.0"),
]
