"""Average pooling in the place of max pooling."""

exercise = "37.4"
kind = "mistake"
at_most = 7.35
caught_by = "build_cnn:layer_2"
hint = "Average pooling blurs"
edits = [
    ("37.4", "layers.MaxPooling2D(),  # (batch, 13, 13, 32)", "layers.AveragePooling2D(2),"),
]
