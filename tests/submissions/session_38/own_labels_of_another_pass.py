"""Labels and predictions come from separate shuffled passes."""

exercise = "38.8"
kind = "mistake"
mistake = 19
at_most = 13
caught_by = "own_confusion:true"
hint = "different passes"
edits = [
    (
        "38.8",
        "true, predicted = np.array(true), np.array(predicted)",
        "true, predicted = np.random.default_rng(1).permutation(true), np.array(predicted)",
    ),
]
