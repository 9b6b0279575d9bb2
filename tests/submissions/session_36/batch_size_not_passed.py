"""Every run uses batches of 32."""

exercise = "36.10"
kind = "mistake"
at_most = 9
caught_by = "batch_runs:updates"
hint = "did not reach fit"
edits = [
    ("36.10", ", batch_size=size", ""),
]
