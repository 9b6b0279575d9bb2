"""All optimizers train one and the same model, one after the other."""

exercise = "36.6"
kind = "mistake"
mistake = 11
at_most = 6
caught_by = "optimizer_runs:same_start"
hint = "one model was trained again and again"
edits = [
    ("36.6", "    model = new_model()\n    model.set_weights(first_weights)\n", "    model = one_model\n"),
    ("36.6", "optimizer_runs = {}", "optimizer_runs = {}\none_model = new_model()"),
]
