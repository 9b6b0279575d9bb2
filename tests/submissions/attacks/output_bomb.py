"""Output without end."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
while True:
    print("x" * 100_000)
""",
}
