"""The answer is typed in: sigmoid never learns fastest here."""

exercise = "36.9"
kind = "mistake"
mistake = 33
at_most = 9
caught_by = "fastest_to_learn:table"
hint = "does not follow from the table"
edits = [
    (
        "36.9",
        'fastest_to_learn = min(activation_table, key=lambda name: activation_table[name]["loss_at_10"])',
        'fastest_to_learn = "sigmoid"',
    ),
]
