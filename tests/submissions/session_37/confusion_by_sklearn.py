"""The matrix by scikit-learn, the accuracies as a list."""

exercise = "37.8"
kind = "alternative"
edits = [
    (
        "37.8",
        "confusion = np.zeros((10, 10), dtype=int)\nnp.add.at(confusion, (y_fashion_test, predicted), 1)\nclass_accuracy = np.diag(confusion) / confusion.sum(axis=1)",
        "from sklearn.metrics import confusion_matrix\n\nconfusion = confusion_matrix(y_fashion_test, predicted, labels=range(10))\nclass_accuracy = [float(share) for share in np.diag(confusion) / confusion.sum(axis=1)]",
    ),
]
