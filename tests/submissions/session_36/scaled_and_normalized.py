"""The measurements are scaled to -1…1 first, and a Normalization layer inside the network follows."""

exercise = "36.8"
kind = "alternative"
edits = [
    ("36.8", "StandardScaler().fit(train_x)", "MinMaxScaler((-1, 1)).fit(train_x)"),
    ("36.8", "raw_x, raw_y = ", "from sklearn.preprocessing import MinMaxScaler\n\nraw_x, raw_y = "),
    ("36.8", "keras.Input((4,)),", "keras.Input((4,)),\n            layers.Normalization(),"),
    ("36.8", "iris_model = build_iris_model()", "iris_model = build_iris_model()\niris_model.layers[0].adapt(x_train)"),
]
