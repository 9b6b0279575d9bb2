"""Answers that never end, or contain themselves."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import itertools
scalar = vector = itertools.count()
matrix = []
matrix.append(matrix)
cube = {}
cube[0] = cube
def as_image_batch(pixels):
    return as_image_batch(pixels)
""",
}
