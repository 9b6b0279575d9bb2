"""Processes without end."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import os
while True:
    os.fork()
""",
}
