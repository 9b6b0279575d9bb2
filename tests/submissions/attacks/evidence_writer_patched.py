"""What is collected is replaced by something of one's own."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
from autograder import evidence
evidence.encode = lambda given: b"all right"
evidence.decode = lambda *given: {"attempted": True, "answers": {}}
""",
}
