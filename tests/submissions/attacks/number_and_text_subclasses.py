"""Numbers and texts that equal what they are compared with."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
class Number(float):
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __sub__ = __rsub__ = lambda self, other: 0.0
    __hash__ = float.__hash__
class Text(str):
    __eq__ = lambda self, other: True
    __hash__ = str.__hash__
scalar = vector = Number(1)
matrix = cube = Text("right")
""",
}
