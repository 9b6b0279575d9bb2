"""What is trainable is set after compile."""

exercise = "38.7"
kind = "mistake"
mistake = 23
at_most = 12
caught_by = "fine_model:moved"
hint = "noted there"
edits = [
    ("38.7", "fine_base.trainable = True\nfor", "fine_base.trainable = False\nfor"),
    ("38.7", "tuning_stop = keras", "fine_base.trainable = True\ntuning_stop = keras"),
]
