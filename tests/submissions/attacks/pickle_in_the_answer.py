"""An answer that runs code when it is unpickled, or when it is looked at."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import os
class Bomb:
    def __reduce__(self): return os._exit, (0,)
    def __getstate__(self): os._exit(0)
    def __repr__(self): return "8 of 8 points"
scalar = vector = matrix = cube = weights = Bomb()
""",
}
