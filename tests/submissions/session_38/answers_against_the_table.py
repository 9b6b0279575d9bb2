"""The answers contradict the table."""

exercise = "38.6"
kind = "mistake"
mistake = 33
at_most = 9.25
caught_by = "swap_answers:lighter"
hint = "contradicts"
edits = [
    ("38.6", '    "lighter": lighter,', '    "lighter": heavier,'),
]
