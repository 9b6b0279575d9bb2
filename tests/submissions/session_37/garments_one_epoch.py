"""One epoch where several were asked for, on a hundred garments."""

exercise = "37.8"
kind = "mistake"
mistake = 31
at_most = 8
caught_by = "fashion_model:sealed_accuracy"
hint = "learnt"
edits = [
    (
        "37.8",
        "    x_fashion_train,\n    y_fashion_train,\n",
        "    x_fashion_train[:100],\n    y_fashion_train[:100],\n",
    ),
    ("37.8", 'epochs=course.budget["fashion_epochs"]', "epochs=1"),
]
