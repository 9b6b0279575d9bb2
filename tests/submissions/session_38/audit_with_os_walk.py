"""Another way through the folders; the matrix by sklearn."""

exercise = "38.8"
kind = "alternative"
edits = [
    (
        "38.8",
        'for path in sorted(folder.glob("*/*/*")):',
        'for path in sorted(p for p in folder.rglob("*") if p.is_file()):',
    ),
    (
        "38.8",
        "own_confusion = np.zeros((CLASSES, CLASSES), dtype=int)\nnp.add.at(own_confusion, (true, predicted), 1)",
        "from sklearn.metrics import confusion_matrix\n\nown_confusion = confusion_matrix(true, predicted, labels=range(CLASSES))",
    ),
]
