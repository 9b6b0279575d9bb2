"""Answers by sorting; sizes in mebibytes."""

exercise = "38.6"
kind = "alternative"
edits = [
    ("38.6", "count_params() * 4 / 1e6", "count_params() * 4 / 2**20"),
    ("38.6", '"lighter": lighter', '"lighter": sorted(bases, key=lambda name: bases[name]["parameters"])[0]'),
]
