"""The loss for one-hot rows."""

exercise = "38.10"
kind = "mistake"
mistake = 1
at_most = 5.5
caught_by = "compile_model:loss"
hint = "whole numbers"
edits = [
    ("38.10", '"sparse_categorical_crossentropy"', '"categorical_crossentropy"'),
]
