"""Solutions, gradebook and other submissions are looked for."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import os
got = []
for folder, folders, files in os.walk("/"):
    folders[:] = [f for f in folders if f not in ("proc", "sys", "site-packages")]
    got += [os.path.join(folder, f) for f in files if f.endswith((".ipynb", ".db", ".jsonl"))]
for path in got:
    exec(open(path).read())
""",
}
