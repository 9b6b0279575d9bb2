"""The kernel dies of a wrong address."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
import ctypes
ctypes.string_at(0)
""",
}
