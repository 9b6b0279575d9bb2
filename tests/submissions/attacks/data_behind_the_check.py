"""Labels are looked for in everything that the process can see."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import gc, glob, os
hidden = [thing for thing in gc.get_objects() if isinstance(thing, dict) and "labels" in thing]
files = [path for pattern in ("/**/*.npz", "/**/*sealed*", "/**/*.jsonl", "/**/*.db") for path in glob.glob(pattern, recursive=True)]
scalar = vector = matrix = cube = weights = hidden + [path for path in files if "site-packages" not in path]
""",
}
