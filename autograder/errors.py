"""What the person at the terminal can mend, and what that person did: both end a command with one line."""


class UserError(Exception):
    """Unusable input or set-up: what, where, what to do, in one line. Exit code 2."""


class RunInterrupted(Exception):
    """Ctrl-C: what was recorded stays, and the message says how to go on. Exit code 130."""
