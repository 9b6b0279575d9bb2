"""What a notebook calls: `start` once, `check` after each exercise, `progress` at any time.

In a grading run the same `check` only collects: the environment names the folder with the sealed inputs
(`AUTOGRADER_INPUTS`) and the one that takes the evidence (`AUTOGRADER_EVIDENCE`), and the verdict is found elsewhere.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import logging
import os
import platform
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from autograder import show
from autograder.course import CourseError, load_course
from autograder.evidence import decode, encode, read_evidence, write_evidence
from autograder.findings import Finding, Verdict, not_attempted

PUBLIC_SEED = 0  # of the inputs a student's own check uses; a grading run draws its own
_VERDICTS = "_autograder_verdicts"  # where a notebook's namespace keeps what progress() shows
_SELF = "autograder.notebook"
_DATA_SETS = {  # of course.toml, in words; a set with several sources names the one in use when it is loaded
    "iris": "Iris, 150 flowers, from scikit-learn (no download)",
    "digits": "handwritten digits",
    "fashion": "garments",
    "flowers": "photos of flowers, and a pre-trained network",
}


@dataclass(frozen=True)
class Start:
    """What a session works with: `seed` for every random draw, `budget` (epochs and images by name)."""

    session: str
    seed: int
    budget: Mapping[str, float]
    budget_name: str


def start(session_id: str) -> Start:
    """Print versions, device, budget, seed and data sets of a session, and return what it works with as a `Start`."""
    import keras
    import tensorflow as tf

    session = load_course().session(session_id)
    gpus = tf.config.list_physical_devices("GPU")
    name = budget_name()
    seed = int(os.environ.get("AUTOGRADER_SEED", session.seed))
    begun = Start(session.id, seed, session.budgets[name], name)
    print(f"Session {session.id}: {session.title}")
    print(f"Python {platform.python_version()} · TensorFlow {tf.__version__} · Keras {keras.__version__}")
    print(f"Device: {f'GPU ({len(gpus)})' if gpus else 'CPU'} · budget: {name} · seed: {seed}")
    print(f"Data: {'; '.join(_DATA_SETS.get(name, name) for name in session.data)}")
    return begun


def budget_name() -> str:
    """`fast` or `full`: what AUTOGRADER_BUDGET says, else full where TensorFlow sees a GPU, and fast on a CPU."""
    import tensorflow as tf

    return os.environ.get("AUTOGRADER_BUDGET") or ("full" if tf.config.list_physical_devices("GPU") else "fast")


def check(exercise_id: str, /, *, seed: int = PUBLIC_SEED, **answers) -> float:
    """Check one exercise of this notebook, show what was found, and return the points.

    An answer that is not given by name is taken from the notebook's own variable of that name. `seed` draws the inputs
    the answers are examined on. Never raises for wrong work.
    """
    with _quiet() as noise:
        verdict = examine(exercise_id, seed, answers, _namespace())
    if verdict is None:  # a grading run: the evidence is written, the judge is elsewhere
        return 0.0
    _namespace().setdefault(_VERDICTS, {})[verdict.exercise] = verdict
    _display(show.as_text(verdict), show.as_html(verdict))
    if verdict.outcome == "missing":
        print("Write your solution in the cell above, run that cell, then run this one again.")
    if noise.getvalue().strip() and verdict.points < verdict.max_points:
        print("Your code also wrote to stderr while it was checked:\n" + noise.getvalue()[-2000:])
    return verdict.points


def progress() -> None:
    """Show the points of this notebook so far: the exercises checked in this kernel, and those still to do."""
    verdicts: Mapping[str, Verdict] = _namespace().get(_VERDICTS, {})
    sessions = {exercise.partition(".")[0] for exercise in verdicts}
    if not sessions:
        print("No exercise has been checked in this notebook yet. Run a check cell, then progress() again.")
        return
    table = [
        verdicts.get(e.id) or not_attempted(e)
        for session in sorted(sessions)
        for e in load_course().session(session).exercises
    ]
    _display(show.progress_text(table), show.progress_html(table))


def examine(exercise_id: str, seed: int, given: Mapping, namespace: Mapping) -> Verdict | None:
    """The verdict on a notebook's answers, `given` ones first; None in a grading run, once the evidence is written."""
    from autograder import exercises, plain

    try:
        _, exercise = load_course().exercise(exercise_id)
    except CourseError as error:
        return _refusal(str(exercise_id), "", 0, "known", "the exercise exists", str(error))
    collector = exercises.collector(exercise.id)
    unknown = [name for name in given if name not in collector.answers]
    if unknown:
        return _unknown_argument(exercise, unknown[0], collector.answers)
    names = (*collector.answers, *collector.given)
    answers = {name: given.get(name, namespace.get(name, plain.ABSENT)) for name in names}
    grading = os.environ.get("AUTOGRADER_EVIDENCE")
    if grading:
        inputs = read_evidence(Path(os.environ["AUTOGRADER_INPUTS"]) / f"{exercise.slug}.npz", _evidence_bytes())
    else:
        sealed = exercises.seal(exercise.id, seed, budget_name())
        inputs = sealed.inputs
    try:
        packed = encode(plain.answers_as_evidence(answers, inputs, collector), _evidence_bytes())
    except Exception as error:  # an answer that does not even survive being looked at
        raised = {"kind": "raised", "error": plain.error_text(error)}
        packed = encode({"attempted": True, "answers": dict.fromkeys(answers, raised)})
    if grading:
        write_evidence(Path(grading) / f"{exercise.slug}.npz", packed)
        return None
    from autograder.judging import judge

    verdict = judge(exercise.id, decode(packed, _evidence_bytes()), sealed)
    return _with_spelling_help(verdict, namespace)


def _with_spelling_help(verdict: Verdict, namespace: Mapping) -> Verdict:
    """Where an answer is missing but the notebook has a name very like it, say so."""
    from dataclasses import replace

    def helped(finding: Finding) -> Finding:
        answer, _, what = finding.key.partition(":")
        name = re.split(r"\W", answer)[0]
        if name in namespace or what != "given" or finding.got != "nothing of that name":
            return finding
        like = difflib.get_close_matches(name, [n for n in namespace if not n.startswith("_")], n=1, cutoff=0.8)
        return replace(finding, cause=f"The notebook has `{like[0]}`, which is spelt differently.") if like else finding

    return replace(verdict, findings=tuple(helped(finding) for finding in verdict.findings))


def _unknown_argument(exercise, name: str, known: tuple[str, ...]) -> Verdict:
    like = difflib.get_close_matches(name, known, n=1)
    got = f"`{name}`" + (f" (did you mean `{like[0]}`?)" if like else "")
    return _refusal(
        exercise.id, exercise.title, exercise.points, "arguments", f"check takes the answers {', '.join(known)}", got
    )


def _refusal(exercise_id: str, title: str, points: float, key: str, what: str, got: str) -> Verdict:
    finding = Finding(
        key,
        what,
        False,
        0.0,
        got=got,
        cause="The call of check itself needs mending.",
        next_step="Restore the check cell as the course gives it and run it again.",
    )
    return Verdict(exercise_id, title, "failed", 0.0, points, (finding,))


def _evidence_bytes() -> int:
    return load_course().limits.evidence_bytes


def _namespace() -> MutableMapping:
    """The variables of the notebook, or of the script, that called in from outside this module."""
    with contextlib.suppress(ImportError):
        from IPython import get_ipython

        if shell := get_ipython():
            return shell.user_ns
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__") == _SELF:
        frame = frame.f_back
    return frame.f_globals


def _display(text: str, html: str) -> None:
    with contextlib.suppress(ImportError):
        from IPython import get_ipython
        from IPython.display import display

        if get_ipython():
            display({"text/plain": text, "text/html": html}, raw=True)
            return
    print(text)


@contextlib.contextmanager
def _quiet() -> Iterator[io.StringIO]:
    """Keep warnings, logging and all of stderr away from the cell: nbgrader scores a cell that writes there 0."""
    noise = io.StringIO()
    previous = logging.root.manager.disable
    with tempfile.TemporaryFile() as spill, warnings.catch_warnings(), contextlib.redirect_stderr(noise):
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        saved = os.dup(2)
        os.dup2(spill.fileno(), 2)
        try:
            yield noise
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            logging.disable(previous)
