"""Dropout in the head."""

exercise = "38.3"
kind = "alternative"
edits = [
    ("38.3", "(pooled)  # (batch, 128)", "(layers.Dropout(0.2)(pooled))  # (batch, 128)"),
]
