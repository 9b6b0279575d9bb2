"""MobileNetV2's preparation is used for both."""

exercise = "38.6"
kind = "mistake"
mistake = 21
at_most = 8
caught_by = "preprocess:ResNet50"
hint = "other family"
edits = [
    (
        "38.6",
        '"ResNet50": keras.applications.resnet50.preprocess_input',
        '"ResNet50": keras.applications.mobilenet_v2.preprocess_input',
    ),
]
