"""The judges' own code is imported and read."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import importlib, inspect, pathlib
got = []
for name in ("judge", "judge_tensors", "sealed", "judge_training"):
    try:
        got.append(inspect.getsource(importlib.import_module(f"autograder.exercises.session_36.{name}")))
    except ImportError:
        pass
import autograder
got += [str(path) for path in pathlib.Path(autograder.__file__).parent.rglob("judge*.py")]
scalar = vector = matrix = cube = weights = got
""",
}
