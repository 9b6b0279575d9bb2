"""Every measurement is divided by its largest in the training part, and a network of more units learns faster."""

exercise = "36.8"
kind = "alternative"
edits = [
    ("36.8", "StandardScaler().fit(train_x)", "MaxAbsScaler().fit(train_x)"),
    ("36.8", "raw_x, raw_y = ", "from sklearn.preprocessing import MaxAbsScaler\n\nraw_x, raw_y = "),
    ("36.8", "layers.Dense(8", "layers.Dense(16"),
    ("36.8", "learning_rate=0.01", "learning_rate=0.03"),
]
