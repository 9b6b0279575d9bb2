"""The kernel ends itself."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import os
os._exit(0)
""",
}
