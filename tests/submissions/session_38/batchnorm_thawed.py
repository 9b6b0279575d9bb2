"""BatchNorm layers are thawed with the rest."""

exercise = "38.5"
kind = "mistake"
mistake = 24
at_most = 8
caught_by = "apply_strategy:fine-tune_the_top"
hint = "BatchNorm"
edits = [
    (
        "38.5",
        "may_train = everything or not isinstance(layer, layers.BatchNormalization)",
        "may_train = True",
    ),
]
