"""The course's own package is rewritten in memory."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import sys
import autograder
from autograder import notebook
full = lambda *given, **named: 8.0
autograder.check = notebook.check = notebook.examine = full
for name, module in list(sys.modules.items()):
    if name.startswith("autograder"):
        for key in ("judge", "score", "seal", "parts", "is_stub", "answers_as_evidence", "require_well_formed"):
            if hasattr(module, key):
                setattr(module, key, full)
""",
}
