"""The stopped network is built anew before it is handed in."""

exercise = "37.6"
kind = "mistake"
mistake = 30
at_most = 7.5
caught_by = "stopped_model:restored"
hint = "is not the one"
edits = [
    (
        "37.6",
        "    callbacks=[early_stopping],\n    verbose=2,\n)",
        "    callbacks=[early_stopping],\n    verbose=2,\n)\nstopped_model = new_compiled()",
    ),
]
