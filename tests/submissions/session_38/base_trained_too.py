"""The base is thawed before training."""

exercise = "38.4"
kind = "mistake"
mistake = 22
at_most = 10.5
caught_by = "model:base_unchanged"
hint = "trained too"
edits = [
    (
        "38.4",
        "model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), **settings)\nhead_history",
        "base_model.trainable = True\nmodel = build_classifier(base_model)\nmodel.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), **settings)\nhead_history",
    ),
]
