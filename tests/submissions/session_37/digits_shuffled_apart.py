"""Images and labels come in different orders."""

exercise = "37.3"
kind = "mistake"
mistake = 19
at_most = 7.25
caught_by = "splits:labels"
hint = "shuffled apart"
edits = [
    ("37.3", "digit_data.y_train[:count]", "np.random.default_rng(1).permutation(digit_data.y_train[:count])"),
]
