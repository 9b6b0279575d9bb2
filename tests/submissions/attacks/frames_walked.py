"""The caller's frames are searched for the expected values."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import gc, sys
found = []
class Spy:
    def __getattribute__(self, name):
        frame = sys._getframe()
        while frame is not None:
            found.extend(value for key, value in frame.f_locals.items() if key in ("sealed", "key", "expected", "truth"))
            frame = frame.f_back
        raise AttributeError(name)
scalar = vector = Spy()
matrix = cube = weights = [thing for thing in gc.get_objects() if type(thing).__name__ == "Sealed"] or found
""",
}
