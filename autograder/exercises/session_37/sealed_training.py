"""Session 37: the inputs that 37.6 to 37.10 are examined on, drawn from a seed. Never mounted in the sandbox."""

SEAL = {}
