"""Memory without end."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
held = []
while True:
    held.append(bytearray(b"x" * 100_000_000))
""",
}
