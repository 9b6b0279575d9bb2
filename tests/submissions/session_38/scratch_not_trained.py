"""The baseline gets five updates."""

exercise = "38.4"
kind = "mistake"
mistake = 33
at_most = 12.5
caught_by = "scratch_model:fair"
hint = "fewer epochs"
edits = [
    ("38.4", 'epochs=course.budget["scratch_epochs"], batch_size=8,', "epochs=1, steps_per_epoch=5, batch_size=8,"),
]
