"""What is read off the code of cells without running it."""

from __future__ import annotations

import pytest

from autograder.grading.names import changed_in, imported_in, names_in, needed


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("a, (b, *c) = 1, (2, 3)", "a b c"),
        ("a += 1", "a"),
        ("a[0].b = 1", "a"),
        ("loss = model.fit(x)", "loss model"),  # as long as nothing tells a training from a question
        ("compile_model(model, rate)", "compile_model model rate"),
        ("y = prepare(x)", "y"),
        ("def f(x):\n    g.h = x", "f"),
        ("for i in a:\n    b.append(i)", "i b"),
        ("a.b().c()", "a"),
        ("import numpy as np", ""),
        ("a = (", ""),
        ("", ""),
        ("(" * 5000, ""),
    ],
)
def test_names_that_a_cell_changes(code, changed):
    assert changed_in(code) == set(changed.split())


@pytest.mark.parametrize(
    ("code", "defined", "read"),
    [
        ("a = b", "a", "b"),
        ("a += b", "a", "b"),
        ("import numpy as np", "np", ""),
        ("def f(x):\n    return x + y", "f", "y"),
        ("class C:\n    def f(self):\n        return [z for z in w]", "C", "w"),
        ("a = (", "", ""),
        ("(" * 5000, "", ""),
    ],
)
def test_names_that_a_cell_defines_and_reads(code, defined, read):
    assert names_in(code) == (set(defined.split()), set(read.split()))


def test_names_that_a_cell_imports():
    code = "import os.path, numpy as np\ndef f():\n    from keras import layers, ops as o\nos = 1"
    assert imported_in(code) == {"os", "np", "layers", "o"}
    assert imported_in("import (") == set()


def test_a_cell_needs_those_above_that_make_what_it_reads_and_what_those_need():
    cells = [({"a"}, set()), ({"b"}, {"a"}), ({"c"}, set()), ({"d"}, {"b"}), ({"a"}, {"d"})]
    assert needed(cells, [3]) == {0, 1, 3}
    assert needed(cells, [2]) == {2}
    assert needed(cells, []) == set()
