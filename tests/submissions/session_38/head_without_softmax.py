"""The head is rebuilt with raw scores and an ordinary loss."""

exercise = "38.4"
kind = "mistake"
mistake = 2
at_most = 13
caught_by = "model:output_and_loss"
hint = "from_logits"
edits = [
    (
        "38.4",
        "model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), **settings)\nhead_history",
        "scores = layers.Dense(CLASSES)(model.layers[-2].output)\nmodel = keras.Model(model.inputs, scores)\nmodel.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), **settings)\nhead_history",
    ),
]
