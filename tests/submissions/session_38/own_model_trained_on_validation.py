"""The small validation part is what is learnt from."""

exercise = "38.8"
kind = "mistake"
at_most = 13.5
caught_by = "own_model:trained"
hint = "smaller part"
edits = [
    (
        "38.8",
        "own_model.fit(\n    own_train, validation_data=own_val",
        "own_model.fit(\n    own_val, validation_data=own_val",
    ),
]
