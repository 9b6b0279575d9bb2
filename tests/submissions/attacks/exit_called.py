"""The notebook is left."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
exit()
raise SystemExit(0)
""",
}
