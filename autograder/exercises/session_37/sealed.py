"""Session 37: the inputs that 37.1 to 37.5 are examined on, drawn from a seed. Never mounted in the sandbox."""

from __future__ import annotations

from autograder.exercises.session_37 import sealed_training

SEAL = {
    **sealed_training.SEAL,
}
