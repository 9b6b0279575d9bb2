"""What is read off the code of steps without running it."""

from __future__ import annotations

import gc
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.grading.names import Step, needed, steps_of, together


def names(told: str) -> frozenset[str]:
    return frozenset(told.split())


@pytest.mark.parametrize(
    ("code", "changed", "replaced", "read"),
    [
        ("a, (b, *c) = 1, (2, 3)", "a b c", "a b c", ""),
        ("a = b", "a", "a", "b"),
        ("a = a + b", "a", "a", "a b"),
        ("a: int = b", "a", "a", "b int"),
        ("a: int", "a", "", "int"),  # it has no value yet
        ("a[0].b = c", "a", "", "a c"),
        ("loss = model.fit(x)", "loss model", "loss", "model x"),  # nothing tells a training from a question
        ("compile_model(model, rate)", "model", "", "compile_model model rate"),
        ("seed(1)", "", "", "seed"),
        ("y = prepare(x)", "y", "y", "prepare x"),
        ("for i in a:\n    b.append(i)\n    c = b\n    c.d()", "i b c", "", "a b"),
        ("if a:\n    b = c\nelse:\n    b = d", "b", "", "a c d"),
        ("while a:\n    b = 1\n    c = b", "b c", "", "a"),
        ("with f(a) as b:\n    c = b + d", "b c", "", "f a d"),
        ("try:\n    a = b\nexcept c:\n    d = 1\nfinally:\n    e = f", "a d e", "", "b c f"),
        ("for a in [b(c) for c in d]:\n    pass", "a c", "", "d"),
        ("a.b().c()", "a", "", "a"),
        ("import numpy as np", "", "", ""),
    ],
)
def test_what_a_step_changes_replaces_and_reads(code, changed, replaced, read):
    (step,) = steps_of(code)
    assert (step.changed, step.replaced, step.read) == (names(changed), names(replaced), names(read))


@pytest.mark.parametrize(
    ("code", "made", "read", "later"),
    [
        ("def f(x=a):\n    g.h = x + y", "f", "a", "g y"),
        ("@a.b\nclass C:\n    def f(self):\n        return [z for z in w]", "C", "a", "w"),
    ],
)
def test_a_function_reads_what_it_reads_when_it_is_called(code, made, read, later):
    (step,) = steps_of(code)
    assert step.changed == step.replaced == names(made)
    assert (step.read, step.later) == (names(read), names(later))


def test_a_step_has_its_source():
    assert [step.source for step in steps_of("a = 1; b(a)  # so\nif a:\n  b()")] == ["a = 1", "b(a)", "if a:\n    b()"]


def test_what_a_step_imports():
    steps = steps_of("import os.path, numpy as np\ndef f():\n    from keras import layers, ops as o\nos = 1")
    assert [step.imported for step in steps] == [names("os np"), names("layers o"), names("")]


@pytest.mark.parametrize("code", ["a = (", "", "a = '\0'", "(" * 5000])
def test_what_is_not_python_has_no_steps(code):
    assert steps_of(code) == []


def test_cells_are_read_in_several_threads():
    """Python 3.11.7 raises SystemError where collecting garbage lets another thread make a tree in the midst of one."""
    code = "\n".join(f"a{n} = f(b[{n}], (c + d) * [e, {{g: h}}])" for n in range(30))

    def deep_down(depth: int) -> int:
        return deep_down(depth - 1) if depth else len(steps_of(code))

    def another_threads_turn(*_) -> None:
        time.sleep(0)

    threshold = gc.get_threshold()
    gc.callbacks.append(another_threads_turn)
    gc.set_threshold(50)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(deep_down, range(60))) == [30] * 60
    finally:
        gc.set_threshold(*threshold)
        gc.callbacks.remove(another_threads_turn)


def test_steps_together_read_what_they_do_not_make():
    code = "import os\na = b\nc = [a + d for e in a]\ndef f():\n    return g + h\ng = 1"
    one = together(steps_of(code))
    assert one == Step(changed=names("a c e f g"), read=names("b d h"), imported=names("os"))


def found(code: str, *start: int) -> dict[int, str]:
    return {number: " ".join(sorted(for_)) for number, for_ in sorted(needed(steps_of(code), start).items())}


def test_a_step_needs_those_above_that_make_what_it_reads_and_what_those_need():
    code = "a = 1\nb = a\nc = 2\nb.more(c)\nd = b\na = 2"
    assert found(code, 4) == {0: "a", 1: "b", 2: "c", 3: "b", 4: ""}
    assert found(code, 2) == {2: ""}
    assert found(code) == {}


def test_nothing_above_a_new_value_is_needed_unless_that_is_made_of_it():
    assert found("a = 1\na = 2\nb = a", 2) == {1: "a", 2: ""}
    assert found("a = 1\nif c:\n    a = 2\nb = a", 2) == {0: "a", 1: "a", 2: ""}
    assert found("a = 1\na = a + 1\nb = a", 2) == {0: "a", 1: "a", 2: ""}


def test_what_a_function_reads_it_may_be_given_below_it():
    assert found("a = 1\ndef f():\n    return a\na = 2\nb = f()", 3) == {1: "f", 2: "a", 3: ""}


def test_a_call_of_a_modules_function_changes_no_module():
    assert found("import numpy as np\nnp.seed(1)\na = np.ones(3)", 2) == {2: ""}
