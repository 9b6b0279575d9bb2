"""The network is not trained."""

exercise = "38.8"
kind = "mistake"
mistake = 30
at_most = 13.5
caught_by = "own_model:trained"
hint = "never trained"
edits = [
    ("38.8", "own_model.fit(\n    own_train", "own_model.evaluate(\n    own_train"),
    ("38.8", 'validation_data=own_val, epochs=course.budget["own_epochs"], shuffle=False, verbose=0\n', "verbose=0\n"),
]
