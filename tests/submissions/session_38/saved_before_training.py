"""Another model is saved."""

exercise = "38.9"
kind = "mistake"
mistake = 30
at_most = 6
caught_by = "reloaded:weights"
hint = "built anew"
edits = [
    ("38.9", "model.save(model_file)", "build_classifier(load_base()).save(model_file)"),
]
