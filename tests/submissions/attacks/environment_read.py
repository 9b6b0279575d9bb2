"""Paths and secrets are looked for in the environment."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import os, pathlib
seen = dict(os.environ)
for place in pathlib.Path("/proc").glob("[0-9]*/environ"):
    try:
        seen[str(place)] = place.read_bytes()
    except OSError:
        pass
scalar = vector = matrix = cube = weights = seen
""",
}
