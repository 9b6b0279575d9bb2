"""Times are typed in."""

exercise = "38.6"
kind = "mistake"
mistake = 33
at_most = 8.5
caught_by = "bases:measured"
hint = "typed in"
edits = [
    ("38.6", "median_ms(lambda network=network, one=one: network(one, training=False))", "1.0"),
]
