"""Checks of other exercises, and of another session, are called with answers of one's own."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
for exercise in ("36.2", "36.10", "37.1", "36.1' OR 1", "../36.1"):
    try:
        check(exercise, scalar=1, vector=2)
    except Exception:
        pass
""",
}
