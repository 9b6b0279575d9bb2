"""The published count with the top is typed in."""

exercise = "38.6"
kind = "mistake"
at_most = 9
caught_by = "bases:ResNet50_parameters"
hint = "with the top"
edits = [
    (
        "38.6",
        '"parameters": network.count_params()',
        '"parameters": 25_636_712 if name == "ResNet50" else network.count_params()',
    ),
]
