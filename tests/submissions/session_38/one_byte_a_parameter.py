"""One byte is counted for each parameter."""

exercise = "38.6"
kind = "mistake"
at_most = 8.5
caught_by = "bases:ResNet50_megabytes"
hint = "One byte"
edits = [
    ("38.6", '"megabytes": network.count_params() * 4 / 1e6', '"megabytes": network.count_params() / 1e6'),
]
