"""Pixels are divided by 255 for ResNet50."""

exercise = "38.6"
kind = "mistake"
mistake = 20
at_most = 8
caught_by = "preprocess:ResNet50"
hint = "divided by 255"
edits = [
    ("38.6", '"ResNet50": keras.applications.resnet50.preprocess_input', '"ResNet50": lambda pixels: pixels / 255'),
]
