"""The functional way, the second dropout written before flattening: the same numbers are switched off."""

exercise = "37.7"
kind = "alternative"
edits = [
    (
        "37.7",
        "            layers.Flatten(),\n            layers.Dropout(0.5),",
        "            layers.Dropout(0.5),\n            layers.Flatten(),",
    ),
]
