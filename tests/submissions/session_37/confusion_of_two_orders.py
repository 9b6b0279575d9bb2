"""Labels come from another pass over shuffled images."""

exercise = "37.8"
kind = "mistake"
mistake = 19
at_most = 10.5
caught_by = "confusion:true"
hint = "different passes"
edits = [
    (
        "37.8",
        "np.add.at(confusion, (y_fashion_test, predicted), 1)",
        "np.add.at(confusion, (y_fashion_test[::-1], predicted), 1)",
    ),
]
