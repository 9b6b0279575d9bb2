"""The old name is used for whole numbers."""

exercise = "38.8"
kind = "mistake"
mistake = 12
at_most = 13
caught_by = "label_modes:true"
hint = "class_mode"
edits = [
    ("38.8", '"sparse_categorical_crossentropy": "int"', '"sparse_categorical_crossentropy": "sparse"'),
]
