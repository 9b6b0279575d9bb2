"""Answers that fill the evidence."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
scalar = vector = matrix = cube = np.zeros((3000, 1000))
weights = [np.zeros(1_000_000) for _ in range(20)]
""",
}
