"""The number of epochs is forgotten: fit trains for one."""

exercise = "37.6"
kind = "mistake"
at_most = 9.5
caught_by = "stopped_history:stopped"
hint = "over before the callback could stop it"
edits = [
    ("37.6", "    epochs=2 * long_epochs,\n", ""),
]
