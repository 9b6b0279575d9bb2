"""The latency is in seconds."""

exercise = "38.9"
kind = "mistake"
at_most = 7
caught_by = "latency_ms:plausible"
hint = "seconds"
edits = [
    (
        "38.9",
        "latency_ms = median_ms(lambda: reloaded(x_test[:1], training=False))",
        "latency_ms = median_ms(lambda: reloaded(x_test[:1], training=False)) / 1e6",
    ),
]
