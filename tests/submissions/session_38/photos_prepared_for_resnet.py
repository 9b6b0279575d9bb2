"""ResNet50's preparation is used."""

exercise = "38.1"
kind = "mistake"
mistake = 21
at_most = 6.5
caught_by = "prepare square:values"
hint = "another family"
edits = [
    ("38.1", "mobilenet_v2.preprocess_input(resized)", "resnet50.preprocess_input(resized)"),
]
