"""The network with dropout begins with the weights of the other, which is trained already."""

exercise = "37.7"
kind = "mistake"
mistake = 11
at_most = 9.5
caught_by = "histories:epochs"
hint = "`dropout_model` had learnt before"
edits = [
    (
        "37.7",
        "dropout_model, dropout_history, dropout_gap = train_small(build_dropout_cnn())",
        """dropout_model = build_dropout_cnn()
dropout_model.set_weights(plain_model.get_weights())
dropout_model, dropout_history, dropout_gap = train_small(dropout_model)""",
    ),
]
