"""A loop without end that cannot be interrupted."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pass
""",
}
