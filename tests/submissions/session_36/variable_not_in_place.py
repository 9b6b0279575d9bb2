"""The sum is a new tensor; the variable keeps its value."""

exercise = "36.1"
kind = "mistake"
at_most = 7
caught_by = "add_in_place:changed"
hint = "makes a new tensor"
edits = [
    ("36.1", "variable.assign_add(amount)", "variable = variable + amount"),
]
