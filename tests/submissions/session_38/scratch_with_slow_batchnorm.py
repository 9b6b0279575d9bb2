"""The baseline keeps BatchNorm's slow averages."""

exercise = "38.4"
kind = "mistake"
at_most = 12.5
caught_by = "scratch_model:fair"
hint = "too slow"
edits = [
    (
        "38.4",
        "scratch_model = build_classifier(random_base())",
        "slow_base = keras.applications.MobileNetV2(x_train.shape[1:], alpha=ALPHA, include_top=False, weights=None)\nscratch_model = build_classifier(slow_base)",
    ),
]
