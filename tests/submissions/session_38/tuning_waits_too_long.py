"""The callback would wait for ever."""

exercise = "38.7"
kind = "mistake"
at_most = 12.5
caught_by = "tuning_stop:settings"
hint = "another number of epochs"
edits = [
    ("38.7", "patience=2", "patience=20"),
]
