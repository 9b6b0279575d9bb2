"""The baseline gets one epoch of large batches."""

exercise = "38.4"
kind = "mistake"
mistake = 33
at_most = 12.5
caught_by = "scratch_model:fair"
hint = "fewer epochs"
edits = [
    ("38.4", 'epochs=course.budget["scratch_epochs"], batch_size=8,', "epochs=1, batch_size=100,"),
]
